"""Lengths of time in full months and days, as measures count them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


def shifted(day: date, months: int) -> date:
    """The same day so many months later; a month too short for it gives its last day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(first: date, end: date) -> int:
    """The full months from first up to the day before `end`."""
    months = (end.year - first.year) * 12 + end.month - first.month
    return months if shifted(first, months) <= end else months - 1


@dataclass(frozen=True)
class Duration:
    """A length of time as measures write it: "1年", "6个月", "30天"."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The day on which so much time has passed since the beginning of that day."""
        return shifted(day, self.months) + timedelta(days=self.days)

    @property
    def text(self) -> str:
        """In the measure's words."""
        years, months = divmod(self.months, 12)
        parts = ((years, "年"), (months, "个月"), (self.days, "天"))
        return "".join(f"{number}{unit}" for number, unit in parts if number) or "0天"


def length_between(first: date, end: date) -> Duration:
    """Full months and the days left over, from first up to the day before `end`."""
    months = months_between(first, end)
    return Duration(months, (end - shifted(first, months)).days)
