"""Stars of the branch secretaries: who is rated, on what facts, by the township's own measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.people import Person, Post
from evalsys.models.schemes import SchemeVersion
from evalsys.models.units import Unit
from evalsys.scoring import (
    Calendar,
    Dossier,
    Fact,
    NotInForce,
    Period,
    Result,
    Scheme,
    Span,
    Subject,
    evaluate,
    year_of,
)
from evalsys.scoring.periods import range_of
from evalsys.services import dossiers, entries, registers, schemes, scope
from evalsys.services.write import Refused

ROLES = ("村党组织书记", "村主职干部")
ONE_DAY = timedelta(days=1)
# The item that counts stars beside a score in points; a measure whose score is in whole stars needs none.
STARS = "stars"


@dataclass(frozen=True)
class Secretary:
    """A secretary with the branch and the day since when, as the register of cadres has it."""

    id: int
    name: str
    place: str
    since: date | None
    village_id: int | None = None


def rating_day(year: int) -> date:
    """When the stars of a year are given unless another day is named: within a month after the year."""
    return date(year + 1, 1, 31)


def secretaries(township_id: int, day: date) -> list[Secretary]:
    """Who is a secretary that day, in the order of the register."""
    query = select(Person.id, Person.name, Unit.name, Post.from_on, Unit.place_id, Unit.id)
    query = query.join(Post, Post.person_id == Person.id).join(Unit, Unit.id == Post.unit_id)
    query = query.where(Person.township_id == township_id, Post.kind == "secretary", scope.in_force(Post, day))
    found: dict[int, Secretary] = {}
    for number, name, place, since, place_id, unit_id in db.session.execute(query.order_by(Post.id)):
        found.setdefault(number, Secretary(number, name, place, since, place_id or unit_id))
    return list(found.values())


def measure(township_id: int, day: date) -> SchemeVersion:
    """The measure of stars that holds on the day of rating. Raises Refused where the township adopted none."""
    return schemes.for_roles(township_id, ROLES, day)


def period_of(scheme: Scheme, year: int, day: date) -> Period:
    """What is looked at: up to the eve of the rating where the measure rates so, else the whole year."""
    return range_of(date(year, 1, 1), day - ONE_DAY) if "range" in scheme.totals else year_of(date(year, 1, 1))


def run(township_id: int, year: int, rated_on: date | None = None) -> list[Result]:
    """Everybody's stars for the year's grade, as they stand on the day of rating; nothing is saved.

    Raises Refused where the township adopted no measure of stars.
    """
    day = rated_on or rating_day(year)
    return rated(measure(township_id, day), list(filed(township_id, year, day)), year, day)


def rated(
    row: SchemeVersion, people: Sequence[Dossier], year: int, day: date, calendar: Calendar | None = None
) -> list[Result]:
    """What the measure gives for these records."""
    scheme = schemes.scheme_of(row)
    if day <= date(year, 1, 1):
        raise Refused(_("评定日 %(day)s 在考核年度以前，请核对。", day=day))
    try:
        return evaluate(scheme, people, period_of(scheme, year, day), calendar or dossiers.calendar())
    except NotInForce as outside:
        said = {"title": row.title, "year": year}
        raise Refused(_("《%(title)s》不能评%(year)s年度的星级，请核对年度和办法的施行日期。", **said)) from outside


def filed(
    township_id: int, year: int, day: date, person_id: int | None = None, by: SchemeVersion | None = None
) -> Iterator[Dossier]:
    """Everybody's records, or one person's; what is known only of later years is not known on the day.

    `by` is the measure to be tried on them, where it is not simply the one of the day.
    """
    row = by or measure(township_id, day)
    held, own = registers.service(township_id, person_id), entries.facts(township_id, row.name, person_id)
    figures, scheme = registers.figures(township_id), schemes.scheme_of(row)
    for one in secretaries(township_id, day):
        if person_id in (None, one.id):
            found = [*held.get(one.id, []), *own.get(one.id, [])]
            facts = [fact for fact in found if fact.kind != "year-grade" or fact.on.year <= year]
            facts += registers.indicators(scheme, figures, one.village_id)
            spans = in_post(one, facts, day)
            role = next((role for role in ROLES if role in scheme.scope.get("role", ())), "")
            yield Dossier(Subject(str(one.id), one.name, spans, role, one.place), tuple(facts))


def in_post(one: Secretary, facts: list[Fact], day: date) -> tuple[Span, ...]:
    """The spell that runs on the day; without one on record, since the day that the register of cadres names.

    That register names the day of the last election, which does not begin a new service.
    """
    spells = registers.running(facts, day)
    return tuple(spells) or (Span(one.since or dossiers.BEGINNING),)


def counted(result: Result, scheme: Scheme) -> int | None:
    """The stars of a result: its item `stars`, or a score that the measure settles to whole ones.

    None where nobody was rated, and where the measure gives a score in points without saying what it moves.
    """
    line = result.find(STARS)
    whole = scheme.rounding.unit == Decimal(1)
    amount = result.score if result.score is None or whole or line is None else line.amount
    if amount is None or (line is None and not whole) or amount != int(amount):
        return None
    return int(amount)


def as_json(result: Result) -> dict[str, Any]:
    """One secretary as the command prints her: the stars as a whole number, null where unrated."""
    stars = None if result.score is None else int(result.score)
    return {"name": result.name, "stars": stars, "notes": list(result.notes)}
