"""Posts, memberships and mentors of a person: begun and ended on a day, never overwritten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Membership, Mentoring, Person, Post
from evalsys.models.units import PARTY, PLACES, Unit
from evalsys.services import scope
from evalsys.services.write import Act, Refused, check_version, hold, write

# In which tree a post of a kind is held; kinds that are not named fit both.
TREES = {
    **dict.fromkeys(("secretary", "deputy_secretary", "branch_member", "committee_member", "group_leader"), PARTY),
    **dict.fromkeys(("director", "deputy_director", "village_member", "official"), PLACES),
}
DAY = timedelta(days=1)


def add_post(act: Act, person: Person, unit: Unit, kind: str, title: str, from_on: date) -> Post:
    """A post from that day; the person keeps the posts that she has."""
    if unit.kind not in TREES.get(kind, (*PARTY, *PLACES)):
        tree = _("党组织") if TREES[kind] is PARTY else _("村、社区或乡镇")
        raise Refused(_("这类职务设在%(tree)s，请换一个单位。", tree=tree))
    refuse_outside(unit, from_on)
    if any((held.unit_id, held.kind) == (unit.id, kind) and held.until_on is None for held in person.posts):
        raise Refused(_("%(name)s已经在“%(unit)s”担任这一职务，不用再登记。", name=person.name, unit=unit.name))
    post = Post(person_id=person.id, unit_id=unit.id, kind=kind, title=title, from_on=from_on)
    with write(act, "post.add", person, after={"unit": unit.name, "title": title, "from": from_on}) as session:
        session.add(post)
    return post


def refuse_outside(unit: Unit, day: date) -> None:
    """Nobody starts in a unit before it was set up or after it ended."""
    if unit.from_on and day < unit.from_on:
        raise Refused(_("“%(unit)s”%(day)s 才设立，开始日期不能早于这一天。", unit=unit.name, day=unit.from_on))
    if unit.until_on and day > unit.until_on:
        raise Refused(_("“%(unit)s”已于 %(day)s 撤销，请换一个单位。", unit=unit.name, day=unit.until_on))


def get(viewer: Account, post_id: int, day: date) -> Post:
    """A post of somebody whom the viewer may change, or Unknown."""
    query = select(Post).join(Person, Person.id == Post.person_id)
    query = query.options(joinedload(Post.unit), joinedload(Post.person))
    found = db.session.scalar(query.where(Post.id == post_id, scope.visible(viewer, "person.write", day)))
    if found is None:
        raise scope.Unknown
    return found


def end_post(act: Act, post: Post, version: int, until_on: date) -> None:
    """The last day of a post."""
    hold(Post, post.id)
    db.session.refresh(post, ["until_on"])
    check_version(post, version)
    if post.from_on and until_on < post.from_on:
        raise Refused(_("离任日期不能早于任职日期 %(day)s。", day=post.from_on))
    told = {"unit": post.unit.name, "title": post.title}
    with write(act, "post.end", post.person, {**told, "until": post.until_on}, {**told, "until": until_on}):
        post.until_on = until_on


def add_membership(act: Act, person: Person, branch: Unit, kind: str, from_on: date) -> None:
    """Membership in a branch from that day; the one before ends the day before."""
    refuse_outside(branch, from_on)
    hold(Person, person.id)
    db.session.expire(person, ["memberships"])
    last = open_one(person.memberships, from_on)
    if last and (last.branch_id, last.kind) == (branch.id, kind):
        raise Refused(_("%(name)s的党籍已经是这样登记的，不用再登记。", name=person.name))
    joined_on, full_on = last.joined_on if last else None, last.full_on if last else None
    if kind == "probationary":
        joined_on = joined_on or from_on
    elif last and last.kind == "probationary":
        full_on = full_on or from_on
    row = Membership(
        person_id=person.id, branch_id=branch.id, kind=kind, from_on=from_on, joined_on=joined_on, full_on=full_on
    )
    after = {"branch": branch.name, "kind": kind, "from": from_on}
    with write(act, "membership.add", person, after=after) as session:
        if last:
            last.until_on = from_on - DAY
        session.add(row)


def assign_mentor(act: Act, person: Person, mentor: Person, from_on: date) -> None:
    """A mentor from that day; the one before ends the day before. Nobody is her own mentor."""
    if mentor.id == person.id:
        raise Refused(_("不能指定本人做自己的导师，请选另一个人。"))
    hold(Person, person.id)
    db.session.expire(person, ["mentorings"])
    last = open_one(person.mentorings, from_on)
    if last and last.mentor_id == mentor.id:
        raise Refused(_("%(mentor)s已经是%(name)s的导师。", mentor=mentor.name, name=person.name))
    before = {"mentor": last.mentor.name} if last else None
    with write(act, "mentor.assign", person, before, {"mentor": mentor.name, "from": from_on}) as session:
        if last:
            last.until_on = from_on - DAY
        session.add(Mentoring(person_id=person.id, mentor_id=mentor.id, from_on=from_on))


def open_one(rows: list[Any], from_on: date) -> Any:
    """The row that still runs and that a new one from this day would end. Raises Refused if the new one is older."""
    later = [row for row in rows if row.from_on and row.from_on >= from_on]
    if later:
        raise Refused(
            _("已有 %(day)s 起的记录，新的开始日期要晚于这一天。请核对日期。", day=max(row.from_on for row in later))
        )
    return next((row for row in rows if row.until_on is None or row.until_on >= from_on), None)
