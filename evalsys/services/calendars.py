"""The calendar of workdays: read from a year's file into the tables."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from evalsys.extensions import db
from evalsys.models.schemes import CalendarDay, CalendarYear
from evalsys.services.write import Act, write

FILES = Path(__file__).resolve().parent.parent / "calendars"


def seed(act: Act) -> int:
    """Take every shipped year that the tables do not hold yet; returns how many years were taken."""
    years = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FILES.glob("*.toml"))]
    fresh = [year for year in years if db.session.get(CalendarYear, year["year"]) is None]
    for year in fresh:
        with write(act, "calendar.seed", f"calendar:{year['year']}") as session:
            session.add(CalendarYear(year=year["year"], state=year["state"], source=year["source"]))
            session.add_all(days(year))
    return len(fresh)


def days(year: dict[str, Any]) -> Iterator[CalendarDay]:
    """The days of a year's file that are not what their weekday says."""
    for holiday in year["holiday"]:
        day = holiday["first"]
        while day <= holiday["last"]:
            yield CalendarDay(day=day, kind="holiday", name=holiday["name"], source=year["source"])
            day += timedelta(days=1)
        for makeup in holiday["makeup"]:
            yield CalendarDay(day=makeup, kind="makeup", name=f"{holiday['name']}调休", source=year["source"])
