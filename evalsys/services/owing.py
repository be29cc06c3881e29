"""Who owes what since when, in one query over the opened periods, the posts, and the records that are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import union_all

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.openings import FORMS, Opening
from evalsys.scoring import Calendar
from evalsys.scoring.periods import Period, day_of, period
from evalsys.services import dossiers, openings
from evalsys.services.owing_parts import DOES, parts
from evalsys.services.periods import of_kind


@dataclass(frozen=True)
class Owed:
    """One form that is due and not there: which, for what time, about whom, and who owes it, if anybody is named."""

    form: str
    period: Period
    person_id: int
    name: str
    by_id: int | None
    by: str

    @property
    def since(self) -> date:
        """The day on which it was due: the last one of its time."""
        return self.period.last


def owed(
    viewer: Account, day: date, today: date, opened: Iterable[Opening] | None = None, calendar: Calendar | None = None
) -> list[Owed]:
    """Everything due by that day over which the viewer has the right, the oldest first.

    Days count in the month of `day` alone; weeks, months and quarters in every opened period that is not closed.
    `opened` are these periods, if they are at hand, as the calendar may be.
    """
    if opened is None:
        opened = [row for row, is_closed in openings.standing(viewer.township_id) if not is_closed]
    due = [slot for slot in slots(opened, of_kind("month", day), calendar) if slot[1].last <= day]
    return found(viewer, due, today)


def asked(viewer: Account, month: Period, today: date) -> list[Owed]:
    """Every form that falls due in the month, there or not."""
    opened = openings.of_township(viewer.township_id)
    due = [slot for slot in slots(opened, month, None) if slot[1].last in month]
    return found(viewer, due, today, is_missing=False)


def found(viewer: Account, due: list[tuple[str, Period]], today: date, is_missing: bool = True) -> list[Owed]:
    """These forms about everybody over whom the viewer has the right; those alone that are not there, or all."""
    mine = [(form, one) for form, one in due if viewer.may(DOES[form])]
    if not mine:
        return []
    rows = db.session.execute(union_all(*parts(viewer, mine, today, is_missing)))
    lines = [Owed(row.form, period(row.code), row.person_id, row.name, row.by_id, row.by or "") for row in rows]
    order = list(FORMS)
    return sorted(lines, key=lambda one: (one.since, order.index(one.form), one.person_id, one.by_id or 0))


def slots(opened: Iterable[Opening], month: Period, calendar: Calendar | None) -> list[tuple[str, Period]]:
    """Every form of these openings with each time for which it is asked; days of that month alone."""
    workdays = calendar or dossiers.calendar()
    return [
        (form, one)
        for opening in opened
        for form in opening.asked
        for one in times(form, period(opening.period), month, workdays)
    ]


def times(form: str, whole: Period, month: Period, calendar: Calendar) -> Iterator[Period]:
    """The days (of that month), weeks or months of an opened period, or the period itself."""
    kind = FORMS[form]
    if kind == "day" and month.first in whole:
        yield from (day_of(day) for day in month.days() if calendar.is_workday(day))
    elif kind == "week":
        yield from (of_kind("week", monday) for monday in whole.mondays())
    elif kind == "month":
        yield from whole.months()
    elif kind == whole.kind:
        yield whole
