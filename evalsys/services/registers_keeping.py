"""The registers by hand: added to, corrected with a reason, taken back; the log keeps what stood before."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.people import Person
from evalsys.models.registers import Indicator, Negative, Spell, YearGrade
from evalsys.models.units import Unit
from evalsys.services import closed
from evalsys.services.cancelling import refuse_cancelled
from evalsys.services.records import refuse_future, refuse_self
from evalsys.services.write import Act, Refused, check_version, hold, write

# What makes two rows of a register the same one.
KEYS = {
    YearGrade: ("person_id", "year"),
    Spell: ("person_id", "title", "first_on"),
    Indicator: ("township_id", "unit_id", "kind", "year"),
    Negative: ("person_id", "kind", "on_day", "conduct"),
}


def add(act: Act, table: Any, township_id: int, values: dict[str, Any]) -> Any:
    """A new row. One that was taken back comes to life again with what is said now."""
    refuse_wrong(act, table, township_id, values)
    hold(Unit, township_id)
    about = {"township_id": township_id, **values} if table is Indicator else values
    row = held(table, about)
    if row is not None and row.cancelled_on is None:
        raise Refused(_("这一条已经登记过。要改的，请在登记簿里找到原来那一条，按“更正”。"))
    fresh = row or table()
    with write(act, f"{table.__tablename__}.add", fresh, after=values) as session:
        for name, value in {**about, "recorded_by": act.name, "recorded_at": act.at}.items():
            setattr(fresh, name, value)
        fresh.cancelled_on = fresh.cancelled_why = None
        session.add(fresh)
    return fresh


def held(table: Any, values: dict[str, Any]) -> Any:
    """The row about the same thing, if there is one."""
    return db.session.scalar(select(table).where(*(getattr(table, key) == values[key] for key in KEYS[table])))


def correct(act: Act, row: Any, version: int, values: dict[str, Any], why: str) -> None:
    """Put a row right, and say why."""
    table, township_id = type(row), township_of(row)
    refuse_cancelled(row)
    refuse_wrong(act, table, township_id, {name: getattr(row, name) for name in values})
    refuse_wrong(act, table, township_id, values)
    check_version(row, version)
    before = {name: getattr(row, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        raise Refused(_("没有改动任何一项。不用更正的，请按“返回”。"))
    old = {name: before[name] for name in changed}
    with write(act, f"{table.__tablename__}.change", row, old, {**changed, "why": why}):
        for name, value in {**changed, "recorded_by": act.name, "recorded_at": act.at}.items():
            setattr(row, name, value)


def cancel(act: Act, row: Any, version: int, why: str) -> None:
    """Take a row back: it stays in the register and counts no longer."""
    refuse_cancelled(row)
    values = {name: getattr(row, name) for name in KEYS[type(row)]}
    refuse_wrong(act, type(row), township_of(row), values)
    check_version(row, version)
    with write(act, f"{row.__tablename__}.cancel", row, {"cancelled": None}, {"cancelled": act.today, "why": why}):
        row.cancelled_on, row.cancelled_why = act.today, why


def township_of(row: Any) -> int:
    """Whose register it is."""
    return row.township_id if isinstance(row, Indicator) else row.person.township_id


def refuse_wrong(act: Act, table: Any, township_id: int, values: dict[str, Any]) -> None:
    """Nobody writes about himself; what has not happened yet, and what lies in a closed period, is refused."""
    if values.get("person_id"):
        refuse_self(act, db.session.get_one(Person, values["person_id"]))
    if table is Negative:
        refuse_future(act, values["on_day"])
        closed.refuse_records(township_id, values["on_day"])
    if table is Spell:
        refuse_future(act, values["first_on"])
    if table in (YearGrade, Indicator) and values["year"] > act.today.year:
        raise Refused(_("%(year)s年还没有到，请核对年份。", year=values["year"]))
