"""Rows into records: everything that a measure may look at, loaded in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select

from evalsys.extensions import db
from evalsys.models.people import Person, Post
from evalsys.models.reviews import CommitteeMark, Conduct, Leave, LogEntry, MonthlyMark, Tally, WeeklyMark
from evalsys.models.schemes import CalendarDay, CalendarYear
from evalsys.scoring import Calendar, Dossier, Fact, Period, Span, Subject

# The names that the measure's streams use for the columns of our tables.
FIVE = {"德": "virtue", "能": "ability", "勤": "diligence", "绩": "achievement", "廉": "integrity"}
COUNTS = {
    "handed-out": "handed_out",
    "returned": "returned",
    "优秀": "excellent",
    "称职": "competent",
    "基本称职": "basic",
    "不称职": "incompetent",
    "弃权": "abstained",
    "废票": "spoilt",
}
BEGINNING = date.min
CHUNK = 500


def calendar() -> Calendar:
    """The workdays as the township keeps them."""
    days = db.session.execute(select(CalendarDay.day, CalendarDay.kind)).all()
    official = select(CalendarYear.year).where(CalendarYear.state == "official")
    return Calendar(
        holidays=frozenset(day for day, kind in days if kind == "holiday"),
        makeup=frozenset(day for day, kind in days if kind == "makeup"),
        official=frozenset(db.session.scalars(official)),
    )


def officials_of(township_id: int, period: Period) -> list[Person]:
    """Who held the post of village official on any day of the period, in the order of entry."""
    query = (
        select(Person)
        .join(Post, Post.person_id == Person.id)
        .where(
            Person.township_id == township_id,
            Post.kind == "official",
            or_(Post.from_on.is_(None), Post.from_on <= period.last),
            or_(Post.until_on.is_(None), Post.until_on >= period.first),
        )
    )
    return list(db.session.scalars(query.order_by(Person.id).distinct()))


def dossiers(people: Sequence[Person], period: Period) -> list[Dossier]:
    """One dossier a person, in the given order, with the facts of the period."""
    wanted = [person.id for person in people]
    posts: dict[int, list[Span]] = defaultdict(list)
    facts: dict[int, list[Fact]] = defaultdict(list)
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        for post in db.session.scalars(select(Post).where(Post.person_id.in_(chunk), Post.kind == "official")):
            posts[post.person_id].append(Span(post.from_on or BEGINNING, post.until_on))
        for person_id, fact in facts_of(chunk, period):
            facts[person_id].append(fact)
    return [
        Dossier(
            Subject(str(person.id), person.name, tuple(sorted(posts[person.id], key=lambda span: span.first))),
            tuple(facts[person.id]),
        )
        for person in people
    ]


def facts_of(people: list[int], period: Period) -> Iterable[tuple[int, Fact]]:
    """Every fact of these people in the period, with whose it is."""
    first, last = period.first, period.last
    yield from log_facts(people, first, last)
    for row in rows(WeeklyMark, people, WeeklyMark.monday.between(first, last)):
        values = {"mark": row.mark}
        yield (
            row.person_id,
            fact("weekly-mark", WeeklyMark, row, row.monday, values, row.comment or "", row.marked_by),
        )
    for row in rows(MonthlyMark, people, MonthlyMark.month.between(first, last)):
        five = {name: getattr(row, column) for name, column in FIVE.items()}
        yield (
            row.person_id,
            fact("branch-mark", MonthlyMark, row, row.month, five, "", row.marked_by or row.recorded_by),
        )
    names = dict(
        db.session.execute(
            select(Person.id, Person.name).join(CommitteeMark, CommitteeMark.member_id == Person.id)
        ).all()
    )
    for row in rows(CommitteeMark, people, CommitteeMark.quarter.between(first, last)):
        yield (
            row.person_id,
            fact("committee-mark", CommitteeMark, row, row.quarter, {"mark": row.mark}, "", names[row.member_id]),
        )
    for row in rows(Tally, people, Tally.quarter.between(first, last)):
        counts = {name: Decimal(getattr(row, column)) for name, column in COUNTS.items()}
        yield row.person_id, fact("ballots", Tally, row, row.quarter, counts, "", row.recorded_by)
    for row in rows(Leave, people, Leave.from_on <= last, Leave.until_on >= first, Leave.cancelled_on.is_(None)):
        yield row.person_id, fact("leave", Leave, row, row.from_on, {}, row.reason, row.approved_by, row.until_on)
    for row in rows(Conduct, people, Conduct.happened_on.between(first, last), Conduct.cancelled_on.is_(None)):
        yield row.person_id, fact(row.kind, Conduct, row, row.happened_on, {}, row.reason, row.approved_by)


def log_facts(people: list[int], first: date, last: date) -> Iterable[tuple[int, Fact]]:
    """Log entries, as plain columns: there are many of them."""
    query = select(
        LogEntry.id, LogEntry.person_id, LogEntry.day, LogEntry.text, LogEntry.recorded_at, LogEntry.recorded_by
    ).where(LogEntry.person_id.in_(people), LogEntry.day.between(first, last))
    for number, person_id, day, text, recorded_at, by in db.session.execute(
        query.order_by(LogEntry.day, LogEntry.id)
    ):
        yield person_id, Fact("log", day, {}, text, by, None, recorded_at.date(), f"log_entry:{number}")


def rows(table: Any, people: list[int], *conditions: Any) -> Iterable[Any]:
    """Rows of a table about these people, in the order of entry, as plain columns: nothing is kept in the session."""
    columns = table.__table__
    query = select(columns).where(table.person_id.in_(people), *conditions)
    return db.session.execute(query.order_by(table.id))


def fact(
    kind: str,
    table: Any,
    row: Any,
    on: date,
    values: dict[str, Decimal],
    text: str,
    by: str,
    until: date | None = None,
) -> Fact:
    """One row as a fact, with where it can be found again."""
    return Fact(kind, on, values, text, by, until, row.recorded_at.date(), f"{table.__tablename__}:{row.id}")
