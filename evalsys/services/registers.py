"""Facts out of the registers: year grades, spells of service, removals, the negative list, indicators."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.people import Person
from evalsys.models.registers import Indicator, Negative, Spell, YearGrade
from evalsys.scoring import Fact, Scheme, Span

ONE_DAY = timedelta(days=1)
# A spell that ended like this was forfeited: 因违纪被免职, 违法撤职.
REMOVED, WRONG = ("免职", "撤职", "罢免", "撤销"), ("违纪", "违规", "违法", "犯罪")
VILLAGE_INCOME, COUNTY_INCOME = "collective-income", "rural-income"
MEASURED_IN = {"contracts_due": "份", "contracts_signed": "份", "claims_settled": "万元", "debts_settled": "万元"}
# The streams that the registers of people deliver to any measure.
DELIVERED = frozenset(("year-grade", "spell", "removal", "negative", "discipline"))


def service(township_id: int, person_id: int | None = None) -> dict[int, list[Fact]]:
    """Grades, spells, removals and the negative list by the person's number."""
    found: dict[int, list[Fact]] = defaultdict(list)
    for table, facts in ((YearGrade, grade), (Spell, spell), (Negative, negative)):
        for row in standing(table, township_id, person_id):
            found[row.person_id] += facts(row)
    return found


def discipline(township_id: int) -> dict[int, list[Fact]]:
    """Disciplinary measures alone, by the person's number."""
    found: dict[int, list[Fact]] = defaultdict(list)
    for row in standing(Negative, township_id):
        found[row.person_id] += [fact for fact in negative(row) if fact.kind == "discipline"]
    return found


def standing(table: Any, township_id: int, person_id: int | None = None) -> Any:
    """The rows of a register about people that were not taken back, in the order of entry."""
    query = select(table).join(Person, Person.id == table.person_id).where(Person.township_id == township_id)
    query = query.where(table.cancelled_on.is_(None)).order_by(table.id)
    return db.session.scalars(query if person_id is None else query.where(table.person_id == person_id))


def grade(row: YearGrade) -> list[Fact]:
    """The grade of one year, filed to its first day."""
    return [Fact("year-grade", date(row.year, 1, 1), text=row.grade, ref=ref(row))]


def spell(row: Spell) -> list[Fact]:
    """A spell of service: the day on which the register says it ended is the first one out of post."""
    until = row.left_on and row.left_on - ONE_DAY
    facts = [Fact("spell", row.first_on, text=row.reason, until=until, ref=ref(row))]
    if row.left_on and row.is_removal:
        facts.append(Fact("removal", row.left_on, text=row.reason, ref=ref(row)))
    return facts


def negative(row: Negative) -> list[Fact]:
    """A conduct with the day, the clause of the list and what proves it."""
    text = f"{row.conduct}（{row.clause}）" if row.clause else row.conduct
    return [Fact(row.kind, row.on_day, text=text, ref=ref(row), evidence=row.evidence)]


def was_removed(reason: str) -> bool:
    """Does the reason say that the spell ended by a removal for a violation?"""
    return any(word in reason for word in REMOVED) and any(word in reason for word in WRONG)


def ref(row: Any) -> str:
    """Where the fact stands."""
    return f"{row.__tablename__}:{row.id}"


def incomes(township_id: int) -> list[Fact]:
    """The rural income of each year, in yuan, filed to the year's first day."""
    rows = [row for row in figures(township_id) if row.kind == COUNTY_INCOME and row.unit_id is None]
    return [indicator(row, "income") for row in rows]


def indicator(row: Indicator, name: str) -> Fact:
    """A figure of a year under the name that a measure has for it."""
    return Fact(row.kind, date(row.year, 1, 1), {name: row.value}, text=row.source, ref=ref(row))


def figures(township_id: int) -> list[Indicator]:
    """Every figure of the township's register that stands."""
    query = select(Indicator).where(Indicator.township_id == township_id, Indicator.cancelled_on.is_(None))
    return list(db.session.scalars(query.order_by(Indicator.id)))


def indicators(scheme: Scheme, rows: list[Indicator], unit_id: int | None) -> list[Fact]:
    """The county's figures and those of one village, for the streams of a measure that carry one number."""
    wanted = {str(name): one for name, one in scheme.streams.items() if len(one.values) == 1}
    mine = [row for row in rows if row.kind in wanted and row.unit_id in (None, unit_id)]
    return [indicator(row, next(iter(wanted[row.kind].values))) for row in mine]


def running(facts: list[Fact], day: date) -> list[Span]:
    """The spells that hold on the day."""
    spans = [Span(fact.on, fact.until) for fact in facts if fact.kind == "spell"]
    return [span for span in spans if day in span]
