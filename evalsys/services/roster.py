"""The roster: people found by characters, pinyin or initials, by unit and by kind, fifty at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Membership, Person, Post
from evalsys.models.units import Unit
from evalsys.services import people, scope
from evalsys.services.write import Refused

PAGE = 50
# The number of no page: all of a list, as an export asks for it, up to so many rows.
WHOLE, MOST = 0, 20_000


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
    id_number: str = ""


def last_page(total: int) -> int:
    """How many pages so many rows fill; an empty list has one too."""
    return max(1, -(-total // PAGE))


@dataclass(frozen=True)
class Asked:
    """What a list of people is narrowed to: a text, units, a kind, as of a day."""

    on: date
    text: str = ""
    units: Collection[int] = ()
    kind: str = ""


def query_of(viewer: Account, right: str, day: date, asked: Asked) -> Select[Any]:
    """People whom the right reaches on `day`, who were in one of the units and of the kind on the day asked for."""
    query = select(Person).where(scope.visible(viewer, right, day))
    if asked.text:
        query = query.where(matches(asked.text))
    if asked.units:
        query = query.where(belongs(asked.units, asked.on))
    return query.where(is_kind(asked.kind, asked.on)) if asked.kind else query


def in_order(query: Select[Any], is_long: bool) -> Select[Any]:
    """By pinyin, with posts and memberships."""
    return people.with_places(query, is_long).order_by(Person.pinyin, Person.id)


def cut(query: Select[Any], total: int, page: int) -> tuple[Select[Any], int]:
    """The query of one page with its number, as near as there is; all of a list for WHOLE, unless it is too long."""
    if page == WHOLE:
        refuse_long(total)
        return query, WHOLE
    number = min(max(page, 1), last_page(total))
    return query.limit(PAGE).offset((number - 1) * PAGE), number


def refuse_long(total: int) -> None:
    """A file takes so many rows; who needs more narrows the list."""
    if total > MOST:
        says = _(
            "名单有 %(n)s 行，一次最多导出 %(most)s 行。请先筛选（例如按单位或日期），再分几次导出。",
            n=total,
            most=MOST,
        )
        raise Refused(says)


def count(query: Select[Any]) -> int:
    """How many rows a query finds."""
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def find(viewer: Account, day: date, asked: Asked, page: int = 1, right: str = "person.read") -> Page:
    """One page of the people asked for, by pinyin; all of them with ID numbers, in clear for `person.numbers`."""
    query = query_of(viewer, right, day, asked)
    total = count(query)
    query, number = cut(in_order(query, page == WHOLE), total, page)
    numbers = people.clear if right == "person.numbers" else people.masked
    kept = [(person, numbers(person) if number == WHOLE else {}) for person in db.session.scalars(query)]
    return Page([line(person, asked.on, held) for person, held in kept], total, number)


def line(person: Person, day: date, numbers: Mapping[str, str | None]) -> Line:
    """What the list shows of a person, with these numbers."""
    posts = [post for post in person.posts if people.holds_on(post, day)]
    branch = next((held.branch.name for held in person.memberships if people.holds_on(held, day)), "")
    return Line(
        id=person.id,
        name=person.name,
        sex=person.sex or "",
        born=people.born(person),
        branch=branch,
        posts=[f"{post.unit.name} {post.title}" for post in posts],
        phone=numbers["phone"] or "" if numbers else people.masked_phone(person),
        id_number=numbers.get("id_number") or "",
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
