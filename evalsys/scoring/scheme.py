"""What a measure (办法) says, as frozen records; every figure in it comes from the measure's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NewType

from evalsys.scoring.numbers import settle

Ref = NewType("Ref", str)
"""The id of another item of the same scheme."""

Flow = NewType("Flow", str)
"""The name of a stream of facts, as `Fact.kind` has it."""

Percent = NewType("Percent", Decimal)
"""A share in percent; the file writes it as "40%"."""

PeriodKind = NewType("PeriodKind", str)
"""One of the kinds of periods that an item can be worked out over: week, month, quarter, year."""


@dataclass(frozen=True)
class Clause:
    """One clause of the measure in its own words, so that the file can be read aloud."""

    number: str
    title: str
    text: str


@dataclass(frozen=True)
class Rounding:
    """How a printed line is settled: to a multiple of `unit`, by `mode` (a rounding of `decimal`)."""

    unit: Decimal
    mode: str
    clause: str

    def settle(self, amount: Decimal) -> Decimal:
        """Settle one printed line."""
        return settle(amount, self.unit, self.mode)


@dataclass(frozen=True)
class Limits:
    """Which numbers may be entered: from `low` to `high` (None: no upper limit), in steps."""

    low: Decimal
    high: Decimal | None
    step: Decimal

    def allow(self, number: Decimal) -> bool:
        """May this number be entered?"""
        in_range = self.low <= number and (self.high is None or number <= self.high)
        return in_range and (number - self.low) % self.step == 0


@dataclass(frozen=True)
class Stream:
    """One kind of facts that the scheme reads; `on` says what one fact belongs to (a day, a week …)."""

    name: Flow
    title: str
    clause: str
    on: PeriodKind
    values: Mapping[str, Limits] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """One rule that yields a line: its kind is a function of the engine, `how` that kind's settings."""

    id: Ref
    clause: str
    title: str
    kind: str
    how: object
    cap: Decimal | None = None
    floor: Decimal | None = None


@dataclass(frozen=True)
class Weight:
    """One weighted part of a total; `share` is in percent."""

    item: Ref
    share: Percent


@dataclass(frozen=True)
class Total:
    """How the score of one kind of period is put together.

    `missing` says what a part that is none does: "reweight" gives its weight to the others, "zero" counts it
    as zero, "block" leaves the score none.
    """

    period: PeriodKind
    clause: str
    weights: tuple[Weight, ...]
    plus: tuple[Ref, ...]
    missing: str


@dataclass(frozen=True)
class Band:
    """A grade and its scores: from `start` (included) to `below` (not included); None is open."""

    grade: str
    start: Decimal | None
    below: Decimal | None

    def holds(self, score: Decimal) -> bool:
        """Does the score lie in the band?"""
        return (self.start is None or self.start <= score) and (self.below is None or score < self.below)


@dataclass(frozen=True)
class Override:
    """A fact in the period that decides the grade whatever the score is."""

    stream: Flow
    grade: str
    clause: str
    note: str


@dataclass(frozen=True)
class Gate:
    """Who gets no grade: fewer than `least` percent of the period's workdays in post."""

    least: Percent
    clause: str
    note: str


@dataclass(frozen=True)
class Quota:
    """At most `most` percent of those graded may hold `grade`; the rest get `overflow` and the note.

    `order` names, per kind of period, the keys that decide who comes first: "score" or an item's id.
    `ties` says what happens to those equal in every key at the last place: "drop" or "keep" them all.
    """

    grade: str
    most: Percent
    overflow: str
    note: str
    clause: str
    ties: str
    order: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Grading:
    """The bands, highest first, and what overrules them."""

    clause: str
    bands: tuple[Band, ...]
    overrides: tuple[Override, ...] = ()
    gate: Gate | None = None
    quotas: tuple[Quota, ...] = ()


@dataclass(frozen=True)
class Scheme:
    """One version of a measure. A published version is never edited; a change is a new version.

    `digest` is the sha256 of the file's text. `leave` is the stream whose days are not owed.
    """

    id: str
    title: str
    issuer: str
    document: str
    source: str
    version: int
    start: date
    end: date | None
    scope: Mapping[str, tuple[str, ...]]
    clauses: tuple[Clause, ...]
    rounding: Rounding
    leave: Flow
    streams: Mapping[Flow, Stream]
    items: Mapping[Ref, Item]
    totals: Mapping[str, Total]
    grading: Grading
    digest: str = ""

    def in_force(self, day: date) -> bool:
        """Does this version hold on that day?"""
        return self.start <= day and (self.end is None or day <= self.end)

    def clause(self, number: str) -> Clause:
        """The clause of that number."""
        return next(clause for clause in self.clauses if clause.number == number)
