"""Persons: search, sealed numbers, posts, memberships and mentors."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from evalsys.extensions import db, vault
from evalsys.models.accounts import Account
from evalsys.models.people import Membership, Mentoring, Person, Post
from evalsys.models.units import Unit
from evalsys.services import pinyin, scope
from evalsys.services.write import Act, Refused, check_version, write

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
        return max(1, -(-self.total // PAGE))


def new_person(township_id: int, name: str) -> Person:
    """A person with her pinyin index; not yet in the session."""
    reading = pinyin.read_name(name)
    return Person(
        uid=secrets.token_hex(16),
        township_id=township_id,
        name=name,
        pinyin=reading,
        initials=pinyin.initials(reading),
    )


# Sealed values


def set_id_number(person: Person, number: str | None) -> None:
    """Seal the ID number and keep its blind index."""
    person.id_sealed = vault.seal(number, f"person|{person.uid}|id") if number else None
    person.id_index = vault.index(number) if number else None


def set_phone(person: Person, number: str | None) -> None:
    """Seal the phone number."""
    person.phone_sealed = vault.seal(number, f"person|{person.uid}|phone") if number else None


def phone(person: Person) -> str | None:
    """The phone number in clear, for comparing; pages show `masked_phone`."""
    return vault.open(person.phone_sealed, f"person|{person.uid}|phone") if person.phone_sealed else None


def masked_id(person: Person) -> str:
    """The first three and the last four digits."""
    if not person.id_sealed:
        return ""
    number = vault.open(person.id_sealed, f"person|{person.uid}|id")
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def masked_phone(person: Person) -> str:
    """138****8000."""
    number = phone(person)
    return f"{number[:3]}****{number[-4:]}" if number else ""


# Reading


def get(viewer: Account, person_id: int, day: date, right: str = "person.read") -> Person:
    """One person whom the viewer's right reaches, or Unknown."""
    return scope.person(viewer, right, person_id, day)


def find(
    viewer: Account, day: date, text: str = "", unit_id: int | None = None, kind: str = "", page: int = 1
) -> Page:
    """Search by characters, full pinyin or initials, by unit and by post or membership."""
    query = select(Person).where(scope.visible(viewer, "person.read", day))
    if text:
        query = query.where(matches(text))
    if unit_id:
        query = query.where(belongs(unit_id, day))
    if kind:
        query = query.where(is_kind(kind, day))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = min(max(1, page), max(1, -(-total // PAGE)))
    rows = db.session.scalars(
        with_places(query).order_by(Person.pinyin, Person.id).limit(PAGE).offset((page - 1) * PAGE)
    )
    return Page(list(rows), total, page)


def with_places(query: Select[Any]) -> Select[Any]:
    """Load posts and memberships with their units in one query each, however many rows."""
    return query.options(
        selectinload(Person.posts).joinedload(Post.unit),
        selectinload(Person.memberships).joinedload(Membership.branch),
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


def belongs(unit_id: int, day: date) -> ColumnElement[bool]:
    """In the branch, or with a post in the unit, that day; for a village also its branch."""
    units = select(Unit.id).where(or_(Unit.id == unit_id, Unit.place_id == unit_id))
    members = select(Membership.person_id).where(Membership.branch_id.in_(units), scope.in_force(Membership, day))
    holders = select(Post.person_id).where(Post.unit_id.in_(units), scope.in_force(Post, day))
    return or_(Person.id.in_(members), Person.id.in_(holders))


def is_kind(kind: str, day: date) -> ColumnElement[bool]:
    """Holds a post of that kind, or is a member of that kind."""
    holders = select(Post.person_id).where(Post.kind == kind, scope.in_force(Post, day))
    members = select(Membership.person_id).where(Membership.kind == kind, scope.in_force(Membership, day))
    return or_(Person.id.in_(holders), Person.id.in_(members))


def whole(viewer: Account, person_id: int, day: date) -> Person:
    """One person with posts, memberships and mentors loaded."""
    query = select(Person).where(Person.id == person_id, scope.visible(viewer, "person.read", day))
    found = db.session.scalar(
        with_places(query).options(selectinload(Person.mentorings).joinedload(Mentoring.mentor))
    )
    if found is None:
        raise scope.Unknown
    return found


def choices(viewer: Account, day: date) -> list[tuple[int, str]]:
    """The people with a post, or all in a small township, to choose from: number and name with place."""
    query = with_places(select(Person).where(scope.visible(viewer, "person.read", day))).order_by(Person.pinyin)
    return [(person.id, label(person)) for person in db.session.scalars(query)]


def label(person: Person) -> str:
    """Name and what tells two of the same name apart."""
    where = next((post.unit.name + post.title for post in person.posts), None)
    branch = next((membership.branch.name for membership in person.memberships), None)
    return f"{person.name}（{where or branch}）" if where or branch else person.name


def officials(viewer: Account, right: str, first: date, last: date, day: date) -> list[Person]:
    """The village officials whom the right reaches and who held the post on any day of the span, by village."""
    in_post = select(Post.person_id).where(
        Post.kind == "official",
        or_(Post.from_on.is_(None), Post.from_on <= last),
        or_(Post.until_on.is_(None), Post.until_on >= first),
    )
    query = select(Person).where(Person.id.in_(in_post), scope.visible(viewer, right, day)).order_by(Person.id)
    return list(db.session.scalars(with_places(query)))


def holders(township_id: int, kind: str, day: date) -> list[Person]:
    """Who holds a post of that kind that day, in the order of entry."""
    query = select(Person).join(Post, Post.person_id == Person.id)
    query = query.where(Person.township_id == township_id, Post.kind == kind, scope.in_force(Post, day))
    return list(db.session.scalars(query.order_by(Person.id).distinct()))


def mentor_on(person: Person, day: date) -> Person | None:
    """The mentor of that day."""
    for mentoring in reversed(person.mentorings):
        started = mentoring.from_on is None or mentoring.from_on <= day
        if started and (mentoring.until_on is None or day <= mentoring.until_on):
            return mentoring.mentor
    return None


def official_post(person: Person) -> Post | None:
    """The last post as a village official."""
    return next((post for post in reversed(person.posts) if post.kind == "official"), None)


# Writing


def add_person(act: Act, values: dict[str, Any]) -> Person:
    """A new person. `values`: name, sex, ethnicity, born_on, id_number, phone, education, school, remark."""
    person = new_person(act.actor.township_id, values["name"])
    apply(person, values)
    refuse_same_id(person)
    with write(act, "person.add", person, after={"name": person.name}) as session:
        session.add(person)
    return person


def change_person(act: Act, person: Person, version: int | None, values: dict[str, Any]) -> None:
    """Change a person; an empty ID number or phone leaves the sealed one as it is."""
    check_version(person, version)
    before = {name: getattr(person, name) for name in ("name", "pinyin", "sex", "born_on", "education")}
    with write(act, "person.change", person, before, {name: values.get(name) for name in before}):
        renamed = values["name"] != person.name
        person.name = values["name"]
        apply(person, values)
        if renamed and values.get("pinyin") == before["pinyin"]:
            set_pinyin(person, pinyin.read_name(person.name))
        with db.session.no_autoflush:
            refuse_same_id(person)


def apply(person: Person, values: dict[str, Any]) -> None:
    """Copy what was filled in."""
    for name in ("sex", "ethnicity", "education", "school", "remark"):
        if name in values:
            setattr(person, name, values[name] or None)
    if "born_on" in values:
        person.born_on, person.born_precision = values["born_on"], "day" if values["born_on"] else None
    if values.get("id_number"):
        set_id_number(person, values["id_number"])
    if values.get("phone"):
        set_phone(person, values["phone"])
    if values.get("pinyin"):
        set_pinyin(person, values["pinyin"])


def set_pinyin(person: Person, reading: str) -> None:
    """Another reading of the name; the initials follow."""
    person.pinyin = " ".join(reading.lower().split())
    person.initials = pinyin.initials(person.pinyin)


def refuse_same_id(person: Person) -> None:
    """One ID number, one person."""
    if not person.id_index:
        return
    other = db.session.scalar(
        select(Person).where(
            Person.township_id == person.township_id,
            Person.id_index == person.id_index,
            Person.uid != person.uid,
        )
    )
    if other:
        raise Refused(_("这个身份证号码已登记在“%(name)s”名下，请核对号码。", name=other.name))


def add_post(act: Act, person: Person, unit: Unit, kind: str, title: str, from_on: date) -> Post:
    """A post from that day; the person keeps the posts that she has."""
    post = Post(person_id=person.id, unit_id=unit.id, kind=kind, title=title, from_on=from_on)
    with write(act, "post.add", person, after={"unit": unit.name, "kind": kind, "from": from_on}) as session:
        session.add(post)
    return post


def post_of(viewer: Account, post_id: int, day: date) -> Post:
    """A post of somebody whom the viewer may change, or Unknown."""
    query = select(Post).join(Person, Person.id == Post.person_id).options(joinedload(Post.unit))
    found = db.session.scalar(query.where(Post.id == post_id, scope.visible(viewer, "person.write", day)))
    if found is None:
        raise scope.Unknown
    return found


def end_post(act: Act, post: Post, until_on: date) -> None:
    """The last day of a post."""
    if post.from_on and until_on < post.from_on:
        raise Refused(_("离任日期不能早于任职日期 %(day)s。", day=post.from_on))
    with write(act, "post.end", post.person, {"until": post.until_on}, {"until": until_on}):
        post.until_on = until_on


def add_membership(act: Act, person: Person, branch: Unit, kind: str, from_on: date) -> None:
    """Membership in a branch from that day; the one before ends the day before."""
    day_before = date.fromordinal(from_on.toordinal() - 1)
    with write(
        act, "membership.add", person, after={"branch": branch.name, "kind": kind, "from": from_on}
    ) as session:
        for held in person.memberships:
            if held.until_on is None and (held.from_on is None or held.from_on < from_on):
                held.until_on = day_before
        session.add(Membership(person_id=person.id, branch_id=branch.id, kind=kind, from_on=from_on))


def assign_mentor(act: Act, person: Person, mentor: Person, from_on: date) -> None:
    """A mentor from that day; the one before ends the day before. Nobody is her own mentor."""
    if mentor.id == person.id:
        raise Refused(_("不能指定本人做自己的导师，请选另一个人。"))
    day_before = date.fromordinal(from_on.toordinal() - 1)
    with write(act, "mentor.assign", person, after={"mentor": mentor.name, "from": from_on}) as session:
        for held in person.mentorings:
            if held.until_on is None and (held.from_on is None or held.from_on < from_on):
                held.until_on = day_before
        session.add(Mentoring(person_id=person.id, mentor_id=mentor.id, from_on=from_on))
