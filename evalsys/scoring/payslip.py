"""What one cadre is paid in one run, line by line: base, performance, deductions, differences, total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from evalsys.scoring.numbers import ZERO
from evalsys.scoring.results import Line
from evalsys.scoring.writing import sum_of


@dataclass(frozen=True)
class Due:
    """What is due to one person in one period by the facts of today, without looking at earlier runs."""

    person: int
    name: str
    place: str
    role: str
    scheme: str
    version: int
    standard: Decimal | None = None
    score: Decimal | None = None
    base: tuple[Line, ...] = ()
    performance: tuple[Line, ...] = ()
    deductions: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def amount(self) -> Decimal:
        """All of it together."""
        return summed(self.base) + summed(self.performance) - summed(self.deductions)


@dataclass(frozen=True)
class Then:
    """What an approved run reckoned for one person, and what later runs set right of it since."""

    role: str
    version: int
    standard: Decimal | None
    score: Decimal | None
    amount: Decimal


@dataclass(frozen=True)
class Difference:
    """What one earlier period should have been by the facts of today, what was reckoned, and why they differ.

    Role, version, standard and score are those of today: the next run compares with them.
    """

    period: str
    title: str
    should: Decimal
    was: Decimal
    reason: str
    role: str = ""
    version: int = 0
    standard: Decimal | None = None
    score: Decimal | None = None

    @property
    def amount(self) -> Decimal:
        """To be paid more, or less."""
        return self.should - self.was


@dataclass(frozen=True)
class Slip:
    """One person's pay of one run. What would fall below zero is carried to the next run."""

    due: Due
    differences: tuple[Difference, ...] = ()
    brought: Decimal = ZERO
    lines: tuple[Line, ...] = field(default=(), compare=False)

    @property
    def base(self) -> Decimal:
        """Base pay."""
        return summed(self.due.base)

    @property
    def performance(self) -> Decimal:
        """Performance pay."""
        return summed(self.due.performance)

    @property
    def deductions(self) -> Decimal:
        """What is taken off."""
        return summed(self.due.deductions)

    @property
    def open(self) -> Decimal:
        """What would be paid if nobody could be paid less than nothing."""
        return self.due.amount + sum_of(one.amount for one in self.differences) - self.brought

    @property
    def carried(self) -> Decimal:
        """What could not be taken off this time."""
        return max(ZERO, -self.open)

    @property
    def difference(self) -> Decimal:
        """What earlier runs leave to pay or to take off now."""
        return sum_of(one.amount for one in self.differences) - self.brought + self.carried

    @property
    def total(self) -> Decimal:
        """What is paid."""
        return self.open + self.carried


# Why somebody is paid nothing, or not all; kept with the run and printed, so it is Chinese in every language.
NOTHING, NO_RESULT, PAY = "没有应发的报酬", "没有结果", "报酬"


def summed(lines: Sequence[Line]) -> Decimal:
    """The amounts that are there."""
    return sum_of(line.amount for line in lines if line.amount is not None)
