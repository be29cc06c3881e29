"""Periods for pages: reading a code, and the day around which the township works at present."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select

from evalsys.extensions import db
from evalsys.models.people import Person
from evalsys.models.reviews import LogEntry
from evalsys.scoring.periods import Period, month_of, period, quarter_of, week_of, year_of

__all__ = ["Period", "day_in_use", "name", "of_kind", "period"]

QUARTERS = (
    lazy_gettext("%(year)s年第一季度"),
    lazy_gettext("%(year)s年第二季度"),
    lazy_gettext("%(year)s年第三季度"),
    lazy_gettext("%(year)s年第四季度"),
)
MAKERS = {"week": week_of, "month": month_of, "quarter": quarter_of, "year": year_of}


def of_kind(kind: str, day: date) -> Period:
    """The period of that kind that holds the day."""
    return MAKERS[kind](day)


def name(period: Period) -> str:
    """What a period is called on pages, in the reader's language; papers have the period's own title."""
    first = period.first
    if period.kind == "quarter":
        return QUARTERS[(first.month - 1) // 3] % {"year": first.year}
    if period.kind == "month":
        return _("%(year)s年%(month)s月", year=first.year, month=first.month)
    if period.kind == "week":
        return _("%(day)s起的一周", day=first.isoformat())
    return _("%(year)s年度", year=first.year) if period.kind == "year" else first.isoformat()


def day_in_use(today: date) -> date:
    """Today; where the books end earlier (a sample, a late quarter), the day of the last log entry."""
    last = db.session.scalar(select(func.max(LogEntry.day)))
    return min(today, last) if last else today


def nothing_yet(township_id: int) -> bool:
    """Has the township no person in its books yet?"""
    return db.session.scalar(select(Person.id).where(Person.township_id == township_id).limit(1)) is None
