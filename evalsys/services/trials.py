"""What is wrong with a measure and its worked examples, found without saving anything."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from evalsys.scoring import Mistake, Outcome, Scheme, SchemeMistakes, read_casebook, read_scheme, run
from evalsys.services import schemes

# How mistakes name what they stand in; pages say it in words of their own.
FILE, CASES = "scheme.toml", "cases.toml"
# What reckoning with numbers that nobody meant, or reading a file of an unthought-of shape, ends with.
BREAKS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True)
class Check:
    """What is wrong with a text and its examples; `outcomes` are empty while one cannot be read or worked out."""

    mistakes: tuple[Mistake, ...] = ()
    case_mistakes: tuple[Mistake, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    is_unworkable: bool = False

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The examples that come out otherwise than signed."""
        return tuple(outcome for outcome in self.outcomes if not outcome.passed)

    @property
    def passed(self) -> int:
        """How many come out as signed."""
        return len(self.outcomes) - len(self.failed)

    @property
    def is_good(self) -> bool:
        """Is there nothing against adopting it?"""
        return not (self.mistakes or self.case_mistakes or self.failed or self.is_unworkable)


@lru_cache(maxsize=16)
def check(text: str, cases: str) -> Check:
    """Read the text, then work out every example as if the measure held always."""
    try:
        scheme = read_scheme(text, FILE)
    except SchemeMistakes as found:
        return Check(mistakes=found.mistakes)
    except BREAKS:
        return Check(is_unworkable=True)
    if not cases.strip():
        return Check()
    try:
        return Check(outcomes=run(read_casebook(cases, CASES, always(scheme))))
    except SchemeMistakes as found:
        return Check(case_mistakes=found.mistakes)
    except BREAKS:
        return Check(is_unworkable=True)


def always(scheme: Scheme, first: date = date.min) -> Scheme:
    """The measure without its dates, so that it can be tried on periods before its own start."""
    return replace(scheme, start=first, end=None)


@dataclass
class Placed:
    """Mistakes where a reader looks for them: at a figure, at a clause, or at the top of the page."""

    figures: dict[str, list[Mistake]] = field(default_factory=lambda: defaultdict(list))
    clauses: dict[str, list[Mistake]] = field(default_factory=lambda: defaultdict(list))
    top: list[Mistake] = field(default_factory=list)


def placed(mistakes: tuple[Mistake, ...], sections: list[schemes.Section]) -> Placed:
    """Each mistake at the first figure of its line, else at its clause, else at the top."""
    lines = {one.line: one.key for section in reversed(sections) for one in reversed(section.figures)}
    numbers = {section.number for section in sections} - {""}
    found = Placed()
    for mistake in mistakes:
        if mistake.line in lines:
            found.figures[lines[mistake.line]].append(mistake)
        elif mistake.clause in numbers:
            found.clauses[mistake.clause].append(mistake)
        else:
            found.top.append(mistake)
    return found
