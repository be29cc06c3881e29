"""Caps on dated amounts, at each level from the single event up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

from evalsys.scoring.desk import Desk
from evalsys.scoring.numbers import ZERO, plain
from evalsys.scoring.piles import containing
from evalsys.scoring.writing import sum_of

LEVELS = ("event", "day", "week", "month", "two-month", "quarter", "half-year", "year")
"""Where a cap may hold, the shorter first."""

CAPS = {
    "event": "每次",
    "day": "每日",
    "week": "每周",
    "month": "每月",
    "two-month": "每两月",
    "quarter": "每季度",
    "half-year": "每半年",
    "year": "每年",
}


def start_of(kind: str, day: date, desk: Desk) -> date:
    """The first day of the day, week, month … that holds the day."""
    return day if kind == "day" else containing(desk.scheme, kind, day).first


def under_caps(found: Iterable[tuple[date, Decimal]], caps: Mapping[str, Decimal], desk: Desk) -> tuple[Decimal, str]:
    """The sum of dated amounts with each level's cap, the shorter level first, and the words for it."""
    rows = list(found)
    if not caps:
        return sum_of(amount for _, amount in rows), ""
    before = sum_of(amount for _, amount in rows)
    for level in (level for level in LEVELS if level in caps):
        hold = holder(caps[level])
        if level == "event":
            rows = [(on, hold(amount)) for on, amount in rows]
            continue
        sums: dict[date, Decimal] = {}
        for on, amount in rows:
            start = start_of(level, on, desk)
            sums[start] = sums.get(start, ZERO) + amount
        rows = [(start, hold(amount)) for start, amount in sums.items()]
    after = sum_of(amount for _, amount in rows)
    if after == before:
        return after, ""
    limits = "、".join(f"{CAPS[level]}最多 {plain(caps[level])}" for level in LEVELS if level in caps)
    return after, f"，合 {plain(before)}，{limits}"


def holder(cap: Decimal) -> Callable[[Decimal], Decimal]:
    """A positive cap holds from above, a negative one from below."""
    return (lambda amount: min(amount, cap)) if cap >= 0 else (lambda amount: max(amount, cap))
