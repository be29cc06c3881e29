"""What a worked example is: facts, what each of a group should get, and how it came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evalsys.scoring.facts import Calendar, Dossier
from evalsys.scoring.periods import Period
from evalsys.scoring.results import Result
from evalsys.scoring.scheme import Scheme

SAID, UNSAID, PROBLEMS = "says", "unsaid", "problems"
NOTHING = "无"


@dataclass(frozen=True)
class Difference:
    """One thing that came out otherwise than signed."""

    key: str
    expected: str
    got: str


@dataclass(frozen=True)
class Expected:
    """What one subject should get: results by key ("score", "grade", "item@period"), notes and problems.

    `unsaid` are words that no note may hold.
    """

    results: Mapping[str, str]
    says: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One worked example: a group, one period, and what each of the group should get."""

    name: str
    clause: str
    period: Period
    dossiers: tuple[Dossier, ...]
    expected: tuple[Expected, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """A change of the measure that must be refused, such as shares that make 95%."""

    name: str
    clause: str
    figure: str
    value: str
    says: str


@dataclass(frozen=True)
class Entry:
    """Which numbers may be entered for some values of a stream, and which are refused."""

    name: str
    clause: str
    stream: str
    values: tuple[str, ...]
    allowed: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True)
class Casebook:
    """A file of worked examples, read for one scheme."""

    title: str
    scheme: Scheme
    calendar: Calendar
    cases: tuple[Case, ...]
    refusals: tuple[Refusal, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How one subject of one example came out; `result` is None where the example itself could not be reckoned.

    `at` is the place of the example and of the subject in the file.
    """

    case: str
    clause: str
    subject: str
    result: Result | None
    differences: tuple[Difference, ...]
    at: tuple[int, int] = (0, 0)

    @property
    def passed(self) -> bool:
        """Did everything come out as signed?"""
        return not self.differences
