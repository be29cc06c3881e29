"""Which branches and members a viewer's right over points reaches."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select, true
from sqlalchemy.orm import joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Membership, Person
from evalsys.models.units import Unit
from evalsys.rights import BRANCH, TOWNSHIP
from evalsys.services import scope


def branch_ids(viewer: Account, right: str) -> Any:
    """The query for the branches over which the viewer has the right; one's own points reach no branch."""
    held = viewer.scopes.get(right, ())
    whole = any(reach == TOWNSHIP for reach, _unit in held)
    mine = [unit_id for reach, unit_id in held if reach == BRANCH]
    reached = true() if whole else Unit.id.in_(mine)
    return select(Unit.id).where(Unit.township_id == viewer.township_id, Unit.kind == "branch", reached)


def branches(viewer: Account, right: str) -> list[Unit]:
    """Those branches, in the order of entry."""
    return list(db.session.scalars(select(Unit).where(Unit.id.in_(branch_ids(viewer, right))).order_by(Unit.id)))


def branch(viewer: Account, right: str, unit_id: int) -> Unit:
    """One of them, or Unknown."""
    found = db.session.scalar(select(Unit).where(Unit.id == unit_id, Unit.id.in_(branch_ids(viewer, right))))
    if found is None:
        raise scope.Unknown
    return found


def membership(person: Person, day: date) -> Membership | None:
    """To which branch somebody belongs that day, and as what."""
    query = select(Membership).where(Membership.person_id == person.id, scope.in_force(Membership, day))
    query = query.options(joinedload(Membership.branch))
    return db.session.scalars(query.order_by(Membership.id.desc()).limit(1)).first()


def choices(viewer: Account, right: str, day: date) -> list[tuple[int, str]]:
    """The members over whom the right reaches, by pinyin: number, and name with the branch."""
    query = select(Person.id, Person.name, Unit.name).join(Membership, Membership.person_id == Person.id)
    query = query.join(Unit, Unit.id == Membership.branch_id).where(scope.in_force(Membership, day))
    query = query.where(scope.visible(viewer, right, day))
    found = db.session.execute(query.order_by(Person.pinyin, Person.id))
    return list({number: (number, f"{name}（{where}）") for number, name, where in found}.values())
