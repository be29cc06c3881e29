"""Makes dossiers for tests: `make_dossier(**changes)` is an ordinary official in an ordinary quarter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from evalsys.scoring import SAMPLES as SCHEMES
from evalsys.scoring import Calendar, Dossier, Fact, Scheme, Span, Subject, load_scheme, period

QUARTER = period("2026Q2")
HOLIDAYS = (
    date(2026, 4, 6),
    date(2026, 5, 1),
    date(2026, 5, 4),
    date(2026, 5, 5),
    date(2026, 6, 19),
)
CALENDAR = Calendar(frozenset(HOLIDAYS), frozenset({date(2026, 5, 9)}), frozenset({2026}))
FOUR_MIRRORS_TEXT = (SCHEMES / "four-mirrors.toml").read_text(encoding="utf-8")


def four_mirrors() -> Scheme:
    """The sample measure."""
    return load_scheme(SCHEMES / "four-mirrors.toml")


def make_dossier(key: str = "甲", facts: Iterable[Fact] = (), since: date = date(2025, 8, 15)) -> Dossier:
    """One official with these facts."""
    return Dossier(Subject(key, key, (Span(since),)), tuple(facts))


def full_facts(mark: Decimal = Decimal(90)) -> tuple[Fact, ...]:
    """A quarter with nothing missing, everything marked alike."""
    days = [day for day in QUARTER.days() if CALENDAR.is_workday(day)]
    facts = [Fact("log", day, text="入户走访", recorded_on=day, ref=f"log:{day}") for day in days]
    facts += [Fact("weekly-mark", day, {"mark": mark}, by="导师", ref=f"w:{day}") for day in QUARTER.mondays()]
    sheet = dict.fromkeys("德能勤绩廉", mark / 5)
    facts += [Fact("branch-mark", month.first, sheet, ref=f"b:{month.code}") for month in QUARTER.months()]
    facts += [
        Fact("committee-mark", QUARTER.first, {"mark": mark + n}, by=f"委员{n}", ref=f"c:{n}") for n in range(-2, 3)
    ]
    return (*facts, ballots(20, 5, 2, 1))


def ballots(best: int, good: int, fair: int, poor: int, aside: int = 0) -> Fact:
    """A tally that agrees with itself."""
    returned = best + good + fair + poor + aside
    counts = {"优秀": best, "称职": good, "基本称职": fair, "不称职": poor, "弃权": aside, "废票": 0}
    counts |= {"handed-out": returned, "returned": returned}
    values = {name: Decimal(count) for name, count in counts.items()}
    return Fact("ballots", QUARTER.first, values, ref="ballots:1")
