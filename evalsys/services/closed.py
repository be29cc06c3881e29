"""Is a period closed? What every verb asks that would change a closed period's records or results."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from evalsys.extensions import db
from evalsys.models.closings import PeriodClose
from evalsys.models.units import Unit
from evalsys.scoring.periods import Period
from evalsys.services import periods
from evalsys.services.write import Refused, share


def in_force(township_id: int, period: Period) -> PeriodClose | None:
    """The close that holds now, if the period is closed."""
    query = select(PeriodClose).where(PeriodClose.township_id == township_id, PeriodClose.period == period.code)
    return db.session.scalar(query.where(PeriodClose.reopened_at.is_(None)))


def holds(township_id: int, period: Period) -> ColumnElement[bool]:
    """The condition that the period is closed, for queries that ask for something else besides."""
    query = select(PeriodClose.id).where(PeriodClose.township_id == township_id, PeriodClose.period == period.code)
    return query.where(PeriodClose.reopened_at.is_(None)).exists()


def of_period(township_id: int, period: Period) -> list[PeriodClose]:
    """Every close of the period, the newest first."""
    query = select(PeriodClose).where(PeriodClose.township_id == township_id, PeriodClose.period == period.code)
    return list(db.session.scalars(query.order_by(PeriodClose.number.desc())))


def all_closed(township_id: int) -> list[Period]:
    """The periods that are closed now, the earliest first."""
    query = select(PeriodClose.period).where(
        PeriodClose.township_id == township_id, PeriodClose.reopened_at.is_(None)
    )
    return sorted(periods.period(code) for code in db.session.scalars(query))


def touched(closed: list[Period], first: date, last: date) -> Period | None:
    """The first of these periods that shares a day with the span."""
    return next((period for period in closed if period.first <= last and first <= period.last), None)


def containing(township_id: int, period: Period) -> Period | None:
    """The closed period that this one lies in: itself, or the year of a quarter."""
    found = all_closed(township_id)
    return next((one for one in found if one.first <= period.first and period.last <= one.last), None)


def refuse_filed(township_id: int, period: Period) -> None:
    """Raise Refused where a record that belongs to the period as a whole, such as a tally, comes too late."""
    share(Unit, township_id)
    found = containing(township_id, period)
    if found:
        raise Refused(says_shut(found))


def refuse_records(township_id: int, first: date, last: date | None = None) -> None:
    """Raise Refused where a record of these days belongs to a closed period."""
    # A close that is under way is waited for, so that no record slips in behind its back.
    share(Unit, township_id)
    period = touched(all_closed(township_id), first, last or first)
    if period:
        raise Refused(says_shut(period))


def says_shut(period: Period) -> str:
    """That a record comes too late, and what to do now."""
    if period.kind == "year":
        return _(
            "%(period)s已经关账，这一年度的记录不能再登记、修改或撤销。"
            "请记入下一年度；确需更正的，请先申请重新打开%(period)s。",
            period=periods.name(period),
        )
    return _(
        "%(period)s已经关账，这一季度的记录不能再登记、修改或撤销。"
        "请记入下一季度；确需更正的，请先申请重新打开%(period)s。",
        period=periods.name(period),
    )


def refuse_compute(township_id: int, period: Period) -> None:
    """Raise Refused where the period's results are closed, or those of the year that rests on them."""
    found = containing(township_id, period)
    if found:
        raise Refused(
            _(
                "%(period)s已经关账，结果不能再计算。确需更正的，请先申请重新打开，由另一人确认。",
                period=periods.name(found),
            )
        )
