"""One person's year at once: quarters, months, weeks and days, each with what the measure makes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from evalsys.models.accounts import Account
from evalsys.models.evaluations import Evaluation
from evalsys.models.people import Person
from evalsys.scoring import Calendar, Day, Daybook, Dossier, Line, Period, Result, compute, daybook, week_of
from evalsys.scoring import month_of as month_with
from evalsys.services import dossiers, evaluations, schemes, summaries
from evalsys.services.write import Refused

AHEAD = "ahead"


@dataclass(frozen=True)
class Week:
    """A week of the month that holds its Monday: is a mark owed and missing, and into which `other` month it runs."""

    period: Period
    mark: Decimal | None
    is_missing: bool
    other: Period | None


@dataclass(frozen=True)
class Month:
    """A month: the lines that its quarter has for it, its weeks, and how many days came out how."""

    period: Period
    lines: tuple[Line, ...]
    weeks: tuple[Week, ...]
    counts: Counter[str]
    missing: tuple[date, ...]
    is_ahead: bool


@dataclass(frozen=True)
class Part:
    """A quarter or the year: the frozen result, or one worked out just now, or why there is none."""

    period: Period
    row: Evaluation | None = None
    result: Result | None = None
    why: str = ""
    months: tuple[Month, ...] = ()

    @property
    def is_provisional(self) -> bool:
        """Was it worked out for this page alone?"""
        return self.row is None and self.result is not None


@dataclass(frozen=True)
class Nest:
    """The year with its quarters, and every day of it in weeks from Monday to Sunday."""

    year: Part
    quarters: tuple[Part, ...]
    days: tuple[Day, ...]
    is_estimated: bool


class Reader:
    """What the nest is made of, each read once."""

    def __init__(self, viewer: Account, person: Person, year: Period, today: date) -> None:
        self.township_id, self.today = person.township_id, today
        held = evaluations.of_person(viewer, person.id, today)
        self.rows = {row.period: row for row in held if row.is_current}
        official = dossiers.official_of(person, year)
        self.dossier = dossiers.dossiers([official], year)[0] if official else None
        self.calendar: Calendar = dossiers.calendar()
        self.measures = schemes.of_name(person.township_id, schemes.OFFICIALS)

    def part(self, period: Period) -> Part:
        """The frozen result, else one worked out now for a period that has begun."""
        row = self.rows.get(period.code)
        if row:
            return Part(period, row, evaluations.result_of(row))
        if self.dossier is None or not in_post(self.dossier, period) or period.first > self.today:
            return Part(period)
        try:
            scheme = evaluations.measure(self.township_id, period, self.measures)
        except Refused as refusal:
            return Part(period, why=refusal.says)
        return Part(period, result=compute(scheme, self.dossier, period, self.calendar))

    def book(self, period: Period) -> Daybook:
        """The days of a quarter by the measure that holds for it."""
        if self.dossier is None:
            return Daybook()
        try:
            measure = evaluations.measure(self.township_id, period, self.measures)
            return daybook(measure, self.dossier, period, self.calendar)
        except Refused:
            return Daybook()


def in_post(dossier: Dossier, period: Period) -> bool:
    """Is any day of the period in post?"""
    return any(
        span.first <= period.last and (span.last or date.max) >= period.first for span in dossier.subject.in_post
    )


def of_person(viewer: Account, person: Person, year: Period, today: date) -> Nest:
    """The year of one person as the viewer may see it; today is where what is still owed begins."""
    reader = Reader(viewer, person, year, today)
    quarters, days = [], []
    for quarter in summaries.quarters_of(year):
        part, book = reader.part(quarter), reader.book(quarter)
        seen = tuple(until(day, today) for day in book.days)
        months = tuple(month_of(part.result, month, book, seen, today) for month in quarter.months())
        quarters.append(replace(part, months=months))
        days += seen
    return Nest(reader.part(year), tuple(quarters), tuple(days), dossiers.is_estimated(year, reader.calendar))


def until(day: Day, today: date) -> Day:
    """A day that is not over misses nothing yet."""
    return Day(day.day, AHEAD) if day.state == "missing" and day.day >= today else day


def month_of(result: Result | None, month: Period, book: Daybook, days: Sequence[Day], today: date) -> Month:
    """One month, from the lines of its quarter."""
    own = [day for day in days if day.day in month]
    marks = weekly_marks(result) if result else {}
    begun = [monday for monday in month.mondays() if monday <= today]
    weeks = tuple(week(monday, marks.get(monday), book, today) for monday in begun if monday in book.weeks)
    missing = tuple(day.day for day in own if day.state == "missing")
    counts = Counter(day.state for day in own)
    return Month(month, lines_of(result, month), weeks, counts, missing, is_ahead=month.first > today)


def lines_of(result: Result | None, month: Period) -> tuple[Line, ...]:
    """What the quarter's sides have for the month: the daily mirror, the branch's mark."""
    sides = [top.parts[0] for top in result.lines if summaries.is_weighted(top) and top.parts] if result else []
    return tuple(part for side in sides for part in side.parts if part.period == month.code)


def weekly_marks(result: Result) -> dict[date, Decimal | None]:
    """The mentor's marks that the result rests on, by Monday."""
    sources = [source for top in result.lines for line in top.walk() for source in line.sources]
    return {source.on: source.amount for source in sources if source.ref.startswith("weekly_mark:")}


def week(monday: date, mark: Decimal | None, book: Daybook, today: date) -> Week:
    """A week in which something was owed."""
    period = week_of(monday)
    runs_on = period.last.month != monday.month
    return Week(period, mark, mark is None and period.last < today, month_with(period.last) if runs_on else None)
