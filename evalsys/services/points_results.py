"""What the measure makes of the ledger: each member's score and band of a quarter or year, and the board."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.people import Membership, Person
from evalsys.models.points import PointsEntry
from evalsys.models.schemes import SchemeVersion
from evalsys.models.units import Unit
from evalsys.scoring import Dossier, Fact, Period, Result, Span, Subject, evaluate, looks_back
from evalsys.services import dossiers, entries, points_ledger, points_measure, registers, schemes, scope

ORDER = "order"
AGE, ILL = "age", "long-ill"


@dataclass(frozen=True)
class Member:
    """A member of a branch on the last day of a period."""

    id: int
    name: str
    born_on: date | None
    kind: str
    branch: str
    pinyin: str


@dataclass(frozen=True)
class Place:
    """One member's line of the board: lines, what was given and taken, and what the measure makes of it."""

    member: Member
    count: int
    plus: Decimal
    minus: Decimal
    result: Result
    number: int | None = None


@dataclass(frozen=True)
class Board:
    """The list of a branch for a period; `is_order` where the measure itself lets places be shown."""

    branch: Unit
    period: Period
    version: SchemeVersion
    places: tuple[Place, ...]
    is_order: bool


def members(day: date, *conditions: object) -> list[Member]:
    """The members of branches on a day, by pinyin."""
    query = select(Person.id, Person.name, Person.born_on, Membership.kind, Unit.name, Person.pinyin)
    query = query.join(Membership, Membership.person_id == Person.id).join(Unit, Unit.id == Membership.branch_id)
    query = query.where(scope.in_force(Membership, day), *conditions).order_by(Person.pinyin, Person.id)
    found: dict[int, Member] = {}
    for row in db.session.execute(query):
        found.setdefault(row[0], Member(*row))
    return list(found.values())


def begun(version: SchemeVersion, period: Period) -> date:
    """From which day on the measure reads entries for this period."""
    return date.min if looks_back(schemes.scheme_of(version)) else period.first


def rows_of(version: SchemeVersion, people: Sequence[Member], period: Period) -> list[PointsEntry]:
    """The entries of these members that stand; earlier ones too where the measure looks back, as at a balance."""
    days = PointsEntry.happened_on.between(begun(version, period), period.last)
    return points_ledger.standing(PointsEntry.person_id.in_([member.id for member in people]), days)


def results(
    version: SchemeVersion, people: Sequence[Member], rows: Sequence[PointsEntry], period: Period
) -> dict[int, Result]:
    """Each member's result by the measure from these entries, nothing saved."""
    scheme = schemes.scheme_of(version)
    filed = dossiers_of(version, people, rows, period)
    found = evaluate(scheme, filed, period, dossiers.calendar())
    return {int(result.subject): result for result in found}


def dossiers_of(
    version: SchemeVersion, people: Sequence[Member], rows: Sequence[PointsEntry], period: Period
) -> Iterator[Dossier]:
    """Everybody's entries, with age, illness and discipline, as the measure asks for them."""
    facts: dict[int, list[Fact]] = defaultdict(list)
    turned = points_measure.turned(version, period.last)
    for row in rows:
        facts[row.person_id].append(fact(row, -1 if row.item in turned else 1))
    known = registers.discipline(version.township_id)
    noted = entries.facts(version.township_id, version.name)
    for member in people:
        more = list(known.get(member.id, ()))
        more += [within(one, period) for one in noted.get(member.id, []) if one.kind == ILL]
        subject = Subject(str(member.id), member.name, (Span(period.first),), role_of(member), member.branch)
        yield Dossier(subject, (*facts[member.id], *more, *age(member, period.first)))


def role_of(member: Member) -> str:
    """What the measure calls the member's class."""
    return points_measure.ROLES[member.kind]


def fact(row: PointsEntry, sign: int) -> Fact:
    """An entry as the engine reads it: the measure itself says what it is worth."""
    ref = f"points_entry:{row.id}"
    values = {"points": sign * row.points}
    return Fact(row.item, row.happened_on, values, row.reason, row.checked_by, None, row.recorded_at.date(), ref)


def within(one: Fact, period: Period) -> Fact:
    """What began before the period and still holds belongs to its first day."""
    holds = one.on < period.first and (one.until is None or one.until >= period.first)
    return replace(one, on=period.first) if holds else one


def age(member: Member, day: date) -> Iterator[Fact]:
    """How old somebody is on the period's first day, if that is known."""
    born = member.born_on
    if born:
        years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        yield Fact(AGE, day, {"age": Decimal(years)}, ref=f"person:{member.id}")


def of_one(person: Person, period: Period) -> tuple[SchemeVersion, Result | None]:
    """One member's result; none for who is no member on the period's last day. Raises Refused without a measure."""
    version = points_measure.version(person.township_id, period.last)
    found = members(period.last, Person.id == person.id)
    return version, results(version, found, rows_of(version, found, period), period).get(person.id)


def members_of(branch: Unit, period: Period) -> list[Member]:
    """Who belongs to the branch on the period's last day, by pinyin."""
    return members(period.last, Membership.branch_id == branch.id)


def of_lines(version: SchemeVersion, person: Person, lines: Sequence[PointsEntry], period: Period) -> Result | None:
    """The same from all the lines that somebody has in the time that the measure reads."""
    undone = {row.reverses_id for row in lines}
    rows = [row for row in lines if row.reverses_id is None and row.id not in undone]
    return results(version, members(period.last, Person.id == person.id), rows, period).get(person.id)


def board(branch: Unit, period: Period) -> Board:
    """The branch's list. Raises Refused without a measure."""
    version = points_measure.version(branch.township_id, period.last)
    people = members_of(branch, period)
    rows = rows_of(version, people, period)
    found = results(version, people, rows, period)
    added = sums([row for row in rows if row.happened_on >= period.first])
    none = (0, Decimal(0), Decimal(0))
    places = [Place(member, *added.get(member.id, none), found[member.id]) for member in people]
    grading = schemes.scheme_of(version).grading
    is_order = bool(grading and grading.publish == ORDER)
    return Board(branch, period, version, tuple(in_order(places) if is_order else by_band(places, version)), is_order)


def sums(rows: Sequence[PointsEntry]) -> dict[int, tuple[int, Decimal, Decimal]]:
    """By person: how many lines stand, what they give and what they take."""
    found: dict[int, tuple[int, Decimal, Decimal]] = {}
    for row in rows:
        count, plus, minus = found.get(row.person_id, (0, Decimal(0), Decimal(0)))
        found[row.person_id] = (count + 1, plus + max(row.points, Decimal(0)), minus + min(row.points, Decimal(0)))
    return found


def by_band(places: Sequence[Place], version: SchemeVersion) -> list[Place]:
    """Band after band, the best first; within a band by name, so that nobody can read a place from the list."""
    bands = [grade for grade, _scores in schemes.bands(schemes.scheme_of(version))]
    known = {grade: number for number, grade in enumerate(bands)}
    return sorted(places, key=lambda place: known.get(place.result.grade or "", len(bands)))


def in_order(places: Sequence[Place]) -> list[Place]:
    """By score with places; equal scores share one."""
    found = sorted(places, key=lambda place: -(place.result.score or Decimal(0)))
    scores = [place.result.score for place in found]
    return [replace(place, number=scores.index(place.result.score) + 1) for place in found]
