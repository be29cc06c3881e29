"""What a summary can be drafted from: a month's log entries by week, a quarter's months, a year's quarters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.people import Person
from evalsys.models.reviews import LogEntry
from evalsys.models.summaries import SECTIONS, Summary, SummaryEntry
from evalsys.scoring.periods import Period, quarter_of, week_of
from evalsys.services import logs
from evalsys.services.summary_text import Choice


@dataclass(frozen=True)
class Group:
    """The choices of a week, or of a shorter period's summary; `state` is that summary's, "" where there is none."""

    period: Period
    choices: tuple[Choice, ...]
    state: str = ""


def groups(person: Person, period: Period) -> list[Group]:
    """Everything that can be ticked for this period, the earliest first."""
    if period.kind == "month":
        return by_week(sorted(logs.log_entries([person], period.first, period.last), key=lambda e: (e.day, e.id)))
    return by_period(person, parts_of(period))


def parts_of(period: Period) -> list[Period]:
    """The shorter periods whose summaries go into this one's."""
    months = list(period.months())
    if period.kind == "quarter":
        return months
    return list(dict.fromkeys(quarter_of(month.first) for month in months)) if period.kind == "year" else []


def by_week(entries: Sequence[LogEntry]) -> list[Group]:
    """Entries under their weeks."""
    weeks = groupby(entries, key=lambda entry: week_of(entry.day))
    return [Group(week, tuple(map(entry_choice, held))) for week, held in weeks]


def entry_choice(entry: LogEntry) -> Choice:
    """A log entry to tick."""
    place, outcome = entry.place or "", entry.outcome or ""
    return Choice(f"log-{entry.id}", "main_work", entry.kind, entry.text, entry.day, place, outcome)


def by_period(person: Person, parts: Sequence[Period]) -> list[Group]:
    """The summaries of shorter periods: their sections, and of months the entries that were chosen there."""
    held = {row.period: row for row in summaries_of(person, parts)}
    entries = chosen_entries([row.id for row in held.values()])
    found = []
    for part in parts:
        row = held.get(part.code)
        if row is None:
            found.append(Group(part, ()))
            continue
        under = tuple(entry_choice(entry) for number, entry in entries if number == row.id)
        found.append(Group(part, (*sections_of(row, part), *under), row.state))
    return found


def sections_of(row: Summary, part: Period) -> tuple[Choice, ...]:
    """The sections of a summary that say something."""
    return tuple(
        Choice(f"part-{row.id}-{name}", name, part.title, getattr(row, name))
        for name in SECTIONS
        if getattr(row, name).strip()
    )


def summaries_of(person: Person, parts: Sequence[Period]) -> list[Summary]:
    """The person's summaries of these periods."""
    codes = [part.code for part in parts]
    return list(db.session.scalars(select(Summary).where(Summary.person_id == person.id, Summary.period.in_(codes))))


def chosen_entries(summary_ids: Sequence[int]) -> list[tuple[int, LogEntry]]:
    """The log entries that these summaries were drafted from, with the summary's number, by day."""
    query = select(SummaryEntry.summary_id, LogEntry).join(LogEntry, LogEntry.id == SummaryEntry.log_entry_id)
    query = query.where(SummaryEntry.summary_id.in_(summary_ids)).order_by(LogEntry.day, LogEntry.id)
    return [(number, entry) for number, entry in db.session.execute(query)]


def of_person(person: Person, period: Period) -> Summary | None:
    """The person's summary of the period, if there is one."""
    return db.session.scalar(select(Summary).where(Summary.person_id == person.id, Summary.period == period.code))
