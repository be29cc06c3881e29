"""The terms that all parts of a measure are written in: references, shares, comparisons, conditions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NewType

from evalsys.scoring.durations import Duration
from evalsys.scoring.numbers import ZERO
from evalsys.scoring.quantities import Amount

Ref = NewType("Ref", str)
"""The id of another item of the same scheme."""

Flow = NewType("Flow", str)
"""The name of a stream of facts, as `Fact.kind` has it."""

Percent = NewType("Percent", Decimal)
"""A share in percent; the file writes it as "40%"."""

PeriodKind = NewType("PeriodKind", str)
"""One of the kinds of periods that an item can be worked out over: week, month … year."""

NO_ITEM, NO_STREAM, NO_PERIOD = Ref(""), Flow(""), PeriodKind("")
NO_TIME = Duration()
NO_SHARE = Percent(ZERO)

SCORE = Ref("score")
"""What items beside the score may name besides items: the score itself; a quota's order names it too."""


@dataclass(frozen=True)
class Limit:
    """One comparison: `sign` is at-least, above, at-most, below or equal."""

    sign: str
    amount: Amount


@dataclass(frozen=True)
class Condition:
    """Something that holds or does not: a fact, an item's amount, a role, a grade, or several of these.

    An item is compared with `limits`; a stream's facts in the period (in the `within` that holds its last day,
    if named; of these `words`, if named) are counted and compared, or one is enough. `every` must hold all,
    `either` at least one, `never` not at all.
    """

    item: Ref = NO_ITEM
    stream: Flow = NO_STREAM
    words: tuple[str, ...] = ()
    within: PeriodKind = NO_PERIOD
    roles: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    every: tuple[Condition, ...] = ()
    either: tuple[Condition, ...] = ()
    never: tuple[Condition, ...] = ()
