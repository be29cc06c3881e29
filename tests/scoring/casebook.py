"""Reads a file of worked examples into dossiers and what is expected of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import evalsys.scoring
from evalsys.scoring import (
    Calendar,
    Dossier,
    Fact,
    Period,
    Scheme,
    Span,
    Subject,
    exact,
    load_scheme,
    period,
)

SCHEMES = Path(evalsys.scoring.__file__).parent / "schemes"
LONG_BEFORE = date(2025, 8, 15)
SHEET = ("德", "能", "勤", "绩", "廉")
TALLY_NAMES = {"发出": "handed-out", "收回": "returned"}
EVENTS = {
    "township": "township-commendation",
    "county": "county-commendation",
    "criticism": "criticism",
    "discipline": "discipline",
}


@dataclass(frozen=True)
class Case:
    """One worked example: a group of officials, one period, and what each of them should get."""

    name: str
    period: Period
    dossiers: tuple[Dossier, ...]
    expected: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Casebook:
    """A file of worked examples."""

    scheme: Scheme
    calendar: Calendar
    cases: tuple[Case, ...]


def read_casebook(path: Path) -> Casebook:
    """The worked examples in that file."""
    data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    calendar = read_calendar(data["calendar"])
    cases = tuple(read_case(case, calendar) for case in data["case"])
    return Casebook(load_scheme(SCHEMES / f"{data['scheme']}.toml"), calendar, cases)


def read_calendar(data: dict[str, Any]) -> Calendar:
    """The year's notice of the State Council."""
    holidays = {day for written in data["holidays"] for day in days_of(written)}
    return Calendar(frozenset(holidays), frozenset(data["makeup"]), frozenset({data["year"]}))


def span_of(written: str) -> Span:
    """A run of days, written first..last."""
    first, last = written.split("..")
    return Span(date.fromisoformat(first), date.fromisoformat(last))


def days_of(written: str) -> list[date]:
    """Each day of a run."""
    span = span_of(written)
    return [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]


def read_case(data: dict[str, Any], calendar: Calendar) -> Case:
    """One example."""
    when = period(data["period"])
    dossiers = tuple(dossier(official, when, calendar) for official in data["official"])
    return Case(data["name"], when, dossiers, tuple(official["expect"] for official in data["official"]))


def dossier(data: dict[str, Any], when: Period, calendar: Calendar) -> Dossier:
    """One official's facts."""
    post = Span(data.get("from", LONG_BEFORE), data.get("to"))
    facts = (*logs(data, when, calendar), *marks(data, when), *events(data))
    numbered = tuple(replace(fact, ref=f"{fact.kind}:{number}") for number, fact in enumerate(facts, start=1))
    return Dossier(Subject(data["name"], data["name"], (post,)), numbered)


def logs(data: dict[str, Any], when: Period, calendar: Calendar) -> Iterator[Fact]:
    """Log entries: by month, or one for every workday."""
    written = data.get("log", {})
    if written == "每个工作日":
        days = [day for day in when.days() if calendar.is_workday(day)]
    else:
        days = [date.fromisoformat(f"{month}-{day:02}") for month, row in written.items() for day in row]
    recorded = {date.fromisoformat(day): on for day, on in data.get("late", {}).items()}
    for day in days:
        yield Fact("log", day, text="工作记录", recorded_on=recorded.get(day, day))


def marks(data: dict[str, Any], when: Period) -> Iterator[Fact]:
    """Everybody's marks and the tallies."""
    for weeks in data.get("weekly", {}).values():
        for monday, mark in weeks.items():
            yield Fact("weekly-mark", date.fromisoformat(monday), {"mark": exact(mark)}, by="导师")
    for month, sheet in data.get("branch", {}).items():
        values = dict(zip(SHEET, map(exact, sheet), strict=True))
        yield Fact("branch-mark", date.fromisoformat(f"{month}-01"), values)
    for number, mark in enumerate(data.get("committee", ()), start=1):
        yield Fact("committee-mark", when.first, {"mark": exact(mark)}, by=f"委员{number}")
    for kind, key in (("ballots", "ballots"), ("meeting-ballots", "meeting")):
        if key in data:
            yield Fact(kind, when.first, tally(data[key]))
    for code, score in data.get("quarters", {}).items():
        yield Fact("quarter-score", period(code).first, {"score": exact(score)})


def tally(written: str) -> dict[str, Decimal]:
    """A tally such as 发出32 收回27 优秀17."""
    return {TALLY_NAMES.get(name, name): exact(count) for name, count in re.findall(r"(\D+?)(\d+)\s*", written)}


def events(data: dict[str, Any]) -> Iterator[Fact]:
    """Leaves, commendations, criticism, discipline."""
    for written in data.get("leave", ()):
        span = span_of(written)
        yield Fact("leave", span.first, until=span.last)
    for key, kind in EVENTS.items():
        for day in data.get(key, ()):
            yield Fact(kind, day)
