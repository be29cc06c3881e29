"""The two trees: places and party organisations, and who belongs under whom on which day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Membership, Post
from evalsys.models.units import PARTY, PLACES, Unit, UnitLink
from evalsys.rights import TOWNSHIP
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
ADDABLE = ("village", "community", "grid", "general_branch", "branch", "group")


@dataclass
class Branching:
    """One unit in the drawn tree, with how many people it has."""

    unit: Unit
    people: int = 0
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


def names(viewer: Account) -> dict[int, str]:
    """The name of every unit that the township ever had."""
    rows = db.session.execute(select(Unit.id, Unit.name).where(Unit.township_id == viewer.township_id))
    return {row.id: row.name for row in rows}


def get(viewer: Account, unit_id: int) -> Unit:
    """One unit of the viewer's township, or Unknown."""
    return scope.of_township(viewer, Unit, unit_id)


def standing(township_id: int, day: date) -> list[Branching]:
    """Both trees as they stood that day, each from its top; nobody is counted yet."""
    units = db.session.scalars(select(Unit).where(Unit.township_id == township_id, scope.in_force(Unit, day)))
    drawn = {unit.id: Branching(unit) for unit in sorted(units, key=order)}
    links = db.session.scalars(select(UnitLink).where(UnitLink.unit_id.in_(drawn), scope.in_force(UnitLink, day)))
    above = {link.unit_id: link.parent_id for link in links}
    tops = []
    for number, branching in drawn.items():
        parent = drawn.get(above.get(number, 0))
        (parent.below if parent else tops).append(branching)
    return tops


def order(unit: Unit) -> tuple[int, int]:
    """Places before party organisations, then as they were entered."""
    return (*PLACES, *PARTY).index(unit.kind), unit.id


def trees(viewer: Account, day: date) -> list[Branching]:
    """Both trees as they stood that day, with the number of people that the list shows for each unit."""
    tops = standing(viewer.township_id, day)
    here = people_in(viewer.township_id, day)
    for top in tops:
        for branching in whole(top):
            branching.people = len(set().union(*(here[number] for number in reach(branching, tops))))
    return tops


def whole(branching: Branching) -> list[Branching]:
    """The unit and everything under it, from the top down."""
    return [branching, *(lower for below in branching.below for lower in whole(below))]


def reach(branching: Branching, tops: list[Branching]) -> set[int]:
    """The numbers of a unit, of all under it, and of the party organisations that work in those places."""
    under = {lower.unit.id for lower in whole(branching)}
    placed = {found.unit.id for top in tops for found in whole(top) if found.unit.place_id in under}
    return under | placed


def within(tops: list[Branching], unit_id: int) -> set[int]:
    """What a unit reaches in these trees. Raises Unknown for a unit that does not stand in them."""
    for top in tops:
        for branching in whole(top):
            if branching.unit.id == unit_id:
                return reach(branching, tops)
    raise scope.Unknown


def indented(tops: list[Branching], depth: int = 0) -> list[tuple[int, str]]:
    """The trees as choices of a list, each level a little further in."""
    lines = []
    for branching in tops:
        lines.append((branching.unit.id, "\u3000" * depth + branching.unit.name))
        lines += indented(branching.below, depth + 1)
    return lines


def people_in(township_id: int, day: date) -> dict[int, set[int]]:
    """Who holds a post in, or belongs to, each unit that day, as numbers."""
    here: dict[int, set[int]] = defaultdict(set)
    for table, column in ((Post, Post.unit_id), (Membership, Membership.branch_id)):
        rows = db.session.execute(
            select(column, table.person_id)
            .join(Unit, Unit.id == column)
            .where(Unit.township_id == township_id, scope.in_force(table, day))
        )
        for unit_id, person_id in rows:
            here[unit_id].add(person_id)
    return here


def possible_parents(viewer: Account, kind: str, day: date) -> list[Unit]:
    """The units under which one of that kind may stand that day."""
    wanted = UNDER.get(kind, ())
    return [unit for unit in of_kind(viewer.township_id, *wanted) if stands(unit, day)]


def places(viewer: Account, day: date) -> list[Unit]:
    """The places in which a party organisation can work."""
    return [u for u in of_kind(viewer.township_id, "township", "village", "community") if stands(u, day)]


def stands(unit: Unit, day: date) -> bool:
    """Is the unit there that day?"""
    return (unit.from_on is None or unit.from_on <= day) and (unit.until_on is None or day <= unit.until_on)


def add_unit(act: Act, kind: str, name: str, parent_id: int, place_id: int | None, from_on: date | None) -> Unit:
    """A new unit under its parent."""
    parent = get(act.actor, parent_id)
    place = get(act.actor, place_id) if place_id else None
    if parent.kind not in UNDER.get(kind, ()):
        raise Refused(_("“%(name)s”下面不能设这一类单位，请换一个上级。", name=parent.name))
    if from_on and parent.from_on and from_on < parent.from_on:
        raise Refused(_("上级“%(name)s”%(day)s 才设立，设立日期不能更早。", name=parent.name, day=parent.from_on))
    township_id = act.actor.township_id
    refuse_same_name(township_id, kind, name)
    unit = Unit(kind=kind, name=name, township_id=township_id, from_on=from_on)
    unit.place_id = place.id if place else None
    after = {"kind": kind, "name": name, "parent": parent.name, "place": place and place.name, "from": from_on}
    with write(act, "unit.add", unit, after=after) as session:
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
    if until_on:
        refuse_end(unit, until_on)
    before = {"name": unit.name, "until": unit.until_on}
    with write(act, "unit.change", unit, before, {"name": name, "until": until_on}):
        unit.name, unit.until_on = name, until_on


def refuse_end(unit: Unit, until_on: date) -> None:
    """A unit ends only after its people and the units under it have gone."""
    if unit.kind in ("township", "committee"):
        raise Refused(_("“%(name)s”是最上级，不能撤销。", name=unit.name))
    if unit.from_on and until_on < unit.from_on:
        raise Refused(_("撤销日期不能早于设立日期 %(day)s。", day=unit.from_on))
    after = until_on + timedelta(days=1)
    left = people_in(unit.township_id, after)[unit.id]
    if left:
        raise Refused(_("%(day)s还有%(n)s人在“%(name)s”。请先办离任或转出。", day=after, n=len(left), name=unit.name))
    under = select(Unit.name).join(UnitLink, UnitLink.unit_id == Unit.id)
    under = under.where(UnitLink.parent_id == unit.id, scope.in_force(Unit, after), scope.in_force(UnitLink, after))
    lower = db.session.scalars(under.limit(1)).first()
    if lower:
        raise Refused(_("下面还有“%(name)s”。请先撤销下级。", name=lower))


def sees_everybody(viewer: Account) -> bool:
    """Does the viewer's list of people cover the township, so that a number in the tree opens as many rows?"""
    return any(reached == TOWNSHIP for reached, _unit in viewer.scopes.get("person.read", ()))


def kind_of(kind: str) -> str:
    """A kind that can be added by hand, or Unknown."""
    if kind not in ADDABLE:
        raise scope.Unknown
    return kind


def is_party(kind: str) -> bool:
    """Does the kind stand in the tree of the party?"""
    return kind in PARTY
