"""Item kinds that are made of other items: sums, shares, products, means, the smaller and the larger of several."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from math import prod

from evalsys.scoring.desk import Desk
from evalsys.scoring.events import no_figure
from evalsys.scoring.numbers import HUNDRED, ZERO, plain
from evalsys.scoring.periods import Period
from evalsys.scoring.quantities import Amount
from evalsys.scoring.results import Line
from evalsys.scoring.scheme import Item
from evalsys.scoring.terms import Percent, Ref
from evalsys.scoring.writing import added, percent, shown, sum_of


@dataclass(frozen=True)
class Constant:
    """`constant`: a figure of the measure, which may differ by role or from a date on."""

    amount: Amount


@dataclass(frozen=True)
class Ratio:
    """`ratio`: scale × of ÷ by; nothing to divide by gives none."""

    of: Ref
    by: Ref
    scale: Decimal


@dataclass(frozen=True)
class Share:
    """`share`: a percentage of another item, as a line of its own."""

    of: Ref
    percent: Percent


@dataclass(frozen=True)
class Sum:
    """`sum`: a base and the parts added; `missing` says what a part that is none does: "block" or "zero".

    `plus_cap` holds the parts above zero together, `minus_cap` (a negative number) those below.
    """

    of: tuple[Ref, ...]
    base: Decimal = ZERO
    missing: str = "block"
    plus_cap: Decimal | None = None
    minus_cap: Decimal | None = None


@dataclass(frozen=True)
class Product:
    """`product`: the items multiplied, such as a coefficient and an amount."""

    of: tuple[Ref, ...]


@dataclass(frozen=True)
class Difference:
    """`difference`: one item less another."""

    of: Ref
    less: Ref


@dataclass(frozen=True)
class Smallest:
    """`smallest`: the smallest of the items; `missing` says whether one that is none leaves it none or is skipped."""

    of: tuple[Ref, ...]
    missing: str = "block"


@dataclass(frozen=True)
class Largest:
    """`largest`: the largest of the items; `missing` as in the smallest."""

    of: tuple[Ref, ...]
    missing: str = "block"


def constant(item: Item, how: Constant, period: Period, desk: Desk) -> Line:
    """The figure for this role and day."""
    amount = desk.number(how.amount, period)
    if amount is None:
        return no_figure(item, period, desk)
    return desk.settled(item, period, amount, lambda: plain(amount))


def ratio(item: Item, how: Ratio, period: Period, desk: Desk) -> Line:
    """What was done out of what was owed."""
    below, above = desk.line(how.by, period), desk.line(how.of, period)
    parts = (below, above)
    if not below.amount or above.amount is None:
        why = above.why_none or below.why_none or f"{period.title}的{below.title}为零，无从计算"
        return desk.none(item, period, why, parts=parts)
    done, owed = above.amount, below.amount
    return desk.settled(
        item,
        period,
        how.scale * done / owed,
        lambda: f"{plain(how.scale)} × {shown_plain(done)} ÷ {shown_plain(owed)}",
        parts=parts,
    )


def shown_plain(amount: Decimal) -> str:
    """A count or a number without the zeros behind the point."""
    return shown(Decimal(plain(amount)))


def share(item: Item, how: Share, period: Period, desk: Desk) -> Line:
    """A percentage of the other item's amount."""
    part = desk.line(how.of, period)
    if part.amount is None:
        return desk.none(item, period, part.why_none, parts=(part,))
    whole = part.amount
    return desk.settled(
        item, period, whole * how.percent / HUNDRED, lambda: f"{shown(whole)} × {percent(how.percent)}", parts=(part,)
    )


def all_of(
    item: Item,
    refs: tuple[Ref, ...],
    period: Period,
    desk: Desk,
    make: Callable[[list[Decimal]], Decimal],
    write: Callable[[list[Decimal]], str],
    missing: str = "block",
) -> Line:
    """An amount made of all parts; one that is none leaves it none, for the same reason, unless it is skipped."""
    parts = tuple(desk.line(ref, period) for ref in refs)
    amounts = [part.amount for part in parts if part.amount is not None]
    if not amounts or (missing == "block" and len(amounts) < len(parts)):
        return without(item, period, desk, parts)
    return desk.settled(item, period, make(amounts), lambda: write(amounts), parts=parts)


def without(item: Item, period: Period, desk: Desk, parts: tuple[Line, ...]) -> Line:
    """None, for the reasons of the parts that are."""
    reasons = dict.fromkeys(part.why_none for part in parts if part.amount is None)
    return desk.none(item, period, "；".join(reasons), parts=parts)


def total(item: Item, how: Sum, period: Period, desk: Desk) -> Line:
    """The parts' amounts, added to the base; those above and below zero held apart where the measure does."""
    parts = tuple(desk.line(ref, period) for ref in how.of)
    amounts = [part.amount for part in parts if part.amount is not None]
    if len(amounts) < len(parts) and how.missing == "block":
        return without(item, period, desk, parts)
    gains, losses = (sum_of(a for a in amounts if a > 0), sum_of(a for a in amounts if a < 0))
    plus = gains if how.plus_cap is None else min(gains, how.plus_cap)
    minus = losses if how.minus_cap is None else max(losses, how.minus_cap)
    notes = tuple(f"{part.title}无结果，计 0：{part.why_none}" for part in parts if part.amount is None)
    return desk.settled(
        item,
        period,
        how.base + plus + minus,
        lambda: sum_working(how, amounts, (gains, plus), (losses, minus)),
        parts=parts,
        notes=notes,
    )


def sum_working(
    how: Sum, amounts: list[Decimal], gains: tuple[Decimal, Decimal], losses: tuple[Decimal, Decimal]
) -> str:
    """The sum written out, with what the caps on gains and losses left of them."""
    base = [plain(how.base)] if how.base else []
    working = added([*base, *(shown(amount) for amount in amounts)]) or "0"
    if gains[0] != gains[1]:
        working += f"，加分合计 {shown(gains[0])} 最多计 {shown(gains[1])}"
    if losses[0] != losses[1]:
        working += f"，扣分合计 {shown(losses[0])} 最多计 {shown(losses[1])}"
    return working


def multiplied(amounts: list[Decimal]) -> Decimal:
    """The product."""
    return Decimal(prod(amounts))


def product(item: Item, how: Product, period: Period, desk: Desk) -> Line:
    """The parts multiplied."""
    return all_of(
        item, how.of, period, desk, multiplied, lambda amounts: " × ".join(shown(amount) for amount in amounts)
    )


def difference(item: Item, how: Difference, period: Period, desk: Desk) -> Line:
    """One less the other; it may be below zero."""
    refs = (how.of, how.less)
    return all_of(
        item, refs, period, desk, lambda two: two[0] - two[1], lambda two: f"{shown(two[0])} - {shown(two[1])}"
    )


def smallest(item: Item, how: Smallest, period: Period, desk: Desk) -> Line:
    """The smallest of the parts."""
    return all_of(
        item, how.of, period, desk, min, lambda amounts: f"{'、'.join(map(shown, amounts))} 中最小的", how.missing
    )


def largest(item: Item, how: Largest, period: Period, desk: Desk) -> Line:
    """The largest of the parts."""
    return all_of(
        item, how.of, period, desk, max, lambda amounts: f"{'、'.join(map(shown, amounts))} 中最大的", how.missing
    )
