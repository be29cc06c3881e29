"""The log of acts: found by name, kind and day, with what stood before and after, readable and without secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, literal, or_, select, union_all

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.actions import Action
from evalsys.models.ballots import BallotRound
from evalsys.models.evaluations import Evaluation
from evalsys.models.jobs import Job
from evalsys.models.people import Person
from evalsys.models.reviews import CommitteeMark, Conduct, Leave, LogEntry, MonthlyMark, Tally, WeeklyMark
from evalsys.models.summaries import Summary
from evalsys.models.units import Unit
from evalsys.rights import TOWNSHIP
from evalsys.services import roster, tallies
from evalsys.services.roster import Page

OF_PERSONS = (LogEntry, WeeklyMark, MonthlyMark, CommitteeMark, Tally, Leave, Conduct, Evaluation, Summary)
ID_NUMBER = re.compile(r"\d{6}(?:18|19|20)\d{9}[\dXx]")

# What somebody must be allowed to read of the whole township before the values of an act are shown; of the other acts
# the log shows who and when alone.
VALUES_NEED = {
    "claim": "points.read",
    "entry": "star.read",
    "event": "points.read",
    "indicator": "star.read",
    "learning": "learning.read",
    "log": "log.read",
    "meeting": "meeting.read",
    "negative": "star.read",
    "objection": "points.read",
    "pay": "pay.read",
    "points": "points.read",
    "spell": "star.read",
    "star": "star.read",
    "talk": "talk.read",
    "task": "task.read",
    "visit": "visit.read",
    "year_grade": "star.read",
    "weekly": "review.read",
    "monthly": "review.read",
    "committee": "review.read",
    "tally": "review.read",
    "leave": "conduct.read",
    "conduct": "conduct.read",
    "result": "result.read",
    "summary": "summary.read",
    "consequence": "result.read",
}


@dataclass(frozen=True)
class Change:
    """One value that an act changed: its name in the log, before and after as text."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Line:
    """One act as a page shows it. `changes` is None where the viewer may not see the values."""

    at: datetime
    actor: str
    did: str
    table: str
    subject: str
    changes: list[Change] | None


def find(
    viewer: Account,
    name: str = "",
    kind: str = "",
    first: date | None = None,
    last: date | None = None,
    page: int = 1,
) -> Page:
    """The acts of the viewer's township, the newest first. `name` is who did it, or whom or what it is about."""
    query = select(Action).where(Action.township_id == viewer.township_id)
    if name:
        query = query.where(or_(contains(Action.actor_name, name), Action.about.in_(named(viewer, name))))
    if kind:
        query = query.where(Action.did.startswith(f"{kind}.", autoescape=True))
    if first:
        query = query.where(Action.at >= datetime.combine(first, time()))
    if last:
        query = query.where(Action.at < datetime.combine(last + timedelta(days=1), time()))
    total = roster.count(query)
    query, number = roster.cut(query.order_by(Action.at.desc(), Action.id.desc()), total, page)
    found = list(db.session.scalars(query))
    subjects = subjects_of(found)
    return Page([line(viewer, action, subjects) for action in found], total, number)


def kinds(viewer: Account) -> list[str]:
    """The kinds of acts that there are in the log of the township."""
    seen = db.session.scalars(select(Action.did).where(Action.township_id == viewer.township_id).distinct())
    return sorted({did.split(".")[0] for did in seen})


def contains(column: Any, text: str) -> ColumnElement[bool]:
    """The text anywhere, with signs of LIKE taken as they are."""
    return column.contains(text, autoescape=True)


def about(table: Any) -> ColumnElement[str]:
    """What the log calls a row of the table."""
    return literal(f"{table.__tablename__}:") + cast(table.id, String)


def named(viewer: Account, text: str) -> Select[Any]:
    """What the log calls the people, units and accounts with that in their name, and the records about them."""
    people = select(Person.id).where(Person.township_id == viewer.township_id, contains(Person.name, text))
    parts = [
        select(about(Person)).where(Person.id.in_(people)),
        select(about(Unit)).where(Unit.township_id == viewer.township_id, contains(Unit.name, text)),
        select(about(Account)).where(Account.township_id == viewer.township_id, contains(Account.shown_name, text)),
        *(select(about(table)).where(table.person_id.in_(people)) for table in OF_PERSONS),
    ]
    return parts[0].union_all(*parts[1:])


def subjects_of(found: Iterable[Action]) -> dict[str, str]:
    """The names of what the acts are about, asked for all at once."""
    numbers: dict[str, set[int]] = {}
    for action in found:
        table, _colon, number = action.about.partition(":")
        if number.isdigit():
            numbers.setdefault(table, set()).add(int(number))
        if action.did == "committee.mark":
            marked = [name for name in (*as_values(action.before), *as_values(action.after)) if name.isdigit()]
            numbers.setdefault("person", set()).update(map(int, marked))
    sources = {table.__tablename__: (table, name) for table, name in names_in()}
    parts = [named_rows(*sources[table], wanted) for table, wanted in numbers.items() if table in sources]
    return dict(db.session.execute(union_all(*parts)).all()) if parts else {}


def named_rows(source: Any, name: Any, wanted: set[int]) -> Select[Any]:
    """What the log calls these rows of a table, and their names."""
    rows = select(about(source), name).where(source.id.in_(wanted))
    return rows.join(Person, Person.id == source.person_id) if source in OF_PERSONS else rows


def names_in() -> list[tuple[Any, Any]]:
    """Each table that acts can be about, and the column with its name."""
    whole = [
        (Person, Person.name),
        (Unit, Unit.name),
        (Account, Account.shown_name),
        (BallotRound, BallotRound.title),
        (Job, Job.title),
    ]
    return [*whole, *((table, Person.name) for table in OF_PERSONS)]


def line(viewer: Account, action: Action, subjects: dict[str, str]) -> Line:
    """One act, readable."""
    right = VALUES_NEED.get(action.did.split(".")[0])
    shown = right is None or any(reach == TOWNSHIP for reach, _unit in viewer.scopes.get(right, ()))
    return Line(
        at=action.at,
        actor=action.actor_name,
        did=action.did,
        table=action.about.partition(":")[0],
        subject=subjects.get(action.about, ""),
        changes=changes(action, subjects) if shown else None,
    )


def changes(action: Action, subjects: dict[str, str]) -> list[Change]:
    """The values before and after, side by side; a value that is kept under a person's number gets her name."""
    before, after = as_values(action.before), as_values(action.after)
    if action.did == "tally.key":
        before, after = tallies.logged(before), tallies.logged(after)
    return [
        Change(subjects.get(f"person:{name}", name), before.get(name), after.get(name))
        for name in dict.fromkeys([*before, *after])
    ]


def as_values(text: str | None) -> dict[str, Any]:
    """The kept JSON as values by name."""
    values = json.loads(ID_NUMBER.sub(hidden, text)) if text else {}
    return values if isinstance(values, dict) else {"": values}


def hidden(found: re.Match[str]) -> str:
    """First three and last four."""
    return f"{found[0][:3]}***********{found[0][-4:]}"
