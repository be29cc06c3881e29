"""What a measure says about grades: bands, gaps, gates, overrides, quotas, rankings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evalsys.scoring.durations import Duration
from evalsys.scoring.quantities import Interval
from evalsys.scoring.terms import NO_TIME, Condition, Percent


@dataclass(frozen=True)
class Band:
    """A grade and the scores that get it."""

    grade: str
    scores: Interval


@dataclass(frozen=True)
class Gap:
    """Scores that the measure's own bands leave out, and the rule that closes it: the grade, or none."""

    scores: Interval
    grade: str
    clause: str
    note: str


@dataclass(frozen=True)
class RoleBands:
    """The bands of some roles, where the measure has other thresholds for them."""

    roles: tuple[str, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Override:
    """Something that decides the grade whatever the score is: the score stays visible.

    `grade` is given outright; "" with `at_most` lets no better grade than that; both "" give no grade at all.
    """

    when: Condition
    grade: str
    clause: str
    note: str
    at_most: str = ""


@dataclass(frozen=True)
class Gate:
    """Who gets no grade: too few of the period's workdays in post, too short a service, or a condition.

    A service counts up to the period's last day; breaks longer than `tolerate` are deducted. `score` says
    whether the score is kept and shown, or is none too.
    """

    clause: str
    note: str
    least_in_post: Percent | None = None
    least_service: Duration | None = None
    tolerate: Duration = NO_TIME
    when: Condition | None = None
    score: str = "keep"


@dataclass(frozen=True)
class Quota:
    """At most `most` percent of those graded, or `count` of them, may hold `grade`; the rest get `overflow`.

    `rounding` says what becomes of part of a place; `each` counts places apart for every place or role; `base`
    is who the percentage is of: those graded, or everybody. `order` names, per kind of period, the keys that
    decide who comes first: "score" or an item's id. `ties` says what happens to those equal in every key at the
    last place: "drop" or "keep" them all. A quota that is not `hard` changes no grade and only says so.
    """

    grade: str
    most: Percent | None
    overflow: str
    note: str
    clause: str
    ties: str
    order: Mapping[str, tuple[str, ...]]
    count: int | None = None
    rounding: str = "down"
    each: str = ""
    base: str = "graded"
    hard: bool = True


@dataclass(frozen=True)
class Slice:
    """A part of the ranking: so many percent or places from the `end` "top" or "bottom"; "rest" is who is left."""

    grade: str
    end: str
    share: Percent | None = None
    count: int | None = None


@dataclass(frozen=True)
class Ranking:
    """Grades by rank instead of by bands; `order`, `ties` and `rounding` as in a quota."""

    clause: str
    slices: tuple[Slice, ...]
    order: Mapping[str, tuple[str, ...]]
    ties: str
    rounding: str


@dataclass(frozen=True)
class Grading:
    """The bands, highest first, and what overrules them. `raw` bands look at the score before it is settled.

    With `periods` only the scores of these kinds of periods are graded: a month's score may have none. `publish` says
    how results may be laid side by side for others: "bands" by grade alone, "order" with places and scores.
    """

    clause: str
    bands: tuple[Band, ...]
    overrides: tuple[Override, ...] = ()
    gates: tuple[Gate, ...] = ()
    quotas: tuple[Quota, ...] = ()
    gaps: tuple[Gap, ...] = ()
    role_bands: tuple[RoleBands, ...] = ()
    ranking: Ranking | None = None
    raw: bool = False
    periods: tuple[str, ...] = ()
    publish: str = "bands"
    publish_clause: str = ""

    def bands_for(self, role: str) -> tuple[Band, ...]:
        """The bands that hold for that role."""
        return next((own.bands for own in self.role_bands if role in own.roles), self.bands)
