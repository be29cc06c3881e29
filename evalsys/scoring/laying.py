"""A group's records laid out once, so that measures can be tried on them again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from evalsys.scoring.desk import Desk, desk_for
from evalsys.scoring.facts import Calendar, Dossier
from evalsys.scoring.items import ENGINE
from evalsys.scoring.numbers import ZERO
from evalsys.scoring.periods import Period
from evalsys.scoring.scheme import Limits, Scheme
from evalsys.scoring.terms import Flow

CHUNK = 4000

Full = list[Decimal]


@dataclass(frozen=True)
class Column:
    """One amount for each person; those in `gaps` have none, and a zero stands in their place.

    `low` and `high` are the smallest and the largest amount where they are known.
    """

    amounts: Full
    gaps: frozenset[int] = frozenset()
    low: Decimal | None = None
    high: Decimal | None = None

    def over(self, make: Callable[[Full], Full]) -> Column:
        """The column with its amounts worked on."""
        return Column(make(self.amounts), self.gaps)

    def with_gaps(self) -> list[Decimal | None]:
        """The amounts, none where there is none."""
        if not self.gaps:
            return list(self.amounts)
        return [None if n in self.gaps else amount for n, amount in enumerate(self.amounts)]


@dataclass
class Layout:
    """A group's records of one period, laid out by stream for all measures that are tried on them."""

    dossiers: Sequence[Dossier]
    period: Period
    calendar: Calendar
    counts: dict[tuple[Flow, str], list[int]] = field(default_factory=dict)
    sums: dict[tuple[Flow, str, str, Limits | None], Column] = field(default_factory=dict)
    desks: dict[str, list[Desk]] = field(default_factory=dict)
    parts: list[Layout] = field(default_factory=list)

    def chunks(self) -> list[Layout]:
        """The layout in pieces whose columns stay in the processor's cache; the same pieces every time."""
        if not self.parts:
            starts = range(0, len(self.dossiers), CHUNK)
            self.parts = [replace(self, dossiers=self.dossiers[start : start + CHUNK], **fresh()) for start in starts]
        return self.parts

    def rows(self, scheme: Scheme) -> list[Desk]:
        """Everybody's desk for that measure."""
        if scheme.digest not in self.desks:
            made = [desk_for(scheme, one, self.period, self.calendar, ENGINE, False) for one in self.dossiers]
            self.desks[scheme.digest] = made
        return self.desks[scheme.digest]

    def number_of(self, scheme: Scheme, stream: Flow) -> list[int]:
        """How many records of the stream each person has in the period."""
        key = stream, scheme.streams[stream].on
        if key not in self.counts:
            self.counts[key] = [len(desk.facts(stream, self.period)) for desk in self.rows(scheme)]
        return self.counts[key]

    def sum_of(self, scheme: Scheme, stream: Flow, value: str) -> Column:
        """The sum of a value over each person's records that lie within the stream's limits."""
        limits = scheme.streams[stream].values.get(value)
        key = stream, scheme.streams[stream].on, value, limits
        if key not in self.sums:
            found = [sum(allowed(desk, stream, value, limits), ZERO) for desk in self.rows(scheme)]
            self.sums[key] = Column(found, low=min(found, default=ZERO), high=max(found, default=ZERO))
        return self.sums[key]


def fresh() -> dict[str, Any]:
    """An empty memory for a piece of a layout."""
    return {"counts": {}, "sums": {}, "desks": {}, "parts": []}


def allowed(desk: Desk, stream: Flow, value: str, limits: Limits | None) -> Iterable[Decimal]:
    """The numbers of one person's records that may be counted."""
    for fact in desk.facts(stream, desk.period):
        number = fact.values.get(value)
        if number is not None and (limits is None or limits.allow(number)):
            yield number
