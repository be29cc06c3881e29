"""Periods for pages: reading a code, and the day around which the township works at present."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from evalsys.extensions import db
from evalsys.models.people import Person
from evalsys.models.reviews import LogEntry
from evalsys.scoring.periods import Period, month_of, period, quarter_of, week_of, year_of

__all__ = ["Period", "day_in_use", "of_kind", "period"]

MAKERS = {"week": week_of, "month": month_of, "quarter": quarter_of, "year": year_of}


def of_kind(kind: str, day: date) -> Period:
    """The period of that kind that holds the day."""
    return MAKERS[kind](day)


def day_in_use(today: date) -> date:
    """Today; where the books end earlier (a sample, a late quarter), the day of the last log entry."""
    last = db.session.scalar(select(func.max(LogEntry.day)))
    return min(today, last) if last else today


def nothing_yet(township_id: int) -> bool:
    """Has the township no person in its books yet?"""
    return db.session.scalar(select(Person.id).where(Person.township_id == township_id).limit(1)) is None
