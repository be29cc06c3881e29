"""Item kinds that weigh parts or go over the periods within a period."""

from __future__ import annotations

from dataclasses import dataclass

from evalsys.scoring.combining import without
from evalsys.scoring.desk import Desk
from evalsys.scoring.numbers import HUNDRED, ZERO, plain
from evalsys.scoring.periods import Period
from evalsys.scoring.results import Line
from evalsys.scoring.scheme import Item, Weight
from evalsys.scoring.terms import PeriodKind, Ref
from evalsys.scoring.writing import added, mean_of, percent, shown, sum_of


@dataclass(frozen=True)
class Weighted:
    """`weighted`: parts with shares that make 100%; `missing` as in a total."""

    weight: tuple[Weight, ...]
    missing: str


@dataclass(frozen=True)
class PeriodMean:
    """`period-mean`: the mean of another item over the weeks, months … of the period.

    `missing` says what one without a result does: "skip" leaves it out, "zero" counts it, "block" leaves none.
    """

    of: Ref
    each: PeriodKind
    missing: str = "skip"


@dataclass(frozen=True)
class PeriodSum:
    """`period-sum`: another item worked out for each week, month … of the period, and added."""

    of: Ref
    each: PeriodKind


def weighted(item: Item, how: Weighted, period: Period, desk: Desk) -> Line:
    """The parts by their shares; what one without a result does is the scheme's `missing`."""
    pairs = [(weight, desk.line(weight.item, period)) for weight in how.weight]
    parts = tuple(part for _, part in pairs)
    there = [(weight, part.amount) for weight, part in pairs if part.amount is not None]
    if not there or (how.missing == "block" and len(there) < len(pairs)):
        return without(item, period, desk, parts)
    whole = sum_of(weight.share for weight, _ in there) if how.missing == "reweight" else HUNDRED
    notes = tuple(f"{part.title}无结果：{part.why_none}" for part in parts if part.amount is None)
    by = "" if whole == HUNDRED else f" ÷ {plain(whole)}%"
    return desk.settled(
        item,
        period,
        sum_of(amount * weight.share for weight, amount in there) / whole,
        lambda: "(" + added(f"{shown(amount)} × {percent(weight.share)}" for weight, amount in there) + f"){by}",
        parts=parts,
        notes=notes,
    )


def period_mean(item: Item, how: PeriodMean, period: Period, desk: Desk) -> Line:
    """The mean over the periods that have a result; the others are shown with their reason."""
    parts = tuple(desk.line(how.of, part) for part in desk.each(how.each, period))
    amounts = [part.amount for part in parts if part.amount is not None]
    if how.missing == "zero":
        amounts = [ZERO if part.amount is None else part.amount for part in parts]
    if not amounts or (how.missing == "block" and len(amounts) < len(parts)):
        return without(item, period, desk, parts)
    mean = sum(amounts, ZERO) / len(amounts)
    return desk.settled(item, period, mean, lambda: mean_of([shown(amount) for amount in amounts]), parts=parts)


def period_sum(item: Item, how: PeriodSum, period: Period, desk: Desk) -> Line:
    """The sum over the periods; one without a result adds nothing and is shown with its reason."""
    parts = tuple(desk.line(how.of, part) for part in desk.each(how.each, period))
    amounts = [part.amount for part in parts if part.amount is not None]
    if not amounts:
        return without(item, period, desk, parts)
    return desk.settled(
        item, period, sum_of(amounts), lambda: added(shown(amount) for amount in amounts), parts=parts
    )
