"""Takes the books of yearly grades, spells of service, village economy and rural income into their registers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, select

from evalsys.books import Row
from evalsys.books.problems import N_
from evalsys.extensions import db
from evalsys.models.people import Person
from evalsys.models.registers import Indicator, Spell, YearGrade
from evalsys.models.units import Unit
from evalsys.services.books.outcomes import Outcome, RowRefused
from evalsys.services.books.registry import Registry, day_of
from evalsys.services.registers import COUNTY_INCOME, MEASURED_IN, VILLAGE_INCOME, was_removed

SOURCE = "导入台账"


class Kept:
    """The rows of the registers that a book may meet again, each table loaded once."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.held: dict[tuple[Any, ...], Any] = {}
        self.loaded: set[Any] = set()
        self.put_now: dict[tuple[Any, ...], dict[str, Any]] = {}

    def load(self, table: Any, key: Callable[[Any], tuple[Any, ...]]) -> None:
        """Index the township's rows of a table."""
        if table not in self.loaded:
            self.loaded.add(table)
            rows = db.session.scalars(of_township(table, self.registry.township_id))
            self.held.update({(table, *key(row)): row for row in rows})

    def put(
        self, table: Any, key: tuple[Any, ...], about: dict[str, Any], values: dict[str, Any], outcome: Outcome
    ) -> None:
        """Add the row of that key, or change it; what somebody took back by hand stays taken back."""
        name = (table, *key)
        if self.put_now.setdefault(name, values) != values:
            raise RowRefused("row_twice", N_("前面已有同一件事的一行，内容不同。请核对，只留一行。"))
        row = self.held.get(name)
        signed = {"recorded_by": self.registry.actor_name, "recorded_at": self.registry.now}
        if row is None:
            row = self.held[name] = table(**about, **values, **signed)
            db.session.add(row)
            outcome.added += 1
        elif row.cancelled_on:
            says = N_("这一条在 %(day)s 已被撤销，没有改动。要恢复的，请到登记簿里重新登记。")
            outcome.warn("register_cancelled", says, day=row.cancelled_on.isoformat())
        else:
            self.update(row, values, signed, outcome)

    def update(self, row: Any, values: dict[str, Any], signed: dict[str, Any], outcome: Outcome) -> None:
        """Change what differs; a book does not say where a figure is from that was entered with its source."""
        before = len(outcome.changes)
        outcome.update(row, {name: value for name, value in values.items() if value != SOURCE})
        if len(outcome.changes) > before:
            row.recorded_by, row.recorded_at = signed["recorded_by"], signed["recorded_at"]


def of_township(table: Any, township_id: int) -> Any:
    """The rows of a register that belong to the township, by the person or by themselves."""
    if hasattr(table, "township_id"):
        mine: ColumnElement[bool] = table.township_id == township_id
        return select(table).where(mine)
    return select(table).join(Person, Person.id == table.person_id).where(Person.township_id == township_id)


def person_of(kept: Kept, row: Row) -> tuple[Person, Unit | None]:
    """Whom the row is about, with the village that it names."""
    village = kept.registry.known_village(row.fields.get("village"))
    return kept.registry.only(str(row.fields["name"]), village), village


def take_grade(kept: Kept, row: Row, outcome: Outcome) -> None:
    """A secretary's grade of one year."""
    if row.fields.get("grade") is None:
        return
    kept.load(YearGrade, lambda one: (one.person.uid, one.year))
    person, _village = person_of(kept, row)
    year = int(row.fields["year"])
    values = {"grade": str(row.fields["grade"]), "source": SOURCE}
    kept.put(YearGrade, (person.uid, year), {"person": person, "year": year}, values, outcome)


def take_spell(kept: Kept, row: Row, outcome: Outcome) -> None:
    """A span in a leading post; a date known to the month alone begins with its first day."""
    kept.load(Spell, lambda one: (one.person.uid, one.title, one.first_on))
    fields, (person, village) = row.fields, person_of(kept, row)
    title, first = str(fields["post_title"]), day_of(fields["first"])
    left: date | None = day_of(fields.get("last"))
    reason = str(fields.get("reason") or "")
    about = {"person": person, "unit": village, "title": title, "first_on": first}
    values = {"left_on": left, "reason": reason, "is_removal": bool(left) and was_removed(reason)}
    kept.put(Spell, (person.uid, title, first), about, values, outcome)


def take_economy(kept: Kept, row: Row, outcome: Outcome) -> None:
    """A village's collective income of each year; the sheet's other figures are of the last of these years."""
    kept.load(Indicator, lambda one: (one.unit.name if one.unit else None, one.kind, one.year))
    fields = row.fields
    village = kept.registry.village(str(fields["village"]), outcome)
    for year, amount in fields["income"].items():
        put_figure(kept, village, VILLAGE_INCOME, int(year), amount, SOURCE, outcome)
    figures = {kind: fields.get(kind) for kind in MEASURED_IN} | dict(fields.get("other") or {})
    for kind, amount in figures.items():
        if fields["income"]:
            put_figure(kept, village, kind, int(max(fields["income"])), amount, SOURCE, outcome)


def take_income(kept: Kept, row: Row, outcome: Outcome) -> None:
    """The county's rural income of one year, in yuan."""
    kept.load(Indicator, lambda one: (one.unit.name if one.unit else None, one.kind, one.year))
    fields = row.fields
    source = str(fields.get("source") or SOURCE)
    put_figure(kept, None, COUNTY_INCOME, int(fields["year"]), fields["amount"], source, outcome)


def put_figure(
    kept: Kept, village: Unit | None, kind: str, year: int, amount: Any, source: str, outcome: Outcome
) -> None:
    """One figure of a year; an empty cell says nothing."""
    if amount is None:
        return
    about = {"township_id": kept.registry.township_id, "unit": village, "kind": kind, "year": year}
    measured_in = MEASURED_IN.get(kind, "万元" if kind == VILLAGE_INCOME else "元" if kind == COUNTY_INCOME else "")
    values = {"value": Decimal(amount), "measured_in": measured_in, "source": source}
    kept.put(Indicator, (village.name if village else None, kind, year), about, values, outcome)
