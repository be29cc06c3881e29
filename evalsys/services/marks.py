"""Marks: the mentor's week, the branch's month, the committee's quarter."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.people import Person
from evalsys.models.reviews import CommitteeMark, MonthlyMark, WeeklyMark, monthly_total
from evalsys.scoring import plain
from evalsys.scoring.periods import Period, month_of, week_of
from evalsys.services.records import of_people, refuse_day, refuse_out_of_post, refuse_self, save
from evalsys.services.write import Act, Conflict, Refused, hold, write

__all__ = ["monthly_total"]

FIVE = ("virtue", "ability", "diligence", "achievement", "integrity")


def mark_week(act: Act, person: Person, monday: date, version: int, mark: Decimal, comment: str, by: str) -> None:
    """The mentor's mark and comment for one week; a second time changes the first."""
    refuse_self(act, person)
    if monday.weekday():
        raise Refused(_("%(day)s 不是星期一。周评价按星期一的日期登记。", day=monday))
    refuse_day(act, person, monday)
    refuse_out_of_post(person, week_of(monday))
    row = weekly_mark(person, monday)
    values = {"mark": mark, "comment": comment or None, "marked_by": by}
    save(act, "weekly.mark", row, version, WeeklyMark(person_id=person.id, monday=monday), values)


def weekly_mark(person: Person, monday: date) -> WeeklyMark | None:
    """The mark of that week, if there is one."""
    return db.session.scalar(select(WeeklyMark).where(WeeklyMark.person_id == person.id, WeeklyMark.monday == monday))


def mark_month(act: Act, person: Person, month: date, version: int, marks: dict[str, Decimal], by: str) -> None:
    """The branch's five marks for one month; a second time changes the first."""
    refuse_self(act, person)
    refuse_day(act, person, month)
    refuse_out_of_post(person, month_of(month))
    row = monthly_mark(person, month)
    save(
        act,
        "monthly.mark",
        row,
        version,
        MonthlyMark(person_id=person.id, month=month),
        {**marks, "marked_by": by},
    )


def monthly_mark(person: Person, month: date) -> MonthlyMark | None:
    """The five marks of that month, if they are there."""
    return db.session.scalar(
        select(MonthlyMark).where(MonthlyMark.person_id == person.id, MonthlyMark.month == month)
    )


@dataclass(frozen=True)
class Sheet:
    """One member's marks for a quarter: person number → mark."""

    marks: dict[int, Decimal]

    @property
    def version(self) -> int:
        """A number that is another one for other marks, whichever rows hold them; 0 for an empty sheet."""
        said = ",".join(f"{number}={plain(mark)}" for number, mark in sorted(self.marks.items()))
        return int(hashlib.sha256(said.encode()).hexdigest()[:14], 16) if said else 0


def committee_sheet(member: Person, quarter: date) -> Sheet:
    """The marks that the member gave."""
    query = select(CommitteeMark).where(CommitteeMark.member_id == member.id, CommitteeMark.quarter == quarter)
    return Sheet({row.person_id: row.mark for row in db.session.scalars(query)})


def mark_committee(act: Act, member: Person, quarter: Period, version: int, marks: dict[int, Decimal | None]) -> None:
    """Save one member's whole sheet; an empty mark takes the earlier one back.

    Raises Refused where the member, or who keys the sheet, would mark himself; Conflict where the sheet changed
    since it was opened.
    """
    refuse_day(act, member, quarter.first)
    if member.id in marks or (act.actor and act.actor.person_id in marks):
        raise Refused(_("不能给自己评分，请由别人来办。"))
    hold(Person, member.id)
    query = select(CommitteeMark).where(CommitteeMark.member_id == member.id, CommitteeMark.quarter == quarter.first)
    rows = db.session.scalars(query.execution_options(populate_existing=True))
    held = {row.person_id: row for row in rows}
    sheet = Sheet({number: row.mark for number, row in held.items()})
    if version != sheet.version:
        raise Conflict(sheet)
    before = {str(number): row.mark for number, row in held.items()}
    after = {str(number): mark for number, mark in marks.items()}
    with write(act, "committee.mark", f"person:{member.id}", before, after) as session:
        for number, mark in marks.items():
            put_mark(session, act, held.get(number), number, member, quarter.first, mark)


def put_mark(
    session: Any,
    act: Act,
    row: CommitteeMark | None,
    person_id: int,
    member: Person,
    quarter: date,
    mark: Decimal | None,
) -> None:
    """Add, change or take back one mark."""
    if mark is None:
        if row is not None:
            session.delete(row)
        return
    if row is not None and row.mark == mark:
        return
    row = row or CommitteeMark(person_id=person_id, member_id=member.id, quarter=quarter)
    row.mark, row.recorded_by, row.recorded_at = mark, act.name, act.at
    session.add(row)


def weekly_marks(people: Sequence[Person], first: date, last: date) -> list[WeeklyMark]:
    """The marks of the weeks whose Monday lies in the span."""
    return of_people(WeeklyMark, people, WeeklyMark.monday.between(first, last))


def monthly_marks(people: Sequence[Person], first: date, last: date) -> list[MonthlyMark]:
    """The marks of the months that begin in the span."""
    return of_people(MonthlyMark, people, MonthlyMark.month.between(first, last))


def committee_marks(people: Sequence[Person], quarter: Period) -> list[CommitteeMark]:
    """Every member's marks of the quarter."""
    return of_people(CommitteeMark, people, CommitteeMark.quarter == quarter.first)
