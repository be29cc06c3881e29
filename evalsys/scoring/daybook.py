"""Every day of a period as the measure sees it: done, late, on leave, missing, or not owed at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from evalsys.scoring.days import DoneDays, is_late
from evalsys.scoring.desk import Desk, desk_for
from evalsys.scoring.facts import Calendar, Dossier, Fact
from evalsys.scoring.items import ENGINE
from evalsys.scoring.periods import Period
from evalsys.scoring.scheme import Scheme

DONE, LATE, LEAVE, MISSING, FREE, OUT = "done", "late", "leave", "missing", "free", "out"


@dataclass(frozen=True, slots=True)
class Day:
    """One day and what became of it."""

    day: date
    state: str


@dataclass(frozen=True)
class Daybook:
    """The days of a period, and the first days of the weeks in which something was owed."""

    days: tuple[Day, ...] = ()
    weeks: frozenset[date] = frozenset()


def daybook(scheme: Scheme, dossier: Dossier, period: Period, calendar: Calendar) -> Daybook:
    """The days by the measure's first item that counts days; a measure without one has none."""
    how = next((item.how for item in scheme.items.values() if isinstance(item.how, DoneDays)), None)
    if how is None:
        return Daybook()
    desk = desk_for(scheme, dossier, period, calendar, ENGINE, explain=False)
    weeks = frozenset(week.first for week in desk.expected("week", period))
    return Daybook(tuple(seen(desk, how, period)), weeks)


def seen(desk: Desk, how: DoneDays, period: Period) -> Iterator[Day]:
    """Day after day."""
    entries: dict[date, list[Fact]] = {}
    for fact in desk.facts(how.stream, period):
        entries.setdefault(fact.on, []).append(fact)
    owed, in_post = set(desk.owed(period)), set(desk.in_post(period))
    for day in period.days():
        if day in owed:
            yield Day(day, of_owed(entries.get(day, []), how.late_after))
        elif day in in_post:
            yield Day(day, LEAVE)
        else:
            yield Day(day, FREE if desk.subject.holds_post_on(day) else OUT)


def of_owed(entries: list[Fact], late_after: int | None) -> str:
    """A day with one entry in time is done; with late ones alone it is late."""
    if not entries:
        return MISSING
    return LATE if all(is_late(fact, late_after) for fact in entries) else DONE
