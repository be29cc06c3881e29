"""Work logs: entries of a day, late ones marked, offered words from before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Person
from evalsys.models.reviews import LogEntry
from evalsys.services import closed, tasks
from evalsys.services.records import of_people, one, refuse_day
from evalsys.services.write import Act, check_version, write

LATE_AFTER = timedelta(days=3)
LONGEST = 500
# The kind of an entry that a household visit makes.
VISITING = "串门子"


def log_entries(people: Sequence[Person], first: date, last: date, kind: str = "") -> list[LogEntry]:
    """The entries of these days, of one kind or of all, the newest day first."""
    wanted = [LogEntry.kind == kind] if kind else []
    rows = of_people(LogEntry, people, LogEntry.day.between(first, last), *wanted)
    return sorted(rows, key=lambda entry: (entry.day, entry.id), reverse=True)


def get_entry(viewer: Account, entry_id: int, day: date) -> LogEntry:
    """One entry that the viewer may correct, or Unknown."""
    return one(viewer, "log.write", LogEntry, entry_id, day)


def is_late(entry: LogEntry) -> bool:
    """Recorded more than three days after its day (the measure's clause 1)."""
    return entry.recorded_at.date() - entry.day > LATE_AFTER


def new_entry(
    act: Act, person: Person, day: date, kind: str, text: str, place: str = "", outcome: str = ""
) -> LogEntry:
    """An entry, not yet in the session."""
    return LogEntry(
        person_id=person.id,
        day=day,
        kind=kind,
        text=text,
        place=place or None,
        outcome=outcome or None,
        recorded_at=act.at,
        recorded_by=act.name,
    )


def add_log(
    act: Act, person: Person, day: date, kind: str, text: str, place: str, outcome: str, ticked: Sequence[int] = ()
) -> LogEntry:
    """One entry for a day of today or before, with the tasks that it ticks off; late ones show as late."""
    refuse_day(act, person, day)
    entry = new_entry(act, person, day, kind, text, place, outcome)
    told = {"day": day, "person": person.name}
    with write(act, "log.add", entry, after=told) as session:
        session.add(entry)
        ticks = tasks.new_ticks(act, person, day, ticked, entry)
        if ticks:
            session.add_all(ticks)
            told["tasks"] = "；".join(tick.task.title for tick in ticks)
    return entry


def change_log(act: Act, entry: LogEntry, version: int, values: dict[str, Any]) -> None:
    """Correct an entry; the log keeps the words before. Its day and the time of recording stay."""
    closed.refuse_records(entry.person.township_id, entry.day)
    check_version(entry, version)
    before = {name: getattr(entry, name) for name in ("kind", "text", "place", "outcome")}
    with write(act, "log.change", entry, before, values):
        for name in before:
            setattr(entry, name, values[name] or None)


def usual(person: Person, column: Any, most: int = 6) -> list[str]:
    """What this person wrote most often in a column, to offer again."""
    query = select(column).where(LogEntry.person_id == person.id, column.is_not(None))
    return list(db.session.scalars(query.group_by(column).order_by(func.count().desc(), column).limit(most)))


def usual_kinds(person: Person) -> list[str]:
    """The kinds that this person used before, the most frequent first."""
    return usual(person, LogEntry.kind, 12)


def usual_places(person: Person) -> list[str]:
    """The places that this person wrote before, the most frequent first."""
    return usual(person, LogEntry.place)
