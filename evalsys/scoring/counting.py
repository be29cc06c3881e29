"""The item kind that counts events: so many points for each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evalsys.scoring.desk import Desk, source
from evalsys.scoring.numbers import plain
from evalsys.scoring.periods import Period
from evalsys.scoring.results import Line
from evalsys.scoring.scheme import Flow, Item


@dataclass(frozen=True)
class Count:
    """`count`: the events of a stream in the period, `points` for each; no event is zero, not none."""

    stream: Flow
    points: Decimal


def count(item: Item, how: Count, period: Period, desk: Desk) -> Line:
    """Events times points."""
    events = desk.facts(how.stream, period)
    sources = tuple(source(fact, how.points) for fact in events)
    working = f"{len(events)} 次 × {plain(how.points)} 分"
    return desk.settled(item, period, len(events) * how.points, working, sources=sources)
