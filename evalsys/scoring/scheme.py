"""What a measure (办法) says, as frozen records; every figure in it comes from the measure's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from evalsys.scoring.grades import Grading
from evalsys.scoring.numbers import ZERO, settle
from evalsys.scoring.periods import Period, period
from evalsys.scoring.quantities import Amount
from evalsys.scoring.terms import Condition, Flow, Percent, PeriodKind, Ref


@dataclass(frozen=True)
class Clause:
    """One clause of the measure in its own words, so that the file can be read aloud."""

    number: str
    title: str
    text: str


@dataclass(frozen=True)
class Rounding:
    """How numbers are settled: to a multiple of `unit`, by `mode` (a rounding of `decimal`).

    `stage` "line" settles every printed line and then adds; "total" reckons exactly to the end and settles
    the score, and what stands beside it, once.
    """

    unit: Decimal
    mode: str
    clause: str
    stage: str = "line"

    def settle(self, amount: Decimal) -> Decimal:
        """Settle one number."""
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
    """One kind of facts that the scheme reads; `on` says what one fact belongs to (a day, a week …).

    `needs` names what each fact must have besides its numbers: "reason", "evidence".
    """

    name: Flow
    title: str
    clause: str
    on: PeriodKind
    values: Mapping[str, Limits] = field(default_factory=dict)
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One rule that yields a line: its kind is a function of the engine, `how` that kind's settings.

    `unit` and `mode` settle the item's own amount; `full` is the mark that the measure calls full without
    capping it; `when` False gives `otherwise` instead.
    """

    id: Ref
    clause: str
    title: str
    kind: str
    how: object
    cap: Amount | None = None
    floor: Amount | None = None
    unit: Decimal | None = None
    mode: str = ROUND_HALF_UP
    full: Decimal | None = None
    when: Condition | None = None
    otherwise: Decimal = ZERO


@dataclass(frozen=True)
class Weight:
    """One weighted part of a total; `share` is in percent."""

    item: Ref
    share: Percent


@dataclass(frozen=True)
class Local:
    """The shares that one place has set for itself, where the measure lets it."""

    place: str
    clause: str
    weights: tuple[Weight, ...]


@dataclass(frozen=True)
class Times:
    """A penalty on the whole: where `when` holds, only `percent` of the score so far is left."""

    when: Condition
    percent: Percent
    clause: str
    title: str


@dataclass(frozen=True)
class Total:
    """How the score of one kind of period is put together: weighted parts, parts as they are, extras.

    `missing` says what a part that is none does: "reweight" gives its weight to the others, "zero" counts it
    as zero, "block" leaves the score none. Extras (`plus`) alone are no score. `cap` and `floor` hold the sum.
    `beside` are items that follow from the score and grade without being part of it.
    """

    period: PeriodKind
    clause: str
    weights: tuple[Weight, ...]
    plus: tuple[Ref, ...]
    missing: str
    of: tuple[Ref, ...] = ()
    times: tuple[Times, ...] = ()
    cap: Amount | None = None
    floor: Amount | None = None
    beside: tuple[Ref, ...] = ()
    locals: tuple[Local, ...] = ()

    def weights_in(self, place: str) -> tuple[Weight, ...]:
        """The shares that hold in that place."""
        return next((local.weights for local in self.locals if local.place == place), self.weights)


@dataclass(frozen=True)
class Pool:
    """Money that a group shares by weight: `amount` is the whole, `weight` each one's weight.

    Nobody gets more than `most` percent of the whole; what is cut off goes to the others ("others") or is not
    paid out ("kept"). Who meets `excluded` gets nothing. Shares are settled to `unit`; what rounding leaves over
    goes unit by unit to those who lost most by it.
    """

    id: Ref
    clause: str
    title: str
    period: PeriodKind
    amount: Ref
    weight: Ref
    most: Percent
    beyond: str
    unit: Decimal
    excluded: Condition | None = None


@dataclass(frozen=True)
class Scheme:
    """One version of a measure. A published version is never edited; a change is a new version.

    `text` is the file's text and `digest` its sha256. `leave` is the stream whose days are not owed, `days`
    says whether workdays or all days are. `periods` are those whose days the measure sets itself, by code.
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
    days: str
    streams: Mapping[Flow, Stream]
    items: Mapping[Ref, Item]
    totals: Mapping[str, Total]
    grading: Grading | None
    pools: tuple[Pool, ...] = ()
    periods: Mapping[str, Period] = field(default_factory=dict)
    digest: str = ""
    text: str = field(default="", repr=False)

    def in_force(self, day: date) -> bool:
        """Does this version hold on that day?"""
        return self.start <= day and (self.end is None or day <= self.end)

    def grading_of(self, kind: str) -> Grading | None:
        """How the scores of that kind of period are graded; None where the measure gives them no grade."""
        grading = self.grading
        return grading if grading and kind in (grading.periods or self.totals) else None

    def clause(self, number: str) -> Clause:
        """The clause of that number."""
        return next(clause for clause in self.clauses if clause.number == number)

    def period(self, code: str) -> Period:
        """The period of that code, as the measure has it. Raises ValueError for no code."""
        return self.periods[code] if code in self.periods else period(code)
