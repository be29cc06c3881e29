"""Periods for pages: reading a code, and the day around which the township works at present."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import format_date, lazy_gettext
from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from evalsys.extensions import db
from evalsys.models.people import Person
from evalsys.models.reviews import LogEntry
from evalsys.scoring.periods import Period, month_of, period, quarter_of, week_of, year_of

__all__ = ["Period", "day_in_use", "last_log", "name", "of_kind", "period"]

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
        return format_date(first, _("yyyy年M月"))
    if period.kind == "week":
        return _("%(day)s起的一周", day=first.isoformat())
    return _("%(year)s年度", year=first.year) if period.kind == "year" else first.isoformat()


def last_log(township_id: int) -> Select[Any]:
    """The day of the township's last log entry."""
    query = select(func.max(LogEntry.day)).join(Person, Person.id == LogEntry.person_id)
    return query.where(Person.township_id == township_id)


def day_in_use(township_id: int, today: date, other: Select[Any] | date | None = None) -> date:
    """Today; where the books end earlier (a sample, a late quarter), the day of the last log entry.

    With another kind of records, which may be asked for in the same query, their last day if that is later.
    """
    asked = [last_log(township_id).scalar_subquery()]
    if isinstance(other, Select):
        asked.append(other.scalar_subquery())
    logged, *others = db.session.execute(select(*asked)).one()
    last = min(today, logged) if logged else today
    known = others[0] if others else other
    return max(last, known) if known else last
