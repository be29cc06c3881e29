"""A result in short: the numbers that lists, charts and the JSON of the command show."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from evalsys.scoring import Line, Period, Result, period, plain, quarter_of

MIRRORS = ("daily", "masses", "branch", "committee")
MONTH_ITEMS = {"owed": "owed", "done": "done", "log": "log", "weekly": "weekly", "daily": "daily-month"}


def text(amount: Decimal | None) -> str | None:
    """Two decimals; none stays none."""
    return None if amount is None else f"{amount:.2f}"


def amount_of(line: Line | None) -> Decimal | None:
    """The line's amount, None where there is no line."""
    return line.amount if line else None


def mirrors(result: Result) -> list[tuple[str, Decimal | None]]:
    """The weighted sides of a result: title and amount, in the measure's order."""
    return [(top.parts[0].title, top.parts[0].amount) for top in result.lines if top.parts and is_weighted(top)]


def is_weighted(line: Line) -> bool:
    """Is it one of the weighted sides, not an extra?"""
    return line.item.startswith("weighted.")


def months(result: Result) -> list[tuple[Period, Decimal | None]]:
    """The daily mirror month by month: the parts of the first side that cover shorter periods."""
    for top in result.lines:
        if is_weighted(top) and top.parts:
            return [(period(part.period), part.amount) for part in top.parts[0].parts if part.period != result.period]
    return []


def over_time(result: Result) -> list[tuple[Period, Decimal | None]]:
    """How the score came about over time: the quarters of a year, the months of a quarter."""
    whole = period(result.period)
    if whole.kind != "year":
        return months(result)
    found = quarter_scores(result)
    return [(quarter, found.get(quarter.code)) for quarter in quarters_of(whole)]


def quarter_scores(result: Result) -> dict[str, Decimal | None]:
    """The results of quarters that a year rests on, by the quarter's code."""
    sources = [source for top in result.lines for line in top.walk() for source in line.sources]
    return {quarter_of(one.on).code: one.amount for one in sources if one.ref.startswith("evaluation:")}


def quarters_of(year: Period) -> list[Period]:
    """The four quarters."""
    return list(dict.fromkeys(quarter_of(month.first) for month in year.months()))


def year_json(result: Result) -> dict[str, Any]:
    """One official's year: the quarters that count, the meeting, the weighted parts, and how it came out."""
    return {
        "name": result.name,
        "quarters": {quarter.code: text(amount) for quarter, amount in over_time(result)},
        "meeting": text(amount_of(result.find("meeting"))),
        "lines": {line.item.removeprefix("weighted."): text(line.amount) for line in result.lines},
        "score": text(result.score),
        "grade": result.grade,
        "notes": list(result.notes),
    }


def as_json(result: Result) -> dict[str, Any]:
    """One official's result: a year as `year_json` has it, a quarter as `quarter_json` has it."""
    return year_json(result) if period(result.period).kind == "year" else quarter_json(result)


def quarter_json(result: Result) -> dict[str, Any]:
    """One official's quarter with exactly the keys that the command promises; numbers as text, none as null."""
    return {
        "name": result.name,
        "months": [month_json(result, month.code) for month in period(result.period).months()],
        "mirrors": {name: text(amount_of(result.find(name))) for name in MIRRORS},
        "lines": {name: text(amount_of(result.find(f"weighted.{name}"))) for name in MIRRORS},
        "extra": text(amount_of(result.find("extra"))),
        "score": text(result.score),
        "grade": result.grade,
        "notes": list(result.notes),
    }


def month_json(result: Result, code: str) -> dict[str, Any]:
    """One month of the daily mirror."""
    found = {name: text(amount_of(result.find(item, code))) for name, item in MONTH_ITEMS.items()}
    return {"month": code, **found}


def settled(amount: Decimal) -> str:
    """A line's amount with the decimals that the measure gave it: days stay whole."""
    return format(amount, "f")


def keyed(amount: Decimal | None) -> str:
    """A mark as it was keyed: 85.5, 90; empty where there is none."""
    return "" if amount is None else plain(amount)


def addition(result: Result) -> str:
    """The sum written out: 28.12 + 17.12 + 21.46 + 23.61 + 2.00 = 92.31."""
    if result.score is None:
        return ""
    parts = [settled(line.amount) for line in result.lines if line.amount is not None]
    return f"{' + '.join(parts)} = {settled(result.score)}".replace("+ -", "- ")


def period_title(code: str) -> str:
    """2026-04 is 2026年4月."""
    return period(code).title
