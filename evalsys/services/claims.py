"""Claims: from the member to the group leader, to the branch secretary, into the ledger; or back with a reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.claims import AT_BRANCH, AT_GROUP, RECORDED, REFUSED, WITHDRAWN, Claim
from evalsys.models.people import Person, Post
from evalsys.models.points import CLAIM
from evalsys.models.units import Unit, UnitLink
from evalsys.services import evidence as files
from evalsys.services import points_ledger, points_measure, points_reach, scope
from evalsys.services.evidence_guard import Handed
from evalsys.services.points_ledger import Slip
from evalsys.services.points_measure import Rule
from evalsys.services.records import refuse_future
from evalsys.services.write import Act, Refused, check_version, write

PASS, REFUSE, WITHDRAW = "pass", "refuse", "withdraw"
# The whole way of a claim: from which state which step leads where. What is not here does not happen.
STEPS = {
    (AT_GROUP, PASS): AT_BRANCH,
    (AT_GROUP, REFUSE): REFUSED,
    (AT_GROUP, WITHDRAW): WITHDRAWN,
    (AT_BRANCH, PASS): RECORDED,
    (AT_BRANCH, REFUSE): REFUSED,
    (AT_BRANCH, WITHDRAW): WITHDRAWN,
}
# Who may take the step out of a state.
RIGHTS = {AT_GROUP: "points.check", AT_BRANCH: "points.record"}


def rules(person: Person, day: date) -> dict[str, Rule]:
    """What somebody can claim on that day: everything that gives points. Raises Refused without a measure."""
    version = points_measure.version(person.township_id, day)
    role = points_measure.role_of(points_reach.membership(person, day))
    found = points_measure.rules(version, day, role)
    return {code: rule for code, rule in found.items() if rule.earns}


def add(
    act: Act,
    person: Person,
    item: str,
    day: date,
    reason: str,
    evidence: str,
    points: Decimal | None,
    handed: Handed | None = None,
) -> Claim:
    """A member's claim, typed by herself or by the group leader from paper; a file may come along."""
    refuse_future(act, day)
    membership = points_reach.membership(person, day)
    if membership is None:
        raise Refused(_("%(name)s在 %(day)s 还不在任何支部，请先登记组织关系。", name=person.name, day=day))
    rule = rules(person, day).get(item)
    if rule is None:
        raise Refused(_("办法里没有这一项，请重新选择。"))
    claim = Claim(
        township_id=person.township_id,
        person_id=person.id,
        branch_id=membership.branch_id,
        item=rule.code,
        title=rule.title,
        points=points_measure.worth(rule, points),
        happened_on=day,
        reason=reason,
        evidence=evidence or None,
        declared_by=person.name,
        state=first_state(person, membership.branch, act.today),
        recorded_by=act.name,
        recorded_at=act.at,
    )
    file = files.accepted(handed)
    after = {"person": person.name, "title": rule.title, "day": day, **files.noted(file)}
    with write(act, "claim.add", claim, after=after) as session:
        points_ledger.begin(person.township_id, day)
        refuse_waiting(claim)
        points_ledger.refuse_twice(person, rule.code, day)
        session.add(claim)
        session.flush()
        files.attach(act, file, claim)
    return claim


def refuse_waiting(claim: Claim) -> None:
    """The same thing of the same day waits once."""
    query = select(Claim.id).where(Claim.person_id == claim.person_id, Claim.item == claim.item)
    query = query.where(Claim.happened_on == claim.happened_on, Claim.state.in_((AT_GROUP, AT_BRANCH)))
    if db.session.scalar(query.limit(1)):
        said = _("%(day)s 的“%(title)s”已经申报，正在核对，不用再报。", day=claim.happened_on, title=claim.title)
        raise Refused(said)


def first_state(person: Person, branch: Unit, day: date) -> str:
    """Where a claim begins: with the group leader, or with the branch where there is no other group leader."""
    groups = select(UnitLink.unit_id).where(UnitLink.parent_id == branch.id)
    leaders = select(Post.id).where(Post.kind == "group_leader", Post.person_id != person.id)
    leaders = leaders.where(scope.in_force(Post, day), (Post.unit_id == branch.id) | Post.unit_id.in_(groups))
    return AT_GROUP if db.session.scalar(leaders.limit(1)) else AT_BRANCH


def step(act: Act, claim: Claim, version: int, taken: str, why: str = "") -> None:
    """Take one step on the way. Raises Refused where the way does not go there, Conflict where another was faster."""
    check_version(claim, version)
    if taken != WITHDRAW:
        refuse_own(act, claim)
    before = {"state": claim.state}
    after: dict[str, Any] = {"why": why} if why else {}
    with write(act, f"claim.{taken}", claim, before, after):
        points_ledger.begin(claim.township_id, claim.happened_on)
        db.session.refresh(claim)
        check_version(claim, version)
        target = STEPS.get((claim.state, taken))
        if target is None:
            raise Refused(_("这条申报已经办完，不用再办。"))
        sign(act, claim, taken)
        claim.state, claim.refused_why = target, why or None
        after["state"] = target
        if target == RECORDED:
            record(act, claim)


def refuse_own(act: Act, claim: Claim) -> None:
    """Nobody checks the own claim."""
    if act.actor and act.actor.person_id == claim.person_id:
        raise Refused(_("不能核自己的申报，请由别人来办。"))


def sign(act: Act, claim: Claim, taken: str) -> None:
    """Note who took the step."""
    if taken != WITHDRAW:
        place = "group" if claim.state == AT_GROUP else "branch"
        setattr(claim, f"{place}_by", act.name)
        setattr(claim, f"{place}_at", act.at)


def record(act: Act, claim: Claim) -> None:
    """The claim becomes an entry."""
    person = claim.person
    points_ledger.refuse_twice(person, claim.item, claim.happened_on)
    version = points_measure.version(claim.township_id, claim.happened_on)
    rule = rules(person, claim.happened_on).get(claim.item)
    if rule is None:
        raise Refused(_("办法里没有这一项，请重新选择。"))
    who = (claim.declared_by, act.name, CLAIM, claim.evidence, ("claim_id", claim.id))
    slip = Slip(person.id, claim.branch_id, rule, claim.points, claim.happened_on, claim.reason, *who)
    points_ledger.put(act, claim.township_id, version.id, [slip])


def get(viewer: Account, claim_id: int, day: date) -> Claim:
    """One claim that the viewer may read, or Unknown."""
    query = select(Claim).join(Claim.person).options(contains_eager(Claim.person), joinedload(Claim.branch))
    query = query.options(joinedload(Claim.file))
    found = db.session.scalar(query.where(Claim.id == claim_id, scope.visible(viewer, "points.read", day)))
    if found is None:
        raise scope.Unknown
    return found


def may_step(viewer: Account, claim: Claim, day: date) -> bool:
    """Is it the viewer's turn?"""
    right = RIGHTS.get(claim.state)
    if right is None or claim.person_id == viewer.person_id:
        return False
    return scope.may_over(viewer, right, claim.person_id, day)


def waiting(viewer: Account, day: date) -> list[Claim]:
    """The claims that wait for the viewer, the oldest first."""
    found: list[Claim] = []
    for state, right in RIGHTS.items():
        if viewer.may(right):
            query = select(Claim).join(Person, Person.id == Claim.person_id)
            query = query.options(joinedload(Claim.person), joinedload(Claim.branch)).where(Claim.state == state)
            query = query.where(scope.visible(viewer, right, day), Claim.person_id.is_distinct_from(viewer.person_id))
            found += db.session.scalars(query.order_by(Claim.id))
    return found


def waiting_count(viewer: Account, day: date) -> Any:
    """The query for how many claims wait for the viewer; for the first page, which asks everything at once."""
    turns = [
        and_(Claim.state == state, scope.visible(viewer, right, day))
        for state, right in RIGHTS.items()
        if viewer.may(right)
    ]
    query = select(func.count(Claim.id)).join(Person, Person.id == Claim.person_id)
    return query.where(or_(false(), *turns), Claim.person_id.is_distinct_from(viewer.person_id))


def of_person(person: Person, most: int | None) -> list[Claim]:
    """Somebody's latest claims, or all of them."""
    query = select(Claim).where(Claim.person_id == person.id).order_by(Claim.id.desc()).limit(most)
    return list(db.session.scalars(query))


def counts(branches: list[int]) -> dict[int, int]:
    """How many claims wait in each branch."""
    query = select(Claim.branch_id, func.count()).where(Claim.branch_id.in_(branches))
    query = query.where(Claim.state.in_((AT_GROUP, AT_BRANCH))).group_by(Claim.branch_id)
    return dict(db.session.execute(query).all())


def own(viewer: Account, claim_id: int, day: date) -> Claim:
    """The viewer's own claim, or Unknown."""
    claim = get(viewer, claim_id, day)
    if viewer.person_id is None or claim.person_id != viewer.person_id:
        raise scope.Unknown
    return claim
