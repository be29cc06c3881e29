"""What becomes of a row: new, changed, the same, or refused with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evalsys.books import Problem
from evalsys.books.problems import WARNING

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
STATES = (NEW, CHANGED, SAME, REFUSED)


class RowRefused(Exception):
    """The row cannot be taken; the problem says why and what to do. Raised before the row changes anything."""

    def __init__(self, code: str, says: str, **values: object) -> None:
        super().__init__(says % values)
        self.problem = Problem(code, says, values)


@dataclass
class Outcome:
    """What a row did: `added` things, `changes` as (column, before, after), and warnings."""

    added: int = 0
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def state(self) -> str:
        """New things count before changed ones."""
        if self.added:
            return NEW
        return CHANGED if self.changes else SAME

    def update(self, row: Any, values: Mapping[str, Any]) -> None:
        """Set what differs; an empty cell never erases what is there."""
        for name, value in values.items():
            before = getattr(row, name)
            if value is None or value == "" or before == value:
                continue
            self.changes.append((name, shown(before), shown(value)))
            setattr(row, name, value)

    def warn(self, code: str, says: str, **values: object) -> None:
        """The row is taken, but somebody should look at it."""
        self.warnings.append(Problem(code, says, values, WARNING))


def shown(value: Any) -> str:
    """A value as the preview shows it."""
    return "" if value is None else str(value)
