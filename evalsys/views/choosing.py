"""Which period a page is about: the one in the address, else the one that people work on now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import abort, request
from flask_login import current_user

from evalsys.services import people, periods, roster
from evalsys.views.acting import today

# What lies outside has no neighbours to show, or is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1900, 2199
LARGEST = 2**31 - 1
# The address of a list that asks for its workbook has this value.
FILE = "file"


def named(code: str, kind: str) -> periods.Period:
    """The period of that kind with this code in the address; 404 for any other."""
    found = readable(code)
    if found.kind != kind:
        abort(404)
    return found


def readable(code: str) -> periods.Period:
    """The period of a code, of any kind; 404 for no code, and for years with which nobody works."""
    try:
        found = periods.period(code)
    except ValueError:
        abort(404)
    if not FIRST_YEAR <= found.first.year <= LAST_YEAR:
        abort(404)
    return found


def chosen_period(kind: str, last: Callable[[int], Any] = lambda _township_id: None) -> periods.Period:
    """The period of that kind named by `?period=`; without it the last one that has logs, or records by `last`."""
    written = request.args.get("period", "")
    if not written:
        number = current_user.township_id
        return periods.of_kind(kind, periods.day_in_use(number, today(), last(number)))
    found = readable(written)
    return found if found.kind == kind else periods.of_kind(kind, found.last)


def chosen_quarter_or_year(last: Callable[[int], Any] = lambda _township_id: None) -> periods.Period:
    """The quarter or year named by `?period=`; a shorter one means its quarter, none that of `chosen_period`."""
    written = request.args.get("period", "")
    found = readable(written) if written else None
    return found if found and found.kind == "year" else chosen_period("quarter", last)


def named_quarter_or_year(code: str) -> periods.Period:
    """The quarter or year with this code in the address; 404 for any other period."""
    found = readable(code)
    return found if found.kind == "year" else named(code, "quarter")


def beside(period: periods.Period) -> tuple[periods.Period, periods.Period]:
    """The quarter and the year that a page about quarters and years offers: the period's own, or the nearest."""
    day = min(max(today(), period.first), period.last)
    return periods.of_kind("quarter", day), periods.of_kind("year", day)


def named_day(written: str) -> date | None:
    """The day that an address names, if it is one with which people work."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def asked_number(name: str) -> int:
    """The number of a row or a line in the address; 0 for none, and for what no database can hold."""
    found = request.args.get(name, 0, type=int)
    return found if 0 <= found <= LARGEST else 0


def is_whole() -> bool:
    """Does the address ask for all of a list, as a workbook?"""
    return request.args.get(FILE) == "xlsx"


def asked_page() -> int:
    """The number of the page of a list; that of the whole list for its workbook."""
    return roster.WHOLE if is_whole() else max(1, asked_number("page"))


def asked_day() -> date:
    """The day named by `?day=`, else today."""
    return named_day(request.args.get("day", "")) or today()


def officials_to_choose(right: str) -> list[tuple[int, str]]:
    """This year's officials over whom the viewer has the right: number, and name with place."""
    if not current_user.may(right):
        return []
    now = today()
    seen = people.officials(current_user, right, now.replace(month=1, day=1), now, now)
    return [(person.id, people.label(person)) for person in seen]


def neighbours(period: periods.Period) -> tuple[periods.Period, periods.Period]:
    """The periods before and after."""
    before = periods.of_kind(period.kind, period.first - timedelta(days=1))
    return before, periods.of_kind(period.kind, period.last + timedelta(days=1))
