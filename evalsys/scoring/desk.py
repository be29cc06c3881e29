"""The desk on which one subject's facts lie sorted while a result is worked out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from evalsys.scoring.facts import Calendar, Dossier, Fact, Span, Subject
from evalsys.scoring.periods import Period, month_of, quarter_of, week_of, year_of
from evalsys.scoring.results import Line, Source
from evalsys.scoring.scheme import Flow, Item, Ref, Scheme
from evalsys.scoring.writing import shown

CONTAINING: Mapping[str, Callable[[date], Period]] = {
    "week": week_of,
    "month": month_of,
    "quarter": quarter_of,
    "year": year_of,
}


@lru_cache(maxsize=64)
def workdays(calendar: Calendar, first: date, last: date) -> tuple[date, ...]:
    """The workdays from first to last. Kept, because everybody of a township shares them."""
    length = (last - first).days + 1
    days = (first + timedelta(days=number) for number in range(length))
    return tuple(day for day in days if calendar.is_workday(day))


def leave_span(fact: Fact) -> Span:
    """The days of a leave; one that nobody closed goes on (and is a problem, see checks)."""
    return Span(fact.on, fact.until)


@lru_cache(maxsize=256)
def each(kind: str, period: Period) -> tuple[Period, ...]:
    """The weeks, months … that belong to the period: those whose first day lies in it."""
    firsts = dict.fromkeys(first_of(kind, day) for day in period.days())
    return tuple(CONTAINING[kind](first) for first in firsts if first in period)


@lru_cache(maxsize=4096)
def first_of(kind: str, day: date) -> date:
    """The first day of the week, month … that holds the day."""
    return CONTAINING[kind](day).first


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


def belongs_on(fact: Fact, on: str) -> date:
    """The first day of the week, month … that the fact belongs to."""
    return fact.on if on == "day" else first_of(on, fact.on)


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
        made[name] = Pile(tuple(belongs_on(fact, on) for fact in rows), tuple(rows))
    return made


@dataclass(frozen=True)
class Desk:
    """One subject, one period, one scheme: where the item kinds find their facts and make their lines."""

    scheme: Scheme
    subject: Subject
    period: Period
    calendar: Calendar
    piles: Mapping[Flow, Pile]
    kinds: Mapping[str, Any]

    def facts(self, stream: Flow, period: Period) -> tuple[Fact, ...]:
        """The stream's facts that belong to the period, in order."""
        return self.piles.get(stream, EMPTY).within(period)

    def workdays(self, period: Period) -> tuple[date, ...]:
        """The period's official workdays."""
        return workdays(self.calendar, period.first, period.last)

    def in_post(self, period: Period) -> tuple[date, ...]:
        """The period's workdays on which the subject was in post."""
        return between(self._in_post, period)

    @cached_property
    def leaves(self) -> tuple[Span, ...]:
        """All leaves, whenever they began: one may reach into the period from before."""
        return tuple(leave_span(fact) for fact in self.piles.get(self.scheme.leave, EMPTY).facts)

    @cached_property
    def _in_post(self) -> tuple[date, ...]:
        """Workdays in post, in the period and in the weeks that cross its borders."""
        first, last = self.period.first - timedelta(days=6), self.period.last + timedelta(days=6)
        return tuple(day for day in workdays(self.calendar, first, last) if self.subject.holds_post_on(day))

    @cached_property
    def _owed(self) -> tuple[date, ...]:
        return tuple(day for day in self._in_post if not any(day in leave for leave in self.leaves))

    def owed(self, period: Period) -> tuple[date, ...]:
        """The days owed in the period: workdays in post and not on leave."""
        return between(self._owed, period)

    def expected(self, kind: str, period: Period) -> list[Period]:
        """The weeks, months … of the period in which something can be expected: those with an owed day."""
        return [part for part in each(kind, period) if self.owed(part)]

    def line(self, ref: Ref, period: Period) -> Line:
        """Work out one item for one period, within the item's own cap and floor."""
        item = self.scheme.items[ref]
        line: Line = self.kinds[item.kind].run(item, item.how, period, self)
        return self._limited(item, line)

    def _limited(self, item: Item, line: Line) -> Line:
        if line.amount is None:
            return line
        if item.cap is not None and line.amount > item.cap:
            return self._held(line, item.cap, "最高")
        if item.floor is not None and line.amount < item.floor:
            return self._held(line, item.floor, "最低")
        return line

    def _held(self, line: Line, limit: Decimal, word: str) -> Line:
        held = self.scheme.rounding.settle(limit)
        return replace(line, amount=held, arithmetic=f"{line.arithmetic}，{word} {shown(held)}")

    def settled(self, item: Item, period: Period, amount: Decimal, working: str, **rest: Any) -> Line:
        """A line whose amount is settled now, with the settled amount behind its working."""
        final = self.scheme.rounding.settle(amount)
        written = f"{working} = {shown(final)}"
        return Line(item.id, period.code, item.clause, item.title, final, written, **rest)

    def counted(self, item: Item, period: Period, number: int, working: str, **rest: Any) -> Line:
        """A line that is a count: whole, so there is nothing to settle."""
        return Line(item.id, period.code, item.clause, item.title, Decimal(number), working, **rest)

    def none(self, item: Item, period: Period, why: str, **rest: Any) -> Line:
        """A line without a result, which is not zero."""
        return Line(item.id, period.code, item.clause, item.title, None, "", why, **rest)


def source(fact: Fact, amount: Decimal | None = None, remark: str = "") -> Source:
    """The entry behind a line; a remark (late, dropped) follows its text in brackets."""
    text = f"{fact.text}（{remark}）" if remark else fact.text
    return Source(fact.ref, fact.on, text, amount, fact.by)


def desk_for(scheme: Scheme, dossier: Dossier, period: Period, calendar: Calendar, kinds: Mapping[str, Any]) -> Desk:
    """Lay the dossier out for one period."""
    return Desk(scheme, dossier.subject, period, calendar, piles(scheme, dossier.facts), kinds)
