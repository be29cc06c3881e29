"""Persons: read within the viewer's reach, with sealed numbers; added and changed."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload, subqueryload

from evalsys.extensions import db, vault
from evalsys.models.accounts import Account
from evalsys.models.people import Membership, Mentoring, Person, Post
from evalsys.models.units import Unit
from evalsys.services import pinyin, scope
from evalsys.services.write import Act, Refused, check_version, write

# Shorter numbers show no first digits: with them hardly any would be hidden.
MOBILE = 11
BORN = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
FACTS = ("name", "pinyin", "sex", "ethnicity", "born_on", "education", "school", "remark")


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


def id_number(person: Person) -> str | None:
    """The ID number in clear, for comparing; pages show `masked_id`."""
    return vault.open(person.id_sealed, f"person|{person.uid}|id") if person.id_sealed else None


def masked_id(person: Person) -> str:
    """The first three and the last four digits."""
    number = id_number(person)
    if not number:
        return ""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}" if len(number) >= MOBILE else f"****{number[-2:]}"


def masked_phone(person: Person) -> str:
    """138****8000."""
    number = phone(person)
    if not number:
        return ""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= MOBILE else f"****{number[-2:]}"


def masked(person: Person) -> dict[str, str]:
    """ID number and phone as the log may keep them."""
    return {"id_number": masked_id(person), "phone": masked_phone(person)}


def clear(person: Person) -> dict[str, str | None]:
    """ID number and phone in full: only for who has the right and gave a reason."""
    return {"id_number": id_number(person), "phone": phone(person)}


def born(person: Person) -> str:
    """The birth date as exactly as it is known: 1996-05-12, 1996-05 or 1996."""
    if person.born_on is None:
        return ""
    return f"{person.born_on:{BORN[person.born_precision or 'day']}}"


# Reading


def get(viewer: Account, person_id: int, day: date, right: str = "person.read") -> Person:
    """One person whom the viewer's right reaches, or Unknown."""
    return scope.person(viewer, right, person_id, day)


def may(viewer: Account, right: str, person_id: int, day: date) -> bool:
    """Has the viewer this right over this person?"""
    return scope.may_over(viewer, right, person_id, day)


def with_places(query: Select[Any], is_long: bool = False) -> Select[Any]:
    """Load posts and memberships with their units in one query each; of hundreds of people if it is said so."""
    load = subqueryload if is_long else selectinload
    return query.options(
        load(Person.posts).joinedload(Post.unit),
        load(Person.memberships).joinedload(Membership.branch),
    )


def whole(viewer: Account, person_id: int, day: date, *rights: str) -> Person:
    """One person with posts, memberships and mentors, asked at once; Unknown unless all these rights reach her."""
    reached = [scope.visible(viewer, right, day) for right in rights or ("person.read",)]
    query = (
        select(Person)
        .where(Person.id == person_id, *reached)
        .options(
            joinedload(Person.posts).joinedload(Post.unit),
            joinedload(Person.memberships).joinedload(Membership.branch),
            joinedload(Person.mentorings).joinedload(Mentoring.mentor),
        )
    )
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise scope.Unknown
    return found


def choices(viewer: Account, day: date, in_post: bool = False) -> list[tuple[int, str]]:
    """People to choose from, by pinyin: number, and name with place. `in_post` leaves only who holds a post."""
    query = with_places(select(Person).where(scope.visible(viewer, "person.read", day))).order_by(Person.pinyin)
    if in_post:
        query = query.where(Person.id.in_(select(Post.person_id).where(scope.in_force(Post, day))))
    return [(person.id, label(person)) for person in db.session.scalars(query)]


def label(person: Person) -> str:
    """Name and what tells two of the same name apart."""
    where = next((post.unit.name + post.title for post in person.posts), None)
    where = where or next((membership.branch.name for membership in person.memberships), None)
    return f"{person.name}（{where}）" if where else person.name


def officials(viewer: Account, right: str, first: date, last: date, day: date) -> list[Person]:
    """The village officials whom the right reaches and who held the post on any day of the span, by village."""
    in_post = select(Post.person_id).where(Post.kind == "official", scope.overlapping(Post, first, last))
    query = select(Person).where(Person.id.in_(in_post), scope.visible(viewer, right, day)).order_by(Person.id)
    return list(db.session.scalars(query.options(selectinload(Person.posts).joinedload(Post.unit))))


def holders(township_id: int, kind: str, day: date) -> list[Person]:
    """Who holds a post of that kind that day, in the order of entry."""
    query = select(Person).join(Post, Post.person_id == Person.id)
    query = query.where(Person.township_id == township_id, Post.kind == kind, scope.in_force(Post, day))
    return list(db.session.scalars(query.order_by(Person.id).distinct()))


def holds_on(row: Any, day: date) -> bool:
    """Does a post, a membership or a mentoring hold on that day?"""
    return (row.from_on is None or row.from_on <= day) and (row.until_on is None or day <= row.until_on)


def mentor_on(person: Person, day: date) -> Person | None:
    """The mentor of that day."""
    return next((held.mentor for held in reversed(person.mentorings) if holds_on(held, day)), None)


def official_post(person: Person, day: date = date.max) -> Post | None:
    """The last post as a village official that was begun by that day; who began later has the first one."""
    held = sorted((post for post in person.posts if post.kind == "official"), key=lambda p: p.from_on or date.min)
    begun = [post for post in held if post.from_on is None or post.from_on <= day]
    return begun[-1] if begun else next(iter(held), None)


def secretary_of(person: Person, day: date) -> str:
    """The name of the secretary of the branch in the village where the person works; empty if there is none."""
    post = official_post(person, day)
    if post is None:
        return ""
    units = select(Unit.id).where(or_(Unit.id == post.unit_id, Unit.place_id == post.unit_id))
    query = select(Person.name).join(Post, Post.person_id == Person.id)
    query = query.where(Post.kind == "secretary", Post.unit_id.in_(units), scope.in_force(Post, day))
    return db.session.scalar(query) or ""


# Writing


def add_person(act: Act, values: dict[str, Any]) -> Person:
    """A new person from what a form gave: the facts, `born_precision`, `id_number` and `phone`."""
    person = new_person(act.actor.township_id, values["name"])
    apply(person, values)
    refuse_same_id(person)
    with write(act, "person.add", person, after={"name": person.name, **masked(person)}) as session:
        session.add(person)
    return person


def change_person(act: Act, person: Person, version: int, values: dict[str, Any]) -> None:
    """Change a person; an empty ID number or phone leaves the sealed one as it is."""
    check_version(person, version)
    held, before, after = {**facts(person), **masked(person)}, {}, {}
    with write(act, "person.change", person, before, after):
        apply(person, values)
        refuse_other_birth(person)
        refuse_same_id(person)
        for name, value in {**facts(person), **masked(person)}.items():
            if value != held[name]:
                before[name], after[name] = held[name], value


def facts(person: Person) -> dict[str, Any]:
    """What the log tells of a person."""
    return {name: getattr(person, name) for name in FACTS}


def apply(person: Person, values: dict[str, Any]) -> None:
    """Copy what was filled in; a reading that nobody touched follows a new name."""
    renamed, read_before = values["name"] != person.name, person.pinyin
    person.name = values["name"]
    for name in ("sex", "ethnicity", "born_on", "born_precision", "education", "school", "remark"):
        if name in values:
            setattr(person, name, values[name] or None)
    if values.get("id_number"):
        set_id_number(person, values["id_number"])
    if values.get("phone"):
        set_phone(person, values["phone"])
    reading = " ".join((values.get("pinyin") or "").lower().split())
    if not reading or (renamed and reading == read_before):
        reading = pinyin.read_name(person.name)
    person.pinyin, person.initials = reading, pinyin.initials(reading)


def refuse_other_birth(person: Person) -> None:
    """The sealed ID number must say the same birth date and sex."""
    number = id_number(person)
    if not number or len(number) != 18:
        return
    told = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    if person.born_on and not told.startswith(born(person)):
        raise Refused(
            _("出生日期与登记的身份证号码（%(told)s）不一致，请核对；号码登错的，请同时填正确的号码。", told=told)
        )
    if person.sex and person.sex != ("男" if int(number[16]) % 2 else "女"):
        raise Refused(_("性别与登记的身份证号码不一致，请核对；号码登错的，请同时填正确的号码。"))


def refuse_same_id(person: Person) -> None:
    """One ID number, one person; the other is named, as she is of the same township."""
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
