"""The calendar of a year as a clerk keeps it: one line for each holiday of the State Council's notice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select

from evalsys.extensions import db
from evalsys.models.schemes import CalendarDay, CalendarYear
from evalsys.scoring import period
from evalsys.services import dossiers
from evalsys.services.write import Act, Refused, write

LINE = re.compile(r"(?P<name>\S+)\s+(?P<first>\S+?)(?:\.\.(?P<last>\S+))?(?:\s+调休\s+(?P<makeup>.+))?")
MAKEUP = "调休"
LONGEST_HOLIDAY = 31
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Year:
    """A year with its state ("official", "estimated", or "missing"), its source, and the workdays of each month."""

    year: int
    state: str
    source: str
    months: tuple[int, ...]


def years(today: date) -> list[Year]:
    """The years that are kept, this year and the next in any case, the newest first."""
    rows = {row.year: row for row in db.session.scalars(select(CalendarYear))}
    calendar = dossiers.calendar()
    return [
        Year(
            number,
            rows[number].state if number in rows else "missing",
            rows[number].source if number in rows else "",
            tuple(sum(map(calendar.is_workday, month.days())) for month in period(str(number)).months()),
        )
        for number in sorted({*rows, today.year, today.year + 1}, reverse=True)
    ]


def lines_of(year: int) -> str:
    """The year's days as lines that can be changed and sent back."""
    query = select(CalendarDay).where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
    rows = list(db.session.scalars(query.order_by(CalendarDay.day)))
    made = {row.day: row.name.removesuffix(MAKEUP) for row in rows if row.kind == "makeup"}
    told = []
    for name, first, last in runs([row for row in rows if row.kind == "holiday"]):
        extra = " ".join(day.isoformat() for day, whose in made.items() if whose == name)
        told.append(f"{name} {first}..{last}" + (f" {MAKEUP} {extra}" if extra else ""))
        made = {day: whose for day, whose in made.items() if whose != name}
    return "\n".join(told)


def runs(days: Sequence[CalendarDay]) -> Iterator[tuple[str, date, date]]:
    """Holidays of one name that follow each other, as runs of days."""
    begun: tuple[str, date, date] | None = None
    for row in days:
        if begun and begun[0] == row.name and row.day == begun[2] + ONE_DAY:
            begun = (row.name, begun[1], row.day)
        else:
            if begun:
                yield begun
            begun = (row.name, row.day, row.day)
    if begun:
        yield begun


def keep(act: Act, year: int, state: str, source: str, text: str) -> None:
    """Put these days in the place of the year's former ones. Raises Refused that names the line."""
    before = lines_of(year)
    days = [day for number, line in enumerate(filled(text), start=1) for day in read(line, number, year, source)]
    refuse_twice(days)
    row = db.session.get(CalendarYear, year)
    told = {"state": state, "source": source, "days": text}
    with write(act, "calendar.keep", f"calendar:{year}", before={"days": before}, after=told) as session:
        session.execute(delete(CalendarDay).where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))))
        if row is None:
            session.add(CalendarYear(year=year, state=state, source=source))
        else:
            row.state, row.source = state, source
        session.add_all(days)


def filled(text: str) -> list[str]:
    """The lines with something in them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def read(line: str, number: int, year: int, source: str) -> Iterator[CalendarDay]:
    """The days of one line: name, first..last, and the days that are worked instead."""
    found = LINE.fullmatch(line)
    if not found:
        raise Refused(
            _(
                "第 %(n)s 行看不懂：%(line)s。请写成“元旦 2027-01-01..2027-01-03 调休 2027-01-04”。",
                n=number,
                line=line,
            )
        )
    first = day_of(found["first"], number, year)
    last = day_of(found["last"] or found["first"], number, year)
    if not first <= last < first + LONGEST_HOLIDAY * ONE_DAY:
        raise Refused(_("第 %(n)s 行的结束日期不对：%(line)s，请核对。", n=number, line=line))
    for offset in range((last - first).days + 1):
        yield CalendarDay(day=first + offset * ONE_DAY, kind="holiday", name=found["name"], source=source)
    for written in (found["makeup"] or "").split():
        day = day_of(written, number, year)
        yield CalendarDay(day=day, kind="makeup", name=f"{found['name']}{MAKEUP}", source=source)


def day_of(written: str, number: int, year: int) -> date:
    """A day of that year, or Refused."""
    try:
        day = date.fromisoformat(written)
    except ValueError as wrong:
        raise Refused(_("第 %(n)s 行没有这个日期：%(day)s。", n=number, day=written)) from wrong
    if day.year != year:
        raise Refused(_("第 %(n)s 行的 %(day)s 不在 %(year)s 年。", n=number, day=written, year=year))
    return day


def refuse_twice(days: Sequence[CalendarDay]) -> None:
    """A day is a holiday or a workday, and only once."""
    seen: set[date] = set()
    for row in days:
        if row.day in seen:
            raise Refused(_("%(day)s 写了两次，请核对放假和调休日期。", day=row.day))
        seen.add(row.day)
