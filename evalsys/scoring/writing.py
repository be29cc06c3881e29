"""How lines write their arithmetic and dates: the same signs everywhere, short enough to check by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from evalsys.scoring.numbers import ZERO, plain


def shown(amount: Decimal) -> str:
    """A settled amount with the digits that it was settled to."""
    return format(amount, "f")


def added(terms: Iterable[str]) -> str:
    """Terms joined by plus; a negative term is subtracted."""
    text = " + ".join(terms)
    return text.replace("+ -", "- ")


def mean_of(terms: list[str]) -> str:
    """A mean, written out."""
    inside = f"({added(terms)})" if len(terms) > 1 else terms[0]
    return f"{inside} ÷ {len(terms)}"


def percent(share: Decimal) -> str:
    """A share as the measure writes it."""
    return f"{plain(share)}%"


def day_text(day: date) -> str:
    """A day within a period whose year is known."""
    return f"{day.month}月{day.day}日"


def full_day(day: date) -> str:
    """A day with its year."""
    return f"{day.year}年{day.month}月{day.day}日"


def days_text(days: Iterable[date]) -> str:
    """Days in a list."""
    return "、".join(day_text(day) for day in days)


def sum_of(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum; nothing adds up to zero."""
    return sum(amounts, ZERO)
