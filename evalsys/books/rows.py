"""What a reading comes to: sheets of cleaned rows, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evalsys.books.problems import Problem
from evalsys.books.recognise import Layout
from evalsys.books.skipping import Skipped


@dataclass(frozen=True)
class Row:
    """One row of data: cleaned fields, what was written, and its problems."""

    sheet: str
    number: int
    fields: Mapping[str, object]
    raw: Mapping[str, str]
    problems: tuple[Problem, ...] = ()

    @property
    def is_taken(self) -> bool:
        """Can be taken: it has no error, warnings at most."""
        return not any(problem.is_error for problem in self.problems)


@dataclass(frozen=True)
class SheetReading:
    """A sheet as read; `kind` is empty when it is no known table, and `problems` then say so."""

    sheet: str
    kind: str
    layout: Layout | None = None
    rows: tuple[Row, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    problems: tuple[Problem, ...] = ()
    signature: str = ""
    headers: Mapping[int, str] = field(default_factory=dict)

    @property
    def taken(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.is_taken)

    @property
    def bad(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.is_taken)
