"""Points by hand, reversals, objections and their answers, and what is read of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Membership, Person
from evalsys.models.points import EVENT, HAND, PointsEntry, PointsObjection
from evalsys.services import evidence as files
from evalsys.services import points_ledger, points_measure, points_reach, points_redeeming, scope
from evalsys.services.evidence_guard import Handed
from evalsys.services.points_ledger import Slip
from evalsys.services.records import refuse_future, refuse_self
from evalsys.services.write import Act, Refused, check_version, write

ZERO = Decimal(0)
# Stored with a reversal and printed on statements.
UPHELD = "异议成立："


def add(
    act: Act,
    person: Person,
    item: str,
    day: date,
    reason: str,
    evidence: str,
    declared_by: str,
    handed: Handed | None = None,
    asked: Decimal | None = None,
) -> PointsEntry:
    """One entry from the clerk's hand: from a paper, or a correction after a reversal; a file may come along.

    `asked` are the points where the measure leaves them open. What is redeemed must be there.
    """
    refuse_self(act, person)
    refuse_future(act, day)
    membership = points_reach.membership(person, day)
    version = points_measure.version(person.township_id, day)
    rule = points_measure.rules(version, day, points_measure.role_of(membership)).get(item)
    if rule is None:
        raise Refused(_("办法里没有这一项，请重新选择。"))
    branch_id = membership.branch_id if membership else None
    who = (declared_by or act.name, act.name, HAND, evidence or None)
    slip = Slip(person.id, branch_id, rule, points_measure.worth(rule, asked), day, reason, *who)
    file = files.accepted(handed)
    after = {"person": person.name, "title": rule.title, "day": day, **files.noted(file)}
    with write(act, "points.add", f"person:{person.id}", after=after):
        points_ledger.begin(person.township_id, day)
        points_ledger.refuse_twice(person, item, day)
        thought = points_ledger.entry_of(act, person.township_id, version.id, slip)
        points_redeeming.refuse_overdrawn(version, person, thought, act.today)
        row = points_ledger.put(act, person.township_id, version.id, [slip])[0]
        files.attach(act, file, row)
    return row


def reverse(act: Act, row: PointsEntry, reason: str) -> None:
    """Take an entry back by its opposite; both stay on the statement."""
    refuse_self(act, row.person)
    refuse_event(row)
    after = {"person": row.person.name, "title": row.title, "points": -row.points, "reason": reason}
    with write(act, "points.reverse", row, after=after):
        points_ledger.begin(row.township_id, row.happened_on)
        points_ledger.undo(act, [row], reason)


def refuse_event(row: PointsEntry) -> None:
    """What came from an event is corrected there: the next save of the event would bring it back."""
    if row.source == EVENT and points_ledger.standing(PointsEntry.id == row.id):
        said = _("这一条来自 %(day)s 的支部活动，请在“支部活动”里更正到会情况，积分会自动冲销。", day=row.happened_on)
        raise Refused(said)


def get(viewer: Account, right: str, entry_id: int, day: date) -> PointsEntry:
    """One entry about somebody whom the right reaches, or Unknown."""
    query = select(PointsEntry).join(Person, Person.id == PointsEntry.person_id)
    found = db.session.scalar(query.where(PointsEntry.id == entry_id, scope.visible(viewer, right, day)))
    if found is None:
        raise scope.Unknown
    return found


def lines(person: Person, first: date, last: date) -> list[PointsEntry]:
    """Every line of somebody in these days, reversals included, in the order of the days."""
    query = select(PointsEntry).where(PointsEntry.person_id == person.id)
    query = query.where(PointsEntry.happened_on.between(first, last))
    return list(db.session.scalars(query.order_by(PointsEntry.happened_on, PointsEntry.id)))


def balance(person: Person) -> Decimal:
    """The sum of all entries, as it is kept."""
    return points_ledger.balances([person.id]).get(person.id, ZERO)


def sums(branch_ids: Sequence[int], first: date, last: date) -> dict[int, tuple[int, Decimal, Decimal]]:
    """By branch: how many lines in these days, what was given and what was taken; what was reversed cancels out."""
    kind = PointsEntry.points.type
    given = func.sum(case((PointsEntry.points > ZERO, PointsEntry.points), else_=ZERO), type_=kind)
    taken = func.sum(case((PointsEntry.points < ZERO, PointsEntry.points), else_=ZERO), type_=kind)
    query = select(PointsEntry.branch_id, func.count(), given, taken).group_by(PointsEntry.branch_id)
    query = query.where(PointsEntry.branch_id.in_(branch_ids), PointsEntry.happened_on.between(first, last))
    return {branch: (count, plus, minus) for branch, count, plus, minus in db.session.execute(query)}


def sizes(branch_ids: Sequence[int], day: date) -> dict[int, int]:
    """How many members each branch has."""
    query = select(Membership.branch_id, func.count(Membership.person_id.distinct()))
    query = query.where(Membership.branch_id.in_(branch_ids), scope.in_force(Membership, day))
    return dict(db.session.execute(query.group_by(Membership.branch_id)).all())


def last_day(township_id: int) -> Select[Any]:
    """The query for the last day about which the ledger has an entry."""
    return select(func.max(PointsEntry.happened_on)).where(PointsEntry.township_id == township_id)


# Objections


def object_to(act: Act, row: PointsEntry, reason: str) -> PointsObjection:
    """A member doubts a line."""
    refuse_open(row)
    objection = PointsObjection(
        township_id=row.township_id,
        person_id=row.person_id,
        entry_id=row.id,
        reason=reason,
        made_by=act.name,
        made_at=act.at,
    )
    after = {"title": row.title, "day": row.happened_on, "reason": reason}
    with write(act, "objection.add", objection, after=after) as session:
        session.add(objection)
    return objection


def refuse_open(row: PointsEntry) -> None:
    """A line is doubted once at a time."""
    query = select(PointsObjection.id).where(
        PointsObjection.entry_id == row.id, PointsObjection.answered_at.is_(None)
    )
    if db.session.scalar(query.limit(1)):
        raise Refused(_("这一条已经提过异议，支部还没有答复，请等答复。"))


def answer(act: Act, objection: PointsObjection, version: int, text: str, is_upheld: bool) -> None:
    """The branch's answer; where the objection is right, the line is reversed in the same stroke."""
    check_version(objection, version)
    refuse_self(act, objection.person)
    if is_upheld:
        refuse_event(objection.entry)
    if objection.answered_at:
        raise Refused(_("这条异议已在 %(day)s 答复。", day=objection.answered_at.date()))
    with write(act, "objection.answer", objection, after={"answer": text, "upheld": is_upheld}):
        points_ledger.begin(objection.township_id, *([objection.entry.happened_on] if is_upheld else []))
        objection.answer, objection.is_upheld = text, is_upheld
        objection.answered_by, objection.answered_at = act.name, act.at
        if is_upheld and points_ledger.standing(PointsEntry.id == objection.entry_id):
            points_ledger.undo(act, [objection.entry], f"{UPHELD}{text}"[:200])


def objection(viewer: Account, objection_id: int, day: date) -> PointsObjection:
    """One objection that the viewer may answer, or Unknown."""
    query = select(PointsObjection).join(Person, Person.id == PointsObjection.person_id)
    reached = scope.visible(viewer, "points.record", day)
    found = db.session.scalar(query.where(PointsObjection.id == objection_id, reached))
    if found is None:
        raise scope.Unknown
    return found


def objections(viewer: Account, day: date) -> list[PointsObjection]:
    """The objections that wait for the viewer's answer."""
    query = select(PointsObjection).join(Person, Person.id == PointsObjection.person_id)
    query = query.options(joinedload(PointsObjection.person), joinedload(PointsObjection.entry))
    query = query.where(PointsObjection.answered_at.is_(None), scope.visible(viewer, "points.record", day))
    return list(db.session.scalars(query.order_by(PointsObjection.id)))
