"""The parts of the query that finds what is owed: what is asked of whom, less what is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, case, literal, null, or_, select, union_all
from sqlalchemy.orm import aliased

from evalsys.models.accounts import Account
from evalsys.models.people import Mentoring, Person, Post
from evalsys.models.reviews import (
    MASSES,
    MEETING,
    CommitteeMark,
    Leave,
    LogEntry,
    MonthlyMark,
    Tally,
    WeeklyMark,
)
from evalsys.models.summaries import Summary
from evalsys.models.talks import Talk
from evalsys.models.units import Unit
from evalsys.scoring.periods import Period
from evalsys.services import scope

Due = Collection[tuple[str, Period]]

# Which right does a form: who has it over the person is asked for it, or sees who is.
DOES = {
    "day": "log.write",
    "week": "weekly.mark",
    "month": "monthly.mark",
    "sheet": "committee.mark",
    "tally": "tally.write",
    "summary": "summary.write",
    "quarter-summary": "summary.write",
    "talk": "talk.write",
    "meeting": "tally.write",
    "report": "summary.write",
}
# The forms that the official fills in herself.
OWN = ("day", "summary", "quarter-summary", "report")


def parts(viewer: Account, due: Due, today: date, is_missing: bool = True) -> Iterator[Select[Any]]:
    """The committee's sheets, one for each member, and everything else; what is there is left out, or not."""
    sheets = [one for one in due if one[0] == "sheet"]
    others = [one for one in due if one[0] != "sheet"]
    if sheets:
        yield of_members(viewer, sheets, today, is_missing)
    if others:
        yield of_officials(viewer, others, today, is_missing)


def of_officials(viewer: Account, due: Due, today: date, is_missing: bool) -> Select[Any]:
    """What is asked about each official in post, with who owes it."""
    slot, ower = table_of(due), aliased(Person)
    reach = [
        and_(slot.c.form == form, scope.visible(viewer, DOES[form], today)) for form in {form for form, _ in due}
    ]
    query = asked(slot, ower).outerjoin(ower, ower.id == ower_of(slot))
    query = query.where(or_(*reach), ~on_leave(slot))
    if is_missing:
        query = query.where(~is_there(slot))
    return query.where(or_(slot.c.form.in_(OWN), Person.id != (viewer.person_id or 0)))


def of_members(viewer: Account, due: Due, today: date, is_missing: bool) -> Select[Any]:
    """The marks of every committee member for every official but himself; of a member who looks, his own alone."""
    slot, member, seat = table_of(due), aliased(Person), aliased(Post)
    is_member = select(Post.id).where(Post.person_id == viewer.person_id, Post.kind == "committee_member")
    given = select(CommitteeMark.id).where(
        CommitteeMark.person_id == Person.id,
        CommitteeMark.member_id == member.id,
        CommitteeMark.quarter == slot.c.first,
    )
    query = asked(slot, member).join(seat, and_(seat.kind == "committee_member", scope.in_force(seat, slot.c.last)))
    query = query.join(member, member.id == seat.person_id).where(
        member.township_id == viewer.township_id,
        member.id != Person.id,
        Person.id != (viewer.person_id or 0),
        scope.visible(viewer, DOES["sheet"], today),
    )
    if is_missing:
        query = query.where(~given.exists())
    if viewer.person_id is None:
        return query
    return query.where(or_(member.id == viewer.person_id, ~is_member.exists()))


def table_of(due: Due) -> Any:
    """Forms and their times as a table of the query."""
    lines = [
        select(
            literal(form).label("form"),
            literal(one.code).label("code"),
            literal(one.first, Date).label("first"),
            literal(one.last, Date).label("last"),
        )
        for form, one in due
    ]
    return union_all(*lines).cte()


def asked(slot: Any, ower: Any) -> Select[Any]:
    """Each form and time with everybody who is a village official then."""
    columns = (Person.id.label("person_id"), Person.name.label("name"), ower.id.label("by_id"), ower.name.label("by"))
    in_post = and_(Post.kind == "official", scope.overlapping(Post, slot.c.first, slot.c.last))
    query = select(slot.c.form, slot.c.code, *columns).select_from(slot)
    return query.join(Post, in_post).join(Person, Person.id == Post.person_id).distinct()


def is_there(slot: Any) -> ColumnElement[bool]:
    """Has the record been made? A summary only counts once it is handed in."""
    handed_in = and_(Summary.period == slot.c.code, Summary.submitted_on.is_not(None))
    made = {
        "day": (LogEntry, LogEntry.day == slot.c.first),
        "week": (WeeklyMark, WeeklyMark.monday == slot.c.first),
        "month": (MonthlyMark, MonthlyMark.month == slot.c.first),
        "tally": (Tally, and_(Tally.kind == MASSES, Tally.first_on == slot.c.first)),
        "meeting": (Tally, and_(Tally.kind == MEETING, Tally.first_on == slot.c.first)),
        "talk": (Talk, and_(Talk.quarter == slot.c.first, Talk.cancelled_on.is_(None))),
        **dict.fromkeys(("summary", "quarter-summary", "report"), (Summary, handed_in)),
    }
    return or_(
        *(
            and_(slot.c.form == form, select(table.id).where(table.person_id == Person.id, condition).exists())
            for form, (table, condition) in made.items()
        )
    )


def on_leave(slot: Any) -> ColumnElement[bool]:
    """No log is owed for a day of approved leave."""
    leave = select(Leave.id).where(Leave.person_id == Person.id, Leave.cancelled_on.is_(None))
    return and_(slot.c.form == "day", leave.where(slot.c.first.between(Leave.from_on, Leave.until_on)).exists())


def ower_of(slot: Any) -> ColumnElement[Any]:
    """Who is to do it: herself, the mentor of that time, the secretary of the village; nobody by name otherwise."""
    mentor = select(Mentoring.mentor_id).where(
        Mentoring.person_id == Person.id, scope.in_force(Mentoring, slot.c.last)
    )
    seat, unit = aliased(Post), aliased(Unit)
    works = or_(unit.id == Post.unit_id, unit.place_id == Post.unit_id)
    secretary = select(seat.person_id).join(unit, unit.id == seat.unit_id)
    secretary = secretary.where(seat.kind == "secretary", works, scope.in_force(seat, slot.c.last))
    return case(
        (slot.c.form.in_(OWN), Person.id),
        (slot.c.form == "week", first_of(mentor, slot, Person)),
        (slot.c.form == "month", first_of(secretary, slot, Post)),
        else_=null(),
    )


def first_of(query: Select[Any], *outer: Any) -> Any:
    """One of them for each row of the outer tables, always the same."""
    return query.order_by(query.selected_columns[0]).limit(1).correlate(*outer).scalar_subquery()
