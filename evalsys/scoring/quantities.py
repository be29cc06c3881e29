"""What a measure's figures may be besides plain numbers: amounts by role or date, intervals, durations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from evalsys.scoring.numbers import plain

EVERYBODY_ELSE = "其他"


@dataclass(frozen=True)
class Amount:
    """A figure of the measure: one number, or one for each role, or one from each date on.

    `roles` gives the number of each role, that of "其他" to everybody else; `history` holds dates with the number
    that holds from then on, the oldest first.
    """

    number: Decimal | None = None
    roles: Mapping[str, Decimal] = field(default_factory=dict)
    history: tuple[tuple[date, Decimal], ...] = ()

    def on(self, day: date, role: str) -> Decimal | None:
        """The number for that role on that day; None where the measure names none."""
        if self.number is not None:
            return self.number
        if self.roles:
            return self.roles.get(role, self.roles.get(EVERYBODY_ELSE))
        begun = [number for start, number in self.history if start <= day]
        return begun[-1] if begun else None


@dataclass(frozen=True)
class Interval:
    """Numbers between two bounds; each bound says whether it belongs to it, None is open."""

    low: Decimal | None = None
    low_in: bool = True
    high: Decimal | None = None
    high_in: bool = False

    def holds(self, number: Decimal) -> bool:
        """Does the number lie in it?"""
        if self.low is not None and (number < self.low or (number == self.low and not self.low_in)):
            return False
        return self.high is None or number < self.high or (number == self.high and self.high_in)

    def is_empty(self) -> bool:
        """Is there no number at all in it?"""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_in and self.high_in))

    @property
    def text(self) -> str:
        """The bounds in the words of a measure: 以上 and 以下 include the number, 不足 and 超过 do not."""
        low = "" if self.low is None else f"{plain(self.low)}以上" if self.low_in else f"超过{plain(self.low)}"
        high = "" if self.high is None else f"{plain(self.high)}以下" if self.high_in else f"不足{plain(self.high)}"
        return low + high or "任何数"
