"""Which period a page is about: the one in the address, else the one that people work on now."""

from __future__ import annotations

from datetime import date, timedelta

from flask import abort, request

from evalsys.services import periods
from evalsys.views.acting import today


def chosen_period(kind: str) -> periods.Period:
    """The period of that kind named by `?period=`; without it the last one that has records."""
    written = request.args.get("period", "")
    if written:
        try:
            found = periods.period(written)
        except ValueError:
            abort(404)
        return found if found.kind == kind else periods.of_kind(kind, found.last)
    return periods.of_kind(kind, periods.day_in_use(today()))


def neighbours(period: periods.Period) -> tuple[periods.Period, periods.Period]:
    """The periods before and after."""
    before = periods.of_kind(period.kind, period.first - timedelta(days=1))
    return before, periods.of_kind(period.kind, period.last + timedelta(days=1))


def recent(period: periods.Period, number: int = 5) -> list[periods.Period]:
    """The period and the ones before it, the newest first."""
    found, day = [], period.last
    for _step in range(number):
        found.append(periods.of_kind(period.kind, day))
        day = found[-1].first - timedelta(days=1)
    return found


def first_of(period: periods.Period) -> date:
    """The day by which marks of the period are kept."""
    return period.first
