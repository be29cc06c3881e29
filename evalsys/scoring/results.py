"""What a computation says: a tree of lines, down to the entries, and why a number is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Source:
    """One entry that a line rests on: where it is, its day, what it says, what it gave (None: nothing)."""

    ref: str
    on: date
    text: str
    amount: Decimal | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a calculation that a villager could check by hand.

    `item` is the item's id in the scheme; `period` the code of the period that it was computed for;
    `amount` is settled, or None with `why_none` saying why; `arithmetic` is written out with the numbers
    filled in; `parts` are the lines that it is made of; `sources` the entries.
    """

    item: str
    period: str
    clause: str
    title: str
    amount: Decimal | None
    arithmetic: str = ""
    why_none: str = ""
    notes: tuple[str, ...] = ()
    parts: tuple[Line, ...] = ()
    sources: tuple[Source, ...] = ()

    def walk(self) -> Iterator[Line]:
        """This line and everything below it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Problem:
    """A gap in people's data, as a value: `code` for programs, `says` for people."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Result:
    """One subject's result for one period by one version of a scheme.

    The amounts of `lines` add up to `score` (settled once where the scheme rounds totals). `grade` is None
    where the scheme gives none; `notes` say why and name everything unusual. `beside` are amounts that follow
    from the result but are no part of the score: pay, a prize, stars, a balance.
    """

    subject: str
    name: str
    period: str
    scheme: str
    version: int
    lines: tuple[Line, ...]
    score: Decimal | None
    grade: str | None
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    beside: tuple[Line, ...] = ()

    def find(self, item: str, period: str | None = None) -> Line | None:
        """The first line of that item (and period), anywhere in the tree."""
        for top in (*self.lines, *self.beside):
            for line in top.walk():
                if line.item == item and period in (None, line.period):
                    return line
        return None
