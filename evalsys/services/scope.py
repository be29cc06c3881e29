"""Who sees whom: every query of a viewer starts from these conditions."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Membership, Mentoring, Person, Post
from evalsys.models.units import Unit
from evalsys.rights import BRANCH, MENTEES, SELF, TOWNSHIP


class Unknown(Exception):
    """No such thing, or none that the viewer may see: the same answer for both."""


def in_force(table: Any, day: date) -> ColumnElement[bool]:
    """The condition that a dated row holds on that day."""
    return and_(
        or_(table.from_on.is_(None), table.from_on <= day),
        or_(table.until_on.is_(None), table.until_on >= day),
    )


def overlapping(table: Any, first: date, last: date) -> ColumnElement[bool]:
    """The condition that a dated row holds on any day of the span."""
    return and_(
        or_(table.from_on.is_(None), table.from_on <= last),
        or_(table.until_on.is_(None), table.until_on >= first),
    )


def visible(viewer: Account, right: str, day: date) -> ColumnElement[bool]:
    """The condition on Person for the people over whom the viewer has the right."""
    conditions = [condition(viewer, scope, unit_id, day) for scope, unit_id in viewer.scopes.get(right, ())]
    return and_(Person.township_id == viewer.township_id, or_(false(), *conditions))


def condition(viewer: Account, scope: str, unit_id: int | None, day: date) -> ColumnElement[bool]:
    """The people that one grant of a role reaches."""
    if scope == TOWNSHIP:
        return Person.township_id == viewer.township_id
    own = Person.id == viewer.person_id if viewer.person_id else false()
    if scope == SELF:
        return own
    if scope == MENTEES:
        mentees = select(Mentoring.person_id).where(Mentoring.mentor_id == viewer.person_id, in_force(Mentoring, day))
        return or_(own, Person.id.in_(mentees))
    if scope == BRANCH:
        return or_(own, of_branch(unit_id, day))
    raise ValueError(f"unknown scope {scope!r}")


def of_branch(branch_id: int | None, day: date) -> ColumnElement[bool]:
    """Members of the branch, and whoever holds a post in it or in the place where it works."""
    place = select(Unit.place_id).where(Unit.id == branch_id).scalar_subquery()
    members = select(Membership.person_id).where(Membership.branch_id == branch_id, in_force(Membership, day))
    holders = select(Post.person_id).where(or_(Post.unit_id == branch_id, Post.unit_id == place), in_force(Post, day))
    return or_(Person.id.in_(members), Person.id.in_(holders))


def person(viewer: Account, right: str, person_id: int, day: date) -> Person:
    """One person, or Unknown where the viewer's right does not reach."""
    found = db.session.scalar(select(Person).where(Person.id == person_id, visible(viewer, right, day)))
    if found is None:
        raise Unknown
    return found


def of_township(viewer: Account, table: Any, row_id: int) -> Any:
    """One row of the viewer's township, or Unknown."""
    found = db.session.scalar(select(table).where(table.id == row_id, table.township_id == viewer.township_id))
    if found is None:
        raise Unknown
    return found


def may_over(viewer: Account, right: str, person_id: int, day: date) -> bool:
    """Has the viewer the right over this person?"""
    return right in viewer.scopes and bool(
        db.session.scalar(select(Person.id).where(Person.id == person_id, visible(viewer, right, day)))
    )
