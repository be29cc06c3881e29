"""Periods of evaluation: which days they have, what they are called, which contain which."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

KINDS = ("day", "week", "month", "two-month", "quarter", "half-year", "year", "range")
_QUARTER_NAMES = ("第一季度", "第二季度", "第三季度", "第四季度")


@dataclass(frozen=True, order=True)
class Period:
    """A run of days with a code such as 2026-04-20, 2026W17, 2026-04, 2026B2, 2026Q2, 2026H1 or 2026."""

    first: date
    last: date
    kind: str
    code: str
    title: str

    @property
    def rule_date(self) -> date:
        """The day whose rules hold for the whole period: its last day (decision 0001)."""
        return self.last

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def days(self) -> Iterator[date]:
        """Every day of the period, first to last."""
        day = self.first
        while day <= self.last:
            yield day
            day += timedelta(days=1)

    def mondays(self) -> Iterator[date]:
        """The Mondays in the period: each names one week that belongs to it."""
        day = self.first + timedelta(days=-self.first.weekday() % 7)
        while day <= self.last:
            yield day
            day += timedelta(days=7)

    def months(self) -> Iterator[Period]:
        """The months that begin in the period."""
        current = month_of(self.first)
        while current.first <= self.last:
            yield current
            current = month_of(current.last + timedelta(days=1))


def week_of(day: date) -> Period:
    """The week, Monday to Sunday, that holds the day."""
    monday = day - timedelta(days=day.weekday())
    year, week, _ = monday.isocalendar()
    title = f"{monday.year}年{monday.month}月{monday.day}日起的一周"
    return Period(monday, monday + timedelta(days=6), "week", f"{year}W{week:02d}", title)


def month_of(day: date) -> Period:
    """The month that holds the day."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Period(first, last, "month", f"{first:%Y-%m}", f"{first.year}年{first.month}月")


def two_month_of(day: date) -> Period:
    """The pair of months (January and February, March and April …) that holds the day."""
    number = (day.month - 1) // 2
    first, last = date(day.year, number * 2 + 1, 1), month_of(date(day.year, number * 2 + 2, 1)).last
    title = f"{day.year}年{first.month}—{last.month}月"
    return Period(first, last, "two-month", f"{day.year}B{number + 1}", title)


def half_year_of(day: date) -> Period:
    """The half of the calendar year that holds the day."""
    number = (day.month - 1) // 6
    first, last = date(day.year, number * 6 + 1, 1), month_of(date(day.year, number * 6 + 6, 1)).last
    title = f"{day.year}年{'下' if number else '上'}半年"
    return Period(first, last, "half-year", f"{day.year}H{number + 1}", title)


def range_of(first: date, last: date) -> Period:
    """Any run of days, such as a term of office; one without a beginning is all time up to a day."""
    title = f"{day_of(first).title if first > date.min else ''}至{day_of(last).title}"
    return Period(first, last, "range", f"{first.isoformat()}..{last.isoformat()}", title)


def quarter_of(day: date) -> Period:
    """The quarter that holds the day."""
    number = (day.month - 1) // 3
    first = date(day.year, number * 3 + 1, 1)
    last = month_of(date(day.year, number * 3 + 3, 1)).last
    title = f"{day.year}年{_QUARTER_NAMES[number]}"
    return Period(first, last, "quarter", f"{day.year}Q{number + 1}", title)


def year_of(day: date) -> Period:
    """The calendar year that holds the day."""
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return Period(first, last, "year", str(day.year), f"{day.year}年度")


def day_of(day: date) -> Period:
    """The day itself as a period."""
    return Period(day, day, "day", day.isoformat(), f"{day.year}年{day.month}月{day.day}日")


CONTAINING: Mapping[str, Callable[[date], Period]] = {
    "day": day_of,
    "week": week_of,
    "month": month_of,
    "two-month": two_month_of,
    "quarter": quarter_of,
    "half-year": half_year_of,
    "year": year_of,
}
"""For each kind of period that the calendar gives, the one that holds a day; the shorter kinds first."""


def period(code: str) -> Period:
    """Read a code. Raises ValueError with what a code looks like."""
    try:
        return read(code)
    except OverflowError as beyond:
        raise ValueError(f"{code!r} ends after the calendar does") from beyond


def read(code: str) -> Period:
    """The period of a code, whatever its year."""
    if found := re.fullmatch(r"(\d{4})Q([1-4])", code):
        return quarter_of(date(int(found[1]), int(found[2]) * 3, 1))
    if found := re.fullmatch(r"(\d{4})B([1-6])", code):
        return two_month_of(date(int(found[1]), int(found[2]) * 2, 1))
    if found := re.fullmatch(r"(\d{4})H([12])", code):
        return half_year_of(date(int(found[1]), int(found[2]) * 6, 1))
    if found := re.fullmatch(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", code):
        first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2])
        if first <= last:
            return range_of(first, last)
    if found := re.fullmatch(r"(\d{4})W(\d{2})", code):
        return week_of(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    if re.fullmatch(r"\d{4}-\d{2}", code):
        return month_of(date.fromisoformat(f"{code}-01"))
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", code):
        return day_of(date.fromisoformat(code))
    if re.fullmatch(r"\d{4}", code) and int(code) > 0:
        return year_of(date(int(code), 1, 1))
    raise ValueError(
        f"{code!r} is no period; write 2026Q2, 2026-04, 2026W17, 2026-04-20, 2026B2, 2026H1, 2026 or first..last"
    )
