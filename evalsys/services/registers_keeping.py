"""The registers by hand: listed, added to, corrected with a reason, taken back; the log keeps what stood before."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Person, Post
from evalsys.models.registers import Indicator, Negative, Spell, YearGrade
from evalsys.models.units import Unit
from evalsys.rights import TOWNSHIP
from evalsys.services import closed, people, scope
from evalsys.services.cancelling import refuse_cancelled
from evalsys.services.records import refuse_future, refuse_self
from evalsys.services.roster import PAGE, Page, last_page
from evalsys.services.write import Act, Refused, check_version, hold, write

TABLES: dict[str, Any] = {"grades": YearGrade, "spells": Spell, "indicators": Indicator, "negatives": Negative}
# What makes two rows of a register the same one.
KEYS = {
    YearGrade: ("person_id", "year"),
    Spell: ("person_id", "title", "first_on"),
    Indicator: ("township_id", "unit_id", "kind", "year"),
    Negative: ("person_id", "kind", "on_day", "conduct"),
}
ORDERS = {YearGrade: "year", Spell: "first_on", Indicator: "year", Negative: "on_day"}
LEADERS = ("secretary", "director", "deputy_secretary", "deputy_director", "village_member", "branch_member")


def reads_all(viewer: Account, right: str = "star.read") -> bool:
    """Does the right reach the whole township?"""
    return any(reach == TOWNSHIP for reach, _unit in viewer.scopes.get(right, ()))


def query_of(viewer: Account, table: Any, day: date, right: str = "star.read") -> Select[Any]:
    """The rows of a register that the viewer's right reaches; figures of villages belong to the township."""
    if table is Indicator:
        query = select(table).where(table.township_id == viewer.township_id).options(joinedload(Indicator.unit))
        return query if reads_all(viewer, right) else query.where(table.unit_id.is_(None))
    query = select(table).join(Person, Person.id == table.person_id).where(scope.visible(viewer, right, day))
    return query.options(joinedload(table.person))


def listed(viewer: Account, table: Any, day: date, about: int = 0, year: int = 0, page: int = 1) -> Page:
    """The rows, those of the last year first; of one person or village, and of one year, if they are named."""
    query = query_of(viewer, table, day)
    if about:
        query = query.where((table.unit_id if table is Indicator else table.person_id) == about)
    if year:
        query = query.where(of_year(table, year))
    total = db.session.scalar(select(func.count()).select_from(query.with_only_columns(table.id).subquery())) or 0
    number = min(max(page, 1), last_page(total))
    query = query.order_by(getattr(table, ORDERS[table]).desc(), table.id).offset((number - 1) * PAGE).limit(PAGE)
    return Page(list(db.session.scalars(query)), total, number)


def of_year(table: Any, year: int) -> Any:
    """The condition that a row is about that year, or about a day in it."""
    if table in (YearGrade, Indicator):
        return table.year == year
    first, last = date(year, 1, 1), date(year, 12, 31)
    if table is Negative:
        return Negative.on_day.between(first, last)
    return (Spell.first_on <= last) & or_(Spell.left_on.is_(None), Spell.left_on > first)


def get(viewer: Account, table: Any, row_id: int, day: date) -> Any:
    """One row that the viewer may change, or Unknown."""
    found = db.session.scalar(query_of(viewer, table, day, "star.write").where(table.id == row_id))
    if found is None:
        raise scope.Unknown
    return found


def leaders(viewer: Account, day: date, right: str = "star.read") -> list[tuple[int, str]]:
    """The cadres of the villages, past ones included, by pinyin: number, and name with place."""
    query = people.with_places(select(Person).where(scope.visible(viewer, right, day))).order_by(Person.pinyin)
    query = query.where(Person.id.in_(select(Post.person_id).where(Post.kind.in_(LEADERS))))
    return [(person.id, people.label(person)) for person in db.session.scalars(query)]


def villages(viewer: Account) -> list[tuple[int, str]]:
    """The places that have figures of their own."""
    query = select(Unit.id, Unit.name).where(Unit.township_id == viewer.township_id)
    return [tuple(row) for row in db.session.execute(query.where(Unit.kind.in_(("village", "community"))))]


def kinds(township_id: int) -> list[str]:
    """The kinds of figures that the register holds."""
    query = select(Indicator.kind).where(Indicator.township_id == township_id).distinct()
    return sorted(db.session.scalars(query))


# Changing


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
