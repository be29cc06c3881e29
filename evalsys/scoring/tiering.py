"""Tiers of numbers and steps of quantities."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from evalsys.scoring.quantities import Interval
from evalsys.scoring.terms import Percent


@dataclass(frozen=True)
class Tier:
    """Numbers in an interval and what they give: an amount, or a rate of the number."""

    numbers: Interval
    amount: Decimal | None = None
    rate: Percent | None = None


def partly(units: Decimal, part: str) -> Decimal:
    """What part of a unit counts: none ("whole"), its share ("linear"), or as a whole one ("up")."""
    if part == "linear":
        return units
    return units.to_integral_value(rounding=ROUND_CEILING if part == "up" else ROUND_FLOOR)


def tier_amount(tiers: tuple[Tier, ...], number: Decimal) -> Decimal | None:
    """What the number's tier gives; None outside all of them."""
    for tier in tiers:
        if tier.numbers.holds(number):
            return tier.amount if tier.rate is None else number * tier.rate / 100
    return None
