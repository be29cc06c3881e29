"""What an upload would do, row by row and in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from evalsys.books import SheetReading
from evalsys.services.books.outcomes import CHANGED, NEW, STATES
from evalsys.services.books.taking import Taken


@dataclass(frozen=True)
class Preview:
    """What an upload would do: the sheets as read, and every row with what becomes of it."""

    readings: tuple[SheetReading, ...]
    rows: tuple[Taken, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, the same, refused."""
        return counted(self.rows)

    @property
    def good(self) -> int:
        """How many rows taking would write."""
        return self.counts[NEW] + self.counts[CHANGED]

    def of_sheet(self, sheet: str) -> dict[str, int]:
        """The counts of one sheet."""
        return counted(taken for taken in self.rows if taken.row.sheet == sheet)

    def of_state(self, state: str) -> list[Taken]:
        """The rows of one group."""
        return [taken for taken in self.rows if taken.state == state]


def counted(rows: Iterable[Taken]) -> dict[str, int]:
    """How many rows there are of each state."""
    found = Counter(taken.state for taken in rows)
    return {state: found[state] for state in STATES}
