"""Facts sorted by stream and day, and the days that count, as the desk finds them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from evalsys.scoring.facts import Calendar, Fact, Span
from evalsys.scoring.periods import CONTAINING, Period
from evalsys.scoring.results import Source
from evalsys.scoring.scheme import Scheme
from evalsys.scoring.terms import Flow


@lru_cache(maxsize=64)
def workdays(calendar: Calendar, first: date, last: date) -> tuple[date, ...]:
    """The workdays from first to last. Kept, because everybody of a township shares them."""
    return tuple(day for day in all_days(first, last) if calendar.is_workday(day))


@lru_cache(maxsize=64)
def all_days(first: date, last: date) -> tuple[date, ...]:
    """Every day from first to last."""
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


def leave_span(fact: Fact) -> Span:
    """The days of a leave; one that nobody closed goes on (and is a problem, see checks)."""
    return Span(fact.on, fact.until)


@lru_cache(maxsize=256)
def each(kind: str, period: Period) -> tuple[Period, ...]:
    """The calendar's weeks, months … that belong to the period: those whose first day lies in it."""
    firsts = dict.fromkeys(first_of(kind, day) for day in period.days())
    return tuple(CONTAINING[kind](first) for first in firsts if first in period)


@lru_cache(maxsize=4096)
def first_of(kind: str, day: date) -> date:
    """The first day of the calendar's week, month … that holds the day."""
    return CONTAINING[kind](day).first


def containing(scheme: Scheme, kind: str, day: date) -> Period:
    """The week, month … that holds the day, as the measure has it."""
    for own in scheme.periods.values():
        if own.kind == kind and day in own:
            return own
    return CONTAINING[kind](day)


def between(days: tuple[date, ...], period: Period) -> tuple[date, ...]:
    """Those of the sorted days that lie in the period."""
    return days[bisect_left(days, period.first) : bisect_right(days, period.last)]


@dataclass(frozen=True)
class Pile:
    """The facts of one stream, sorted by the day that they belong to."""

    days: tuple[date, ...]
    facts: tuple[Fact, ...]

    def within(self, period: Period) -> tuple[Fact, ...]:
        """The facts that belong to the period."""
        return self.facts[bisect_left(self.days, period.first) : bisect_right(self.days, period.last)]


EMPTY = Pile((), ())


def belongs_on(scheme: Scheme, fact: Fact, on: str) -> date:
    """The first day of the week, month … that the fact belongs to."""
    if on == "day":
        return fact.on
    return containing(scheme, on, fact.on).first if scheme.periods else first_of(on, fact.on)


def sorting(fact: Fact) -> tuple[object, ...]:
    """An order that does not depend on the order in which facts are handed in."""
    recorded = fact.recorded_on or date.min
    return (
        fact.on,
        fact.ref,
        fact.by,
        fact.text,
        recorded,
        fact.until or date.max,
        sorted(fact.values.items()),
    )


def piles(scheme: Scheme, facts: tuple[Fact, ...]) -> dict[Flow, Pile]:
    """Facts by stream; those that the scheme does not read are left aside."""
    found: dict[Flow, list[Fact]] = {}
    for fact in facts:
        found.setdefault(Flow(fact.kind), []).append(fact)
    made = {}
    for name in scheme.streams.keys() & found.keys():
        on = scheme.streams[name].on
        rows = sorted(found[name], key=sorting)
        made[name] = Pile(tuple(belongs_on(scheme, fact, on) for fact in rows), tuple(rows))
    return made


def source(fact: Fact, amount: Decimal | None = None, remark: str = "") -> Source:
    """The entry behind a line; a remark (late, dropped) follows its text in brackets."""
    text = f"{fact.text}（{remark}）" if remark else fact.text
    return Source(fact.ref, fact.on, text, amount, fact.by)
