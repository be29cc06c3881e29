"""The desk on which one subject's facts lie sorted while a result is worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from evalsys.scoring.facts import Calendar, Dossier, Fact, Span, Subject
from evalsys.scoring.numbers import plain, settle, snap
from evalsys.scoring.periods import Period
from evalsys.scoring.piles import EMPTY, Pile, all_days, between, each, leave_span, piles, workdays
from evalsys.scoring.quantities import Amount
from evalsys.scoring.results import Line, Source
from evalsys.scoring.scheme import Item, Scheme
from evalsys.scoring.terms import SCORE, Condition, Flow, Ref
from evalsys.scoring.writing import shown


class Finding(NamedTuple):
    """Whether a condition holds, and the numbers that say so."""

    holds: bool
    says: str


class Standing(NamedTuple):
    """What is known once the score stands: it and the grade, for what follows from them."""

    score: Decimal | None
    grade: str | None


@dataclass(frozen=True)
class Engine:
    """What the desk works with: the item kinds, and the judge of conditions."""

    kinds: Mapping[str, Any]
    judge: Callable[[Condition, Period, Desk], Finding]


@dataclass(frozen=True)
class Desk:
    """One subject, one period, one scheme: where the item kinds find their facts and make their lines.

    Without `explain` lines carry amounts alone: for what only looks at scores.
    """

    scheme: Scheme
    subject: Subject
    period: Period
    calendar: Calendar
    piles: Mapping[Flow, Pile]
    engine: Engine
    explain: bool = True
    outcome: Standing | None = None
    lines: dict[tuple[Ref, str], Line] = field(default_factory=dict)

    def facts(self, stream: Flow, period: Period) -> tuple[Fact, ...]:
        """The stream's facts that belong to the period, in order."""
        return self.piles.get(stream, EMPTY).within(period)

    def all_facts(self, stream: Flow) -> tuple[Fact, ...]:
        """The stream's facts of any time, in order."""
        return self.piles.get(stream, EMPTY).facts

    def title(self, stream: Flow) -> str:
        """What the measure calls the stream."""
        return self.scheme.streams[stream].title

    def number(self, amount: Amount, period: Period) -> Decimal | None:
        """A figure for this subject's role on the period's last day; None where the measure names none."""
        if amount.number is not None:
            return amount.number
        return amount.on(period.rule_date, self.subject.role)

    def each(self, kind: str, period: Period) -> tuple[Period, ...]:
        """The weeks, months … that belong to the period, with those that the measure cuts itself."""
        calendars = each(kind, period)
        own = [part for part in self.scheme.periods.values() if part.kind == kind]
        if not own:
            return calendars
        free = [part for part in calendars if not any(part.first <= o.last and o.first <= part.last for o in own)]
        return tuple(sorted([*free, *(part for part in own if part.first in period)]))

    def workdays(self, period: Period) -> tuple[date, ...]:
        """The period's days that count: its official workdays, or every day where the measure says so."""
        return self._days(period.first, period.last)

    def _days(self, first: date, last: date) -> tuple[date, ...]:
        return all_days(first, last) if self.scheme.days == "all" else workdays(self.calendar, first, last)

    def in_post(self, period: Period) -> tuple[date, ...]:
        """Those of the period's days that count on which the subject was in post."""
        if period.first in self._widest and period.last in self._widest:
            return between(self._in_post, period)
        return tuple(day for day in self.workdays(period) if self.subject.holds_post_on(day))

    @cached_property
    def leaves(self) -> tuple[Span, ...]:
        """All leaves, whenever they began: one may reach into the period from before."""
        return tuple(leave_span(fact) for fact in self.piles.get(self.scheme.leave, EMPTY).facts)

    @cached_property
    def _widest(self) -> Span:
        """The period with the weeks that cross its borders."""
        return Span(self.period.first - timedelta(days=6), self.period.last + timedelta(days=6))

    @cached_property
    def _in_post(self) -> tuple[date, ...]:
        days = self._days(self._widest.first, self.period.last + timedelta(days=6))
        return tuple(day for day in days if self.subject.holds_post_on(day))

    @cached_property
    def _owed(self) -> tuple[date, ...]:
        return self._off_leave(self._in_post)

    def _off_leave(self, days: tuple[date, ...]) -> tuple[date, ...]:
        return tuple(day for day in days if not any(day in leave for leave in self.leaves))

    def owed(self, period: Period) -> tuple[date, ...]:
        """The days owed in the period: those that count, in post and not on leave."""
        if self.period.first <= period.first and period.last <= self.period.last:
            return between(self._owed, period)
        return self._off_leave(self.in_post(period))

    def expected(self, kind: str, period: Period) -> list[Period]:
        """The weeks, months … of the period in which something can be expected: those with an owed day."""
        return [part for part in self.each(kind, period) if self.owed(part)]

    def judge(self, condition: Condition, period: Period) -> Finding:
        """Does the condition hold?"""
        return self.engine.judge(condition, period, self)

    def line(self, ref: Ref, period: Period) -> Line:
        """Work out one item for one period, within the item's own cap and floor; each is worked out once."""
        key = ref, period.code
        found = self.lines.get(key)
        if found is None:
            found = self.lines[key] = self._score_line(period) if ref == SCORE else self._worked_out(ref, period)
        return found

    def _score_line(self, period: Period) -> Line:
        score = self.outcome.score if self.outcome else None
        why = "" if score is not None else "没有得分"
        return Line(SCORE, period.code, "", "得分", score, "" if score is None else shown(score), why)

    def _worked_out(self, ref: Ref, period: Period) -> Line:
        item = self.scheme.items[ref]
        if item.when is not None:
            finding = self.judge(item.when, period)
            if not finding.holds:
                return self.settled(item, period, item.otherwise, lambda: f"条件不成立（{finding.says}）")
        line: Line = self.engine.kinds[item.kind].run(item, item.how, period, self)
        return line if line.amount is None else self._limited(item, line, line.amount, period)

    def _limited(self, item: Item, line: Line, amount: Decimal, period: Period) -> Line:
        if item.cap is not None:
            cap = self.number(item.cap, period)
            if cap is not None and amount > cap:
                return self._held(item, line, cap, "最高")
        if item.floor is not None:
            floor = self.number(item.floor, period)
            if floor is not None and amount < floor:
                return self._held(item, line, floor, "最低")
        if item.full is not None and amount > item.full:
            note = f"{item.title} {shown(amount)} 分，超过满分 {plain(item.full)} 分；办法没有规定上限，照计"
            return replace(line, notes=(*line.notes, note))
        return line

    def _held(self, item: Item, line: Line, limit: Decimal, word: str) -> Line:
        held = self.final(item, limit)
        return replace(line, amount=held, arithmetic=f"{line.arithmetic}，{word} {shown(held)}")

    def final(self, item: Item, amount: Decimal) -> Decimal:
        """The item's amount as it is carried on: settled, or exact where only totals are settled."""
        if item.unit is not None:
            return settle(amount, item.unit, item.mode)
        rounding = self.scheme.rounding
        return rounding.settle(amount) if rounding.stage == "line" else snap(amount)

    def settled(
        self,
        item: Item,
        period: Period,
        amount: Decimal,
        working: Callable[[], str],
        sources: Callable[[], tuple[Source, ...]] = tuple,
        **rest: Any,
    ) -> Line:
        """A line whose amount is settled now, with the settled amount behind its working."""
        final = self.final(item, amount)
        if not self.explain:
            return Line(item.id, period.code, item.clause, item.title, final, **rest)
        written = f"{working()} = {shown(final)}"
        return Line(item.id, period.code, item.clause, item.title, final, written, sources=sources(), **rest)

    def counted(self, item: Item, period: Period, number: int, working: str, **rest: Any) -> Line:
        """A line that is a count: whole, so there is nothing to settle."""
        return Line(item.id, period.code, item.clause, item.title, Decimal(number), working, **rest)

    def none(self, item: Item, period: Period, why: str, **rest: Any) -> Line:
        """A line without a result, which is not zero."""
        return Line(item.id, period.code, item.clause, item.title, None, "", why, **rest)


def desk_for(
    scheme: Scheme, dossier: Dossier, period: Period, calendar: Calendar, engine: Engine, explain: bool = True
) -> Desk:
    """Lay the dossier out for one period."""
    return Desk(scheme, dossier.subject, period, calendar, piles(scheme, dossier.facts), engine, explain)
