"""Stars of the branch secretaries: who is rated, on what facts, by the township's own measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.people import Person, Post
from evalsys.models.units import Unit
from evalsys.scoring import Dossier, Fact, Result, Span, Subject, evaluate
from evalsys.scoring.periods import range_of
from evalsys.services import dossiers, registers, schemes, scope

ROLES = ("村党组织书记", "村主职干部")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Secretary:
    """A secretary with the branch and the day since when, as the register of cadres has it."""

    id: int
    name: str
    place: str
    since: date | None


def rating_day(year: int) -> date:
    """When the stars of a year are given unless another day is named: within a month after the year."""
    return date(year + 1, 1, 31)


def secretaries(township_id: int, day: date) -> list[Secretary]:
    """Who is a secretary that day, in the order of the register."""
    query = select(Person.id, Person.name, Unit.name, Post.from_on).join(Post, Post.person_id == Person.id)
    query = query.join(Unit, Unit.id == Post.unit_id).where(
        Person.township_id == township_id, Post.kind == "secretary", scope.in_force(Post, day)
    )
    found: dict[int, Secretary] = {}
    for row in db.session.execute(query.order_by(Post.id)):
        found.setdefault(row[0], Secretary(*row))
    return list(found.values())


def run(township_id: int, year: int, rated_on: date | None = None) -> list[Result]:
    """Everybody's stars for the year's grade, as they stand on the day of rating; nothing is saved.

    Raises Refused where the township adopted no measure of stars.
    """
    day = rated_on or rating_day(year)
    row = schemes.for_roles(township_id, ROLES, day)
    period = range_of(date(year, 1, 1), day - ONE_DAY)
    return evaluate(schemes.scheme_of(row), filed(township_id, year, day), period, dossiers.calendar())


def filed(township_id: int, year: int, day: date) -> Iterator[Dossier]:
    """Everybody's records; grades of later years are not known on the day, whatever the books say by now."""
    held = registers.service(township_id)
    for one in secretaries(township_id, day):
        facts = [fact for fact in held.get(one.id, []) if fact.kind != "year-grade" or fact.on.year <= year]
        yield Dossier(Subject(str(one.id), one.name, in_post(one, facts, day), place=one.place), tuple(facts))


def in_post(one: Secretary, facts: list[Fact], day: date) -> tuple[Span, ...]:
    """The spell that runs on the day; without one on record, since the day that the register of cadres names.

    That register names the day of the last election, which does not begin a new service.
    """
    spells = registers.running(facts, day)
    return tuple(spells) or (Span(one.since or dossiers.BEGINNING),)


def as_json(result: Result) -> dict[str, Any]:
    """One secretary as the command prints her: the stars as a whole number, null where unrated."""
    stars = None if result.score is None else int(result.score)
    return {"name": result.name, "stars": stars, "notes": list(result.notes)}
