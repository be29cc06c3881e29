"""What a paper says of somebody's places of work in a period: arrived, left, moved to another village."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from evalsys.scoring.periods import Period
from evalsys.scoring.writing import full_day


@dataclass(frozen=True)
class Stay:
    """A post in one place, from when until when; without a day it reaches beyond every period."""

    place: str
    first: date
    last: date


def within(stays: Sequence[Stay], period: Period) -> list[Stay]:
    """Those that share a day with the period, the first one first."""
    held = [stay for stay in stays if stay.first <= period.last and stay.last >= period.first]
    return sorted(held, key=lambda stay: stay.first)


def told(stays: Sequence[Stay], period: Period) -> Iterator[str]:
    """What is worth saying of the stays; nothing of somebody who was in one place all the time."""
    held = within(stays, period)
    if not held:
        return
    if held[0].first > period.first:
        yield f"{full_day(held[0].first)}到任"
    if len({stay.place for stay in held}) > 1:
        yield f"本期任职村有变动：{'；'.join(one(stay, period) for stay in held)}"
    last = max(stay.last for stay in held)
    if last < period.last:
        yield f"{full_day(last)}离任"


def one(stay: Stay, period: Period) -> str:
    """One place with the days there, as far as they lie in the period."""
    first = full_day(max(stay.first, period.first))
    return f"{stay.place}，{first}起" if stay.last >= period.last else f"{stay.place}，{first}至{full_day(stay.last)}"
