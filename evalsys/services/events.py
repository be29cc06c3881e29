"""Events of a branch: who came, was late, had leave or stayed away; each becomes points by the measure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.events import ABSENT, CAME, LATE, BranchEvent, EventPerson
from evalsys.models.people import Membership, Person
from evalsys.models.points import EVENT, PointsEntry
from evalsys.models.units import Unit
from evalsys.services import points_ledger, points_measure, points_reach, scope
from evalsys.services.points_ledger import Slip
from evalsys.services.points_measure import Rule
from evalsys.services.records import refuse_future
from evalsys.services.write import Act, Refused, check_version, write

# The kinds of events; who comes gets the points of the stream with the same name, if the measure has one.
KINDS = ("theme-day", "assembly", "committee", "group", "lecture", "labour")
MISSED, TARDY = {"labour": "labour-absent"}, "meeting-late"
MISSED_MEETING = "meeting-absent"
NOT_MISSED = ("theme-day",)
# Stored with a reversal and printed on statements.
CORRECTED = "更正活动到会情况"


def streams(kind: str, attendance: str) -> tuple[str, ...]:
    """What a measure may count for an attendance."""
    if attendance == CAME:
        return (kind,)
    if attendance == LATE:
        return (kind, TARDY)
    if attendance == ABSENT and kind not in NOT_MISSED:
        return (MISSED.get(kind, MISSED_MEETING),)
    return ()


def listed(viewer: Account, first: date, last: date) -> list[BranchEvent]:
    """The events of these days in the branches that the viewer may see, the newest first."""
    query = whole().where(BranchEvent.held_on.between(first, last), seen(viewer, "points.read"))
    return list(db.session.scalars(query.order_by(BranchEvent.held_on.desc(), BranchEvent.id.desc())))


def whole() -> Any:
    """Events with their branch and their people."""
    return select(BranchEvent).options(
        joinedload(BranchEvent.branch), selectinload(BranchEvent.people).joinedload(EventPerson.person)
    )


def seen(viewer: Account, right: str) -> Any:
    """The condition on events of the branches over which the viewer has the right."""
    return BranchEvent.branch_id.in_(points_reach.branch_ids(viewer, right))


def get(viewer: Account, right: str, event_id: int) -> BranchEvent:
    """One event, or Unknown."""
    found = db.session.scalar(whole().where(BranchEvent.id == event_id, seen(viewer, right)))
    if found is None:
        raise scope.Unknown
    return found


def members(branch: Unit, day: date) -> list[Person]:
    """The branch's list of members on the day, by pinyin."""
    query = select(Person).join(Membership, Membership.person_id == Person.id)
    query = query.where(Membership.branch_id == branch.id, scope.in_force(Membership, day))
    return list(db.session.scalars(query.order_by(Person.pinyin, Person.id).distinct()))


def add(act: Act, branch: Unit, values: dict[str, Any], came: Mapping[int, str]) -> BranchEvent:
    """Record an event with everybody's attendance and the points that follow."""
    refuse_future(act, values["held_on"])
    refuse_same(branch, values, None)
    version = points_measure.version(branch.township_id, values["held_on"])
    event = BranchEvent(township_id=branch.township_id, branch_id=branch.id, recorded_by=act.name, recorded_at=act.at)
    after = {**values, "branch": branch.name, "people": len(came)}
    with write(act, "event.add", event, after=after) as session:
        points_ledger.begin(branch.township_id, values["held_on"])
        for name, value in values.items():
            setattr(event, name, value)
        session.add(event)
        session.flush()
        settle(act, event, came, version.id, points_measure.rules(version, event.held_on))
    return event


def change(act: Act, event: BranchEvent, version: int, values: dict[str, Any], came: Mapping[int, str]) -> None:
    """Correct an event: what no longer holds is reversed, what is new is added, the rest stays as it is."""
    check_version(event, version)
    refuse_future(act, values["held_on"])
    refuse_same(event.branch, values, event.id)
    measure = points_measure.version(event.township_id, values["held_on"])
    before = {name: getattr(event, name) for name in values}
    with write(act, "event.change", event, before, values):
        points_ledger.begin(event.township_id, event.held_on, values["held_on"])
        db.session.refresh(event)
        check_version(event, version)
        for name, value in {**values, "recorded_by": act.name, "recorded_at": act.at}.items():
            setattr(event, name, value)
        settle(act, event, came, measure.id, points_measure.rules(measure, values["held_on"]))


def refuse_same(branch: Unit, values: dict[str, Any], but: int | None) -> None:
    """One event of a kind a day in a branch: a second form would give the points twice."""
    query = select(BranchEvent.id).where(
        BranchEvent.branch_id == branch.id,
        BranchEvent.kind == values["kind"],
        BranchEvent.held_on == values["held_on"],
    )
    found = db.session.scalar(query)
    if found is not None and found != but:
        said = _(
            "%(branch)s %(day)s 的这类活动已经登记过，请在那一次里改。", branch=branch.name, day=values["held_on"]
        )
        raise Refused(said)


def settle(act: Act, event: BranchEvent, came: Mapping[int, str], version_id: int, rules: dict[str, Rule]) -> None:
    """Bring the list and the ledger to what the form says."""
    keep_list(event, came)
    wanted = {
        (number, code): rules[code]
        for number, attendance in came.items()
        for code in streams(event.kind, attendance)
        if code in rules and rules[code].points is not None
    }
    held = points_ledger.standing(PointsEntry.event_id == event.id)
    there = {(row.person_id, row.item): row for row in held if row.happened_on == event.held_on}
    gone = [row for row in held if row.happened_on != event.held_on or (row.person_id, row.item) not in wanted]
    points_ledger.undo(act, gone, CORRECTED)
    fresh = [key for key in wanted if key not in there]
    refuse_counted(event, fresh)
    slips = [slip(act, event, number, wanted[number, code]) for number, code in fresh]
    points_ledger.put(act, event.township_id, version_id, slips)


def keep_list(event: BranchEvent, came: Mapping[int, str]) -> None:
    """The list of people as the form has it."""
    held = {row.person_id: row for row in event.people}
    for number, row in held.items():
        if number not in came:
            event.people.remove(row)
            db.session.delete(row)
    for number, attendance in came.items():
        if number not in held:
            event.people.append(EventPerson(person_id=number, attendance=attendance))
        else:
            held[number].attendance = attendance


def refuse_counted(event: BranchEvent, fresh: list[tuple[int, str]]) -> None:
    """What was recorded for somebody that day by a claim or a register is not given once more."""
    days = (PointsEntry.happened_on == event.held_on, PointsEntry.person_id.in_({number for number, _code in fresh}))
    for row in points_ledger.standing(*days, PointsEntry.event_id.is_distinct_from(event.id)):
        if (row.person_id, row.item) in fresh:
            points_ledger.refuse_twice(row.person, row.item, row.happened_on)


def slip(act: Act, event: BranchEvent, number: int, rule: Rule) -> Slip:
    """The entry of one attendance."""
    reason = event.topic or rule.title
    about = ("event_id", event.id)
    who = (act.name, act.name, EVENT)
    return Slip(number, event.branch_id, rule, rule.points, event.held_on, reason, *who, about=about)
