"""The two trees: places and party organisations, and who belongs under whom on which day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Membership, Post
from evalsys.models.units import PARTY, PLACES, Unit, UnitLink
from evalsys.services import scope
from evalsys.services.write import Act, Refused, check_version, write

# Which kinds may stand directly under which.
UNDER = {
    "township": ("county",),
    "village": ("township",),
    "community": ("township",),
    "grid": ("village", "community"),
    "general_branch": ("committee",),
    "branch": ("committee", "general_branch"),
    "group": ("branch",),
}


@dataclass
class Branching:
    """One unit in the drawn tree, with how many people it has."""

    unit: Unit
    people: int
    below: list[Branching] = field(default_factory=list)


def make_township(session: Session, county: str, township: str) -> Unit:
    """The first two places and the committee of a new instance."""
    above = Unit(kind="county", name=county)
    place = Unit(kind="township", name=township)
    session.add_all([above, place])
    session.flush()
    place.township_id = place.id
    committee = Unit(kind="committee", name=f"{township}党委", township_id=place.id, place_id=place.id)
    session.add_all([committee, UnitLink(unit_id=place.id, parent_id=above.id)])
    session.flush()
    return place


def of_kind(township_id: int, *kinds: str) -> list[Unit]:
    """The township's units of these kinds, in the order in which they were entered."""
    query = select(Unit).where(Unit.township_id == township_id, Unit.kind.in_(kinds))
    return list(db.session.scalars(query.order_by(Unit.id)))


def get(viewer: Account, unit_id: int) -> Unit:
    """One unit of the viewer's township, or Unknown."""
    return scope.of_township(viewer, Unit, unit_id)


def parent_of(unit: Unit, day: date) -> Unit | None:
    """The unit above on that day."""
    for link in unit.links:
        if (link.from_on is None or link.from_on <= day) and (link.until_on is None or day <= link.until_on):
            return link.parent
    return None


def trees(viewer: Account, day: date) -> list[Branching]:
    """Both trees as they stood that day, each from its top, with the number of people in each unit."""
    everything = list(
        db.session.scalars(select(Unit).where(Unit.township_id == viewer.township_id).order_by(Unit.id))
    )
    standing = [
        u for u in everything if (not u.from_on or u.from_on <= day) and (not u.until_on or day <= u.until_on)
    ]
    counts = people_in(viewer.township_id, day)
    drawn = {unit.id: Branching(unit, counts[unit.id]) for unit in standing}
    links = db.session.scalars(select(UnitLink).where(UnitLink.unit_id.in_(drawn), scope.in_force(UnitLink, day)))
    above = {link.unit_id: link.parent_id for link in links}
    tops = []
    for number, branching in drawn.items():
        parent = drawn.get(above.get(number, 0))
        (parent.below if parent else tops).append(branching)
    return tops


def people_in(township_id: int, day: date) -> dict[int, int]:
    """How many people hold a post in, or belong to, each unit that day."""
    counts: dict[int, int] = defaultdict(int)
    for table, column in ((Post, Post.unit_id), (Membership, Membership.branch_id)):
        rows = db.session.execute(
            select(column, func.count(func.distinct(table.person_id)))
            .join(Unit, Unit.id == column)
            .where(Unit.township_id == township_id, scope.in_force(table, day))
            .group_by(column)
        )
        for unit_id, number in rows:
            counts[unit_id] += number
    return counts


def possible_parents(viewer: Account, kind: str) -> list[Unit]:
    """The units under which one of that kind may stand."""
    return of_kind(viewer.township_id, *UNDER.get(kind, ()))


def add_unit(act: Act, kind: str, name: str, parent_id: int, place_id: int | None, from_on: date | None) -> Unit:
    """A new unit under its parent."""
    parent = get(act.actor, parent_id)
    if parent.kind not in UNDER.get(kind, ()):
        raise Refused(_("“%(name)s”下面不能设这一类单位，请换一个上级。", name=parent.name))
    township_id = act.actor.township_id
    refuse_same_name(township_id, kind, name)
    unit = Unit(kind=kind, name=name, township_id=township_id, place_id=place_id, from_on=from_on)
    with write(act, "unit.add", unit, after={"kind": kind, "name": name, "parent": parent.name}) as session:
        session.add(unit)
        session.flush()
        session.add(UnitLink(unit_id=unit.id, parent_id=parent.id, from_on=from_on))
    return unit


def refuse_same_name(township_id: int, kind: str, name: str, besides: int = 0) -> None:
    """Two units of one kind with one name cannot be told apart in a workbook."""
    query = select(Unit.id).where(Unit.township_id == township_id, Unit.kind == kind, Unit.name == name)
    if db.session.scalar(query.where(Unit.id != besides)):
        raise Refused(_("已经有名为“%(name)s”的同类单位，请核对名称。", name=name))


def change_unit(act: Act, unit: Unit, version: int, name: str, until_on: date | None) -> None:
    """Rename a unit or end it; history keeps its links."""
    check_version(unit, version)
    refuse_same_name(unit.township_id, unit.kind, name, besides=unit.id)
    before = {"name": unit.name, "until": unit.until_on}
    with write(act, "unit.change", unit, before, {"name": name, "until": until_on}):
        unit.name, unit.until_on = name, until_on


def is_place(unit: Unit) -> bool:
    """Does the unit stand in the tree of places?"""
    return unit.kind in PLACES


def is_party(unit: Unit) -> bool:
    """Does the unit stand in the tree of the party?"""
    return unit.kind in PARTY
