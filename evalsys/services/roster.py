"""The roster: people found by characters, pinyin or initials, by unit and by kind, fifty at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Membership, Person, Post
from evalsys.models.units import Unit
from evalsys.services import people, scope

PAGE = 50


@dataclass(frozen=True)
class Page:
    """One page of a list and how many there are in all."""

    rows: list[Any]
    total: int
    number: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return last_page(self.total)

    @property
    def before(self) -> int:
        """The number of the page before."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The number of the page after."""
        return self.number + 1


@dataclass(frozen=True)
class Line:
    """One person in the list, as of a day."""

    id: int
    name: str
    sex: str
    born: str
    branch: str
    posts: list[str]
    phone: str


def last_page(total: int) -> int:
    """How many pages so many rows fill; an empty list has one too."""
    return max(1, -(-total // PAGE))


def find(
    viewer: Account,
    day: date,
    text: str = "",
    units: Collection[int] = (),
    kind: str = "",
    page: int = 1,
    on: date | None = None,
) -> Page:
    """People whom the viewer sees on `day`, who were in one of the units and of the kind on `on`, by pinyin."""
    query = select(Person).where(scope.visible(viewer, "person.read", day))
    if text:
        query = query.where(matches(text))
    if units:
        query = query.where(belongs(units, on or day))
    if kind:
        query = query.where(is_kind(kind, on or day))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = min(max(1, page), last_page(total))
    query = people.with_places(query).order_by(Person.pinyin, Person.id).limit(PAGE).offset((page - 1) * PAGE)
    return Page([line(person, on or day) for person in db.session.scalars(query)], total, page)


def line(person: Person, day: date) -> Line:
    """What the list shows of a person."""
    posts = [post for post in person.posts if people.holds_on(post, day)]
    branch = next((held.branch.name for held in person.memberships if people.holds_on(held, day)), "")
    return Line(
        id=person.id,
        name=person.name,
        sex=person.sex or "",
        born=people.born(person),
        branch=branch,
        posts=[f"{post.unit.name} {post.title}" for post in posts],
        phone=people.masked_phone(person),
    )


def matches(text: str) -> ColumnElement[bool]:
    """Characters anywhere in the name; pinyin with or without spaces; initials from the first."""
    plain = "".join(text.split())
    escaped = plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    low = escaped.lower()
    return or_(
        Person.name.like(f"%{escaped}%", escape="\\"),
        func.replace(Person.pinyin, " ", "").like(f"{low}%", escape="\\"),
        Person.initials.like(f"{low}%", escape="\\"),
    )


def belongs(units: Collection[int], day: date) -> ColumnElement[bool]:
    """In one of the branches, or with a post in one of the units, that day; a place counts with its branches."""
    wanted = select(Unit.id).where(or_(Unit.id.in_(units), Unit.place_id.in_(units)))
    members = select(Membership.person_id).where(Membership.branch_id.in_(wanted), scope.in_force(Membership, day))
    holders = select(Post.person_id).where(Post.unit_id.in_(wanted), scope.in_force(Post, day))
    return or_(Person.id.in_(members), Person.id.in_(holders))


def is_kind(kind: str, day: date) -> ColumnElement[bool]:
    """Holds a post of that kind, or is a member of that kind."""
    holders = select(Post.person_id).where(Post.kind == kind, scope.in_force(Post, day))
    members = select(Membership.person_id).where(Membership.kind == kind, scope.in_force(Membership, day))
    return or_(Person.id.in_(holders), Person.id.in_(members))
