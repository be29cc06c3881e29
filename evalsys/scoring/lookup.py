"""Item kinds that look an amount up: by tiers, by steps, by the grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from evalsys.scoring.desk import Desk
from evalsys.scoring.events import no_figure
from evalsys.scoring.numbers import HUNDRED, ZERO, plain, snap
from evalsys.scoring.periods import Period
from evalsys.scoring.quantities import Amount
from evalsys.scoring.results import Line
from evalsys.scoring.scheme import Item
from evalsys.scoring.terms import Ref
from evalsys.scoring.tiering import Tier, partly, tier_amount
from evalsys.scoring.writing import added, percent, shown, sum_of


@dataclass(frozen=True)
class Tiers:
    """`tiers`: what another item's tier gives: a fixed amount, or a rate.

    `by` "whole" takes the rate of the whole number, "slice" takes each slice at its own rate. `outside` is what
    holds where the measure has no tier; without it there is no result there.
    """

    of: Ref
    tier: tuple[Tier, ...]
    by: str = "whole"
    outside: Decimal | None = None


@dataclass(frozen=True)
class Steps:
    """`steps`: `points` for each full `every` by which another item lies above or below `beyond`.

    `part` says what part of a step counts: none ("whole"), its share ("linear"), or as a whole one ("up").
    """

    of: Ref
    every: Decimal
    points: Amount
    beyond: Decimal = ZERO
    side: str = "above"
    part: str = "whole"


@dataclass(frozen=True)
class ByGrade:
    """`by-grade`: what the grade gives; for what stands beside the score only. No grade: none, or `ungraded`."""

    amounts: Mapping[str, Decimal]
    ungraded: Decimal | None = None


def tiers(item: Item, how: Tiers, period: Period, desk: Desk) -> Line:
    """The tier that holds the number."""
    part = desk.line(how.of, period)
    if part.amount is None:
        return desk.none(item, period, part.why_none, parts=(part,))
    number = snap(part.amount)
    if how.by == "slice":
        return desk.settled(
            item, period, sliced(how.tier, number), lambda: slices_text(how.tier, number), parts=(part,)
        )
    found = tier_amount(how.tier, number)
    if found is None:
        found = how.outside
    if found is None:
        return desk.none(item, period, f"{part.title} {shown(number)} 不在办法规定的任何一档", parts=(part,))
    amount = found
    return desk.settled(item, period, amount, lambda: tier_text(how.tier, number), parts=(part,))


def tier_text(found: tuple[Tier, ...], number: Decimal) -> str:
    """Which tier holds the number, in words."""
    tier = next((tier for tier in found if tier.numbers.holds(number)), None)
    if tier is None:
        return f"{shown(number)} 不在各档之内，按规定"
    by = f"，{shown(number)} × {percent(tier.rate)}" if tier.rate is not None else ""
    return f"{shown(number)} 属“{tier.numbers.text}”一档{by}"


def slices(found: tuple[Tier, ...], number: Decimal) -> list[tuple[Decimal, Decimal]]:
    """How much of the number lies in each tier, with the tier's rate."""
    cut: list[tuple[Decimal, Decimal]] = []
    for tier in found:
        low = tier.numbers.low or ZERO
        high = number if tier.numbers.high is None else min(number, tier.numbers.high)
        if high > low and tier.rate is not None:
            cut.append((high - low, tier.rate))
    return cut


def sliced(found: tuple[Tier, ...], number: Decimal) -> Decimal:
    """Each slice at its own rate, added."""
    return sum_of(width * rate / HUNDRED for width, rate in slices(found, number))


def slices_text(found: tuple[Tier, ...], number: Decimal) -> str:
    """The slices written out."""
    return added(f"{shown(width)} × {percent(rate)}" for width, rate in slices(found, number)) or "0"


def steps(item: Item, how: Steps, period: Period, desk: Desk) -> Line:
    """So many points for each step beyond the mark; short of it none."""
    part, points = desk.line(how.of, period), desk.number(how.points, period)
    if points is None:
        return no_figure(item, period, desk)
    if part.amount is None:
        return desk.none(item, period, part.why_none, parts=(part,))
    number = snap(part.amount)
    over = max(ZERO, number - how.beyond if how.side == "above" else how.beyond - number)
    units = partly(snap(over / how.every), how.part)
    beyond = f"{'超出' if how.side == 'above' else '低于'} {plain(how.beyond)} 的 " if how.beyond else ""
    return desk.settled(
        item,
        period,
        units * points,
        lambda: f"{beyond}{shown(over)}，每 {plain(how.every)} 一个：{plain(units)} × {plain(points)}",
        parts=(part,),
    )


def by_grade(item: Item, how: ByGrade, period: Period, desk: Desk) -> Line:
    """What the grade gives, once it stands."""
    grade = desk.outcome.grade if desk.outcome else None
    found = how.ungraded if grade is None else how.amounts.get(grade)
    if found is None:
        return desk.none(item, period, f"办法没有规定等次“{grade}”" if grade else "没有等次")
    return desk.settled(item, period, found, lambda: f"{grade or '没有等次'}：{plain(found)}")
