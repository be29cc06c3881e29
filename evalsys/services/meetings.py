"""Meetings with their minutes, of the township or of a branch: read by who was there or belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.meetings import Meeting, MeetingPerson
from evalsys.models.people import Membership, Person, Post
from evalsys.models.tasks import Task
from evalsys.models.units import Unit
from evalsys.rights import BRANCH, TOWNSHIP
from evalsys.services import cancelling, closed, people, scope
from evalsys.services.records import refuse_future
from evalsys.services.write import Act, Refused, write

# Who is expected at a meeting of the whole township.
EXPECTED = ("official", "mentor", "secretary", "committee_member")
Came = Mapping[int, tuple[bool, str]]


def visible(viewer: Account, right: str, day: date) -> ColumnElement[bool]:
    """The condition on Meeting for those over which the viewer has the right."""
    conditions = [condition(viewer, right, reach, unit_id, day) for reach, unit_id in viewer.scopes.get(right, ())]
    ours = select(Unit.id).where(Unit.township_id == viewer.township_id)
    return Meeting.unit_id.in_(ours) & or_(false(), *conditions)


def condition(viewer: Account, right: str, reach: str, unit_id: int | None, day: date) -> ColumnElement[bool]:
    """All of the township; those of a branch; for others those of her own branch and those on whose list she is."""
    if reach == TOWNSHIP:
        return Meeting.unit_id.is_not(None)
    branch = Meeting.unit_id == unit_id if reach == BRANCH else of_own_branch(viewer, day)
    if right != "meeting.read":
        return branch
    named = select(MeetingPerson.meeting_id).where(MeetingPerson.person_id == viewer.person_id)
    return or_(branch, Meeting.id.in_(named))


def of_own_branch(viewer: Account, day: date) -> ColumnElement[bool]:
    """Meetings of the branch of which the viewer is a member, or of one in the village where she holds a post."""
    member = select(Membership.branch_id).where(
        Membership.person_id == viewer.person_id, scope.in_force(Membership, day)
    )
    held = select(Post.unit_id).where(Post.person_id == viewer.person_id, scope.in_force(Post, day))
    local = select(Unit.id).where(Unit.kind == "branch", or_(Unit.id.in_(held), Unit.place_id.in_(held)))
    return or_(Meeting.unit_id.in_(member), Meeting.unit_id.in_(local))


def listed(viewer: Account, first: date, last: date, day: date) -> list[Meeting]:
    """The meetings of these days that the viewer may read, the newest first."""
    query = whole().where(Meeting.held_on.between(first, last), visible(viewer, "meeting.read", day))
    return list(db.session.scalars(query.order_by(Meeting.held_on.desc(), Meeting.id.desc())))


def last_day(township_id: int) -> Select[Any]:
    """The query for the day of the township's last meeting."""
    query = select(func.max(Meeting.held_on)).join(Unit, Unit.id == Meeting.unit_id)
    return query.where(Unit.township_id == township_id)


def whole() -> Select[Any]:
    """Meetings with their unit and their list of people."""
    return select(Meeting).options(
        joinedload(Meeting.unit), selectinload(Meeting.people).joinedload(MeetingPerson.person)
    )


def get(viewer: Account, right: str, meeting_id: int, day: date) -> Meeting:
    """One meeting over which the viewer has the right, or Unknown."""
    found = db.session.scalar(whole().where(Meeting.id == meeting_id, visible(viewer, right, day)))
    if found is None:
        raise scope.Unknown
    return found


def places(viewer: Account) -> list[Unit]:
    """For whom the viewer may keep minutes: the township and its branches, or her own branch."""
    scopes = viewer.scopes.get("meeting.write", ())
    query = select(Unit).where(Unit.township_id == viewer.township_id)
    if not any(reach == TOWNSHIP for reach, _unit in scopes):
        return list(db.session.scalars(query.where(Unit.id.in_([unit for _reach, unit in scopes]))))
    query = query.where(Unit.kind.in_(("township", "branch")))
    return sorted(db.session.scalars(query), key=lambda unit: (unit.kind != "township", unit.id))


def candidates(unit: Unit, day: date) -> list[Person]:
    """Who may be on the list: holders of a post in the branch or its village, of the township the usual posts."""
    held = select(Post.person_id).where(scope.in_force(Post, day))
    reach = scope.of_branch(unit.id, day) if unit.kind == "branch" else Person.township_id == unit.id
    held = held if unit.kind == "branch" else held.where(Post.kind.in_(EXPECTED))
    query = select(Person).where(Person.township_id == unit.township_id, reach, Person.id.in_(held))
    found = db.session.scalars(query.options(selectinload(Person.posts)).order_by(Person.id))
    return sorted(found, key=lambda person: not is_official(person, day))


def refuse_meeting(act: Act, township_id: int, held_on: date, people: Came, named: Mapping[int, str]) -> None:
    """A meeting has been held, in a period that is open, by somebody; who came has no reason to be away."""
    refuse_future(act, held_on)
    closed.refuse_records(township_id, held_on)
    if not any(came for came, _reason in people.values()):
        raise Refused(_("请至少勾选一位到会的人。"))
    for number, (came, reason) in people.items():
        if came and reason:
            raise Refused(_("%(name)s 勾了到会，又写了缺席原因，请去掉一样。", name=named.get(number, str(number))))


def rows_of(people: Came) -> list[MeetingPerson]:
    """Who came, and who stayed away with a reason; whoever is neither was not expected."""
    return [
        MeetingPerson(person_id=number, came=came, reason=reason or None)
        for number, (came, reason) in people.items()
        if came or reason
    ]


def add_meeting(act: Act, unit: Unit, values: dict[str, Any], people: Came, named: Mapping[int, str]) -> Meeting:
    """Minutes of a meeting, with who came."""
    refuse_meeting(act, unit.township_id, values["held_on"], people, named)
    meeting = Meeting(unit_id=unit.id, recorded_by=act.name, recorded_at=act.at, **values)
    meeting.people = rows_of(people)
    with write(act, "meeting.add", meeting, after={"day": values["held_on"], "unit": unit.name}) as session:
        session.add(meeting)
    return meeting


def change_meeting(
    act: Act, meeting: Meeting, version: int, values: dict[str, Any], people: Came, named: Mapping[int, str]
) -> None:
    """Correct minutes; the list of who came is written anew."""
    cancelling.refuse_cancelled(meeting)
    closed.refuse_records(meeting.unit.township_id, meeting.held_on)
    refuse_meeting(act, meeting.unit.township_id, values["held_on"], people, named)
    cancelling.change(act, meeting, version, values, lambda: put_people(meeting, people))


def put_people(meeting: Meeting, people: Came) -> None:
    """Keep the rows that are there, change them, add and take away."""
    held = {row.person_id: row for row in meeting.people}
    for fresh in rows_of(people):
        row = held.pop(fresh.person_id, None)
        if row is None:
            meeting.people.append(fresh)
        else:
            row.came, row.reason = fresh.came, fresh.reason
    for row in held.values():
        meeting.people.remove(row)


def cancel(act: Act, meeting: Meeting, version: int, reason: str) -> None:
    """Take minutes back; tasks that came from them stay."""
    cancelling.take_back(act, meeting, version, meeting.unit.township_id, meeting.held_on, reason)


def lines(text: str | None) -> list[str]:
    """The lines of a text that say something: one matter, one decision each."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def decision(meeting: Meeting, number: int) -> str:
    """One decision, as long as a task's title may be; none for a number that is not there."""
    found = lines(meeting.decisions)
    return found[number][:100] if 0 <= number < len(found) else ""


def named(meeting: Meeting) -> str:
    """What a task calls the meeting that it came from."""
    return _("%(day)s 碰头会（%(unit)s）", day=meeting.held_on.isoformat(), unit=meeting.unit.name)[:100]


def tasks_of(meeting: Meeting) -> list[Task]:
    """The tasks that came from a meeting."""
    query = select(Task).where(Task.meeting_id == meeting.id).options(joinedload(Task.village))
    return list(db.session.scalars(query.order_by(Task.id)))


def place(viewer: Account, unit_id: int) -> Unit:
    """One unit for which the viewer may keep minutes, or Unknown."""
    found = next((unit for unit in places(viewer) if unit.id == unit_id), None)
    if found is None:
        raise scope.Unknown
    return found


def may_write(viewer: Account, meeting: Meeting, day: date) -> bool:
    """May the viewer change these minutes?"""
    query = select(Meeting.id).where(Meeting.id == meeting.id, visible(viewer, "meeting.write", day))
    return viewer.may("meeting.write") and db.session.scalar(query) is not None


def is_official(person: Person, day: date) -> bool:
    """Is somebody a village official on that day?"""
    return any(post.kind == "official" and people.holds_on(post, day) for post in person.posts)
