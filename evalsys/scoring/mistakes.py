"""What is wrong with a file, each with its place; the file that is being read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evalsys.scoring.layout import Path, Spot


@dataclass(frozen=True)
class Mistake:
    """One mistake in a scheme file: file, line (0: the file as a whole), place, clause, and what to do."""

    file: str
    where: str
    says: str
    line: int = 0
    clause: str = ""

    def __str__(self) -> str:
        line = f"第 {self.line} 行" if self.line else ""
        clause = f"（{self.clause}）" if self.clause else ""
        place = f" {line}{clause}" if line or clause else ""
        return f"{self.file}{place}：{self.where}：{self.says}"


class Bare(str):
    """A number with a point that stood in the file without quotes, as it was written."""


@dataclass
class Page:
    """The file that is being read, with the mistakes found so far and where its tables stand."""

    file: str
    spots: Mapping[Path, Spot] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    places: dict[str, tuple[Path, str]] = field(default_factory=dict)

    def wrong(self, where: str, says: str, path: Path | None = None, clause: str = "") -> None:
        """Write a mistake down and go on reading, so that all of them are told at once."""
        if path is None:
            path, clause = self.place_of(where)
        self.mistakes.append(Mistake(self.file, where, says, self.line_of(path), clause))

    def place_of(self, where: str) -> tuple[Path, str]:
        """The path and clause of a table by its words; of the one around it, if it has none of its own."""
        while where and where not in self.places:
            where = where.rpartition(" ")[0]
        return self.places.get(where, ((), ""))

    def line_of(self, path: Path) -> int:
        """The line of that path, or of the nearest table around it."""
        while path and path not in self.spots:
            path = path[:-1]
        return self.spots[path].line if path else 0
