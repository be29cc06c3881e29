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
from evalsys.services import closed
from evalsys.services.records import of_people, one, refuse_day
from evalsys.services.write import Act, check_version, write

LATE_AFTER = timedelta(days=3)


def log_entries(people: Sequence[Person], first: date, last: date) -> list[LogEntry]:
    """The entries of these days, the newest day first."""
    rows = of_people(LogEntry, people, LogEntry.day.between(first, last))
    return sorted(rows, key=lambda entry: (entry.day, entry.id), reverse=True)


def get_entry(viewer: Account, entry_id: int, day: date) -> LogEntry:
    """One entry that the viewer may correct, or Unknown."""
    return one(viewer, "log.write", LogEntry, entry_id, day)


def is_late(entry: LogEntry) -> bool:
    """Recorded more than three days after its day (the measure's clause 1)."""
    return entry.recorded_at.date() - entry.day > LATE_AFTER


def add_log(act: Act, person: Person, day: date, kind: str, text: str, place: str, outcome: str) -> LogEntry:
    """One entry for a day of today or before; late ones are taken and show as late."""
    refuse_day(act, person, day)
    entry = LogEntry(
        person_id=person.id,
        day=day,
        kind=kind,
        text=text,
        place=place or None,
        outcome=outcome or None,
        recorded_at=act.at,
        recorded_by=act.name,
    )
    with write(act, "log.add", entry, after={"day": day, "person": person.name}) as session:
        session.add(entry)
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
