"""The registers as they are read: the rows that a viewer may see, and whom they may be about."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Person, Post
from evalsys.models.registers import Indicator, Negative, Spell, YearGrade
from evalsys.models.units import Unit
from evalsys.rights import TOWNSHIP
from evalsys.services import people, scope
from evalsys.services.roster import Page, cut

TABLES: dict[str, Any] = {"grades": YearGrade, "spells": Spell, "indicators": Indicator, "negatives": Negative}
ORDERS = {YearGrade: "year", Spell: "first_on", Indicator: "year", Negative: "on_day"}
LEADERS = ("secretary", "director", "deputy_secretary", "deputy_director", "village_member", "branch_member")


def reads_all(viewer: Account, right: str = "star.read") -> bool:
    """Does the right reach the whole township?"""
    return any(reach == TOWNSHIP for reach, _unit in viewer.scopes.get(right, ()))


def query_of(viewer: Account, table: Any, day: date, right: str = "star.read") -> Select[Any]:
    """The rows of a register that the viewer's right reaches; figures of villages belong to the township."""
    if table is Indicator:
        query = select(table).where(table.township_id == viewer.township_id).options(joinedload(Indicator.unit))
        return query if reads_all(viewer, right) else query.where(table.unit_id.is_(None))
    query = select(table).join(Person, Person.id == table.person_id).where(scope.visible(viewer, right, day))
    return query.options(joinedload(table.person))


def narrowed(viewer: Account, table: Any, day: date, about: int, year: int) -> Select[Any]:
    """The rows of one person or village, and of one year, if they are named."""
    query = query_of(viewer, table, day)
    if about:
        query = query.where((table.unit_id if table is Indicator else table.person_id) == about)
    return query.where(of_year(table, year)) if year else query


def in_order(query: Select[Any], table: Any) -> Select[Any]:
    """Those of the last year first."""
    return query.order_by(getattr(table, ORDERS[table]).desc(), table.id)


def listed(viewer: Account, table: Any, day: date, about: int = 0, year: int = 0, page: int = 1) -> Page:
    """One page of the rows asked for."""
    query = narrowed(viewer, table, day, about, year)
    total = db.session.scalar(select(func.count()).select_from(query.with_only_columns(table.id).subquery())) or 0
    query, number = cut(in_order(query, table), total, page)
    return Page(list(db.session.scalars(query)), total, number)


def of_year(table: Any, year: int) -> Any:
    """The condition that a row is about that year, or about a day in it."""
    if table in (YearGrade, Indicator):
        return table.year == year
    first, last = date(year, 1, 1), date(year, 12, 31)
    if table is Negative:
        return Negative.on_day.between(first, last)
    return (Spell.first_on <= last) & or_(Spell.left_on.is_(None), Spell.left_on > first)


def get(viewer: Account, table: Any, row_id: int, day: date) -> Any:
    """One row that the viewer may change, or Unknown."""
    found = db.session.scalar(query_of(viewer, table, day, "star.write").where(table.id == row_id))
    if found is None:
        raise scope.Unknown
    return found


def leaders(viewer: Account, day: date, right: str = "star.read") -> list[tuple[int, str]]:
    """The cadres of the villages, past ones included, by pinyin: number, and name with place."""
    query = people.with_places(select(Person).where(scope.visible(viewer, right, day))).order_by(Person.pinyin)
    query = query.where(Person.id.in_(select(Post.person_id).where(Post.kind.in_(LEADERS))))
    return [(person.id, people.label(person)) for person in db.session.scalars(query)]


def villages(viewer: Account) -> list[tuple[int, str]]:
    """The places that have figures of their own."""
    query = select(Unit.id, Unit.name).where(Unit.township_id == viewer.township_id)
    return [tuple(row) for row in db.session.execute(query.where(Unit.kind.in_(("village", "community"))))]


def kinds(township_id: int) -> list[str]:
    """The kinds of figures that the register holds."""
    query = select(Indicator.kind).where(Indicator.township_id == township_id).distinct()
    return sorted(db.session.scalars(query))
