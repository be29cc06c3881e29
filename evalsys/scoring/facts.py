"""What happened, as the engine reads it: frozen records without ids of any table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; `last` None is open."""

    first: date
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Fact:
    """One recorded thing: a log entry, a mark, a tally, a leave, a commendation.

    `kind` is the stream that a scheme's items name. `on` is the day that it belongs to: a weekly mark's
    Monday, a monthly mark's first day, a quarterly mark's or tally's first day, the day of an event. `until`
    closes a leave. `values` holds its numbers by the names that the scheme uses ("mark"; "德"…; "优秀"…).
    `ref` says where the row is ("log:12") so that a page can open it; `evidence` names the certificate or file
    that proves it, where a measure asks for one.
    """

    kind: str
    on: date
    values: Mapping[str, Decimal] = field(default_factory=dict)
    text: str = ""
    by: str = ""
    until: date | None = None
    recorded_on: date | None = None
    ref: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is evaluated: a key that the caller understands, the name, the days in post, the role and the place."""

    key: str
    name: str
    in_post: tuple[Span, ...]
    role: str = ""
    place: str = ""

    def holds_post_on(self, day: date) -> bool:
        """Was the subject in post that day?"""
        return any(day in span for span in self.in_post)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are workdays: Monday to Friday, less `holidays`, plus `makeup` days.

    Years not in `official` are estimates.
    """

    holidays: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()
    official: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Is it a workday by the State Council's notice (or by the weekday in an estimated year)?"""
        return day in self.makeup or (day.weekday() < 5 and day not in self.holidays)


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that the engine may look at for one subject."""

    subject: Subject
    facts: tuple[Fact, ...] = ()
