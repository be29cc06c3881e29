"""Item kinds that are made of other items: a ratio, a share, a sum, the mean over the months."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evalsys.scoring.desk import Desk, each
from evalsys.scoring.numbers import HUNDRED, ZERO, plain
from evalsys.scoring.periods import Period
from evalsys.scoring.results import Line
from evalsys.scoring.scheme import Item, Percent, PeriodKind, Ref
from evalsys.scoring.writing import added, mean_of, percent, shown, sum_of


@dataclass(frozen=True)
class Ratio:
    """`ratio`: scale × of ÷ by; nothing to divide by gives none."""

    of: Ref
    by: Ref
    scale: Decimal


@dataclass(frozen=True)
class Share:
    """`share`: a percentage of another item, settled as a line of its own."""

    of: Ref
    percent: Percent


@dataclass(frozen=True)
class Sum:
    """`sum`: the parts added; one part that is none makes the sum none."""

    of: tuple[Ref, ...]


@dataclass(frozen=True)
class PeriodMean:
    """`period-mean`: the mean of another item over the weeks, months … that have a result."""

    of: Ref
    each: PeriodKind


def ratio(item: Item, how: Ratio, period: Period, desk: Desk) -> Line:
    """What was done out of what was owed."""
    owed, done = desk.line(how.by, period), desk.line(how.of, period)
    parts = (owed, done)
    if not owed.amount or done.amount is None:
        return desk.none(item, period, f"{period.title}的{owed.title}为零，无从计算", parts=parts)
    working = f"{plain(how.scale)} × {plain(done.amount)} ÷ {plain(owed.amount)}"
    return desk.settled(item, period, how.scale * done.amount / owed.amount, working, parts=parts)


def share(item: Item, how: Share, period: Period, desk: Desk) -> Line:
    """A percentage of the other item's settled amount."""
    part = desk.line(how.of, period)
    if part.amount is None:
        return desk.none(item, period, part.why_none, parts=(part,))
    working = f"{shown(part.amount)} × {percent(how.percent)}"
    return desk.settled(item, period, part.amount * how.percent / HUNDRED, working, parts=(part,))


def total(item: Item, how: Sum, period: Period, desk: Desk) -> Line:
    """The parts' settled amounts, added."""
    parts = tuple(desk.line(ref, period) for ref in how.of)
    amounts = [part.amount for part in parts if part.amount is not None]
    if len(amounts) < len(parts):
        reasons = dict.fromkeys(part.why_none for part in parts if part.amount is None)
        return desk.none(item, period, "；".join(reasons), parts=parts)
    working = added(shown(amount) for amount in amounts)
    return desk.settled(item, period, sum_of(amounts), working, parts=parts)


def period_mean(item: Item, how: PeriodMean, period: Period, desk: Desk) -> Line:
    """The mean over the periods that have a result; the others are shown with their reason."""
    parts = tuple(desk.line(how.of, part) for part in each(how.each, period))
    amounts = [part.amount for part in parts if part.amount is not None]
    if not amounts:
        reasons = dict.fromkeys(part.why_none for part in parts)
        return desk.none(item, period, "；".join(reasons), parts=parts)
    working = mean_of([shown(amount) for amount in amounts])
    return desk.settled(item, period, sum(amounts, ZERO) / len(amounts), working, parts=parts)
