"""The township as an import sees it: its units and people by the names that books use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from evalsys.books import PartialDate
from evalsys.books.problems import N_
from evalsys.extensions import db, vault
from evalsys.models.people import Membership, Mentoring, Person, Post
from evalsys.models.units import Unit, UnitLink
from evalsys.services import people
from evalsys.services.books.outcomes import Outcome, RowRefused

BRANCH_ENDING = re.compile(r"(村|社区)?(党总支|党支部|支部)?(委员会)?$")
PLACE_ENDING = re.compile(r"(村民委员会|村委会|居委会|村|社区)$")


class Registry:
    """Loads everything once; finds by ID number or name; adds what a book brings. Nothing is flushed."""

    def __init__(self, township_id: int, today: date, now: datetime, actor_name: str) -> None:
        self.township_id, self.today, self.now, self.actor_name = township_id, today, now, actor_name
        units = db.session.scalars(select(Unit).where(Unit.township_id == township_id).order_by(Unit.id))
        self.units = list(units)
        self.people: list[Person] = []
        self.by_id: dict[str, Person] = {}
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        for person in db.session.scalars(
            select(Person)
            .where(Person.township_id == township_id)
            .options(selectinload(Person.posts), selectinload(Person.memberships), selectinload(Person.mentorings))
            .order_by(Person.id)
        ):
            self.know(person)

    def know(self, person: Person) -> None:
        """Put a person in the indexes."""
        self.people.append(person)
        self.by_name[person.name].append(person)
        if person.id_index:
            self.by_id[person.id_index] = person

    # Units

    def of_kind(self, *kinds: str) -> Iterable[Unit]:
        """The units of these kinds."""
        return (unit for unit in self.units if unit.kind in kinds)

    def top(self, kind: str) -> Unit:
        """The township or its committee."""
        return next(self.of_kind(kind))

    def village(self, name: str, outcome: Outcome) -> Unit:
        """The village or community of that name; a new one is added to the township."""
        stem = PLACE_ENDING.sub("", name)
        for unit in self.of_kind("village", "community"):
            if unit.name == name or PLACE_ENDING.sub("", unit.name) == stem:
                return unit
        kind = "community" if name.endswith(("社区", "居委会")) else "village"
        return self.add_unit(kind, name, self.top("township"), None, outcome)

    def find_branch(self, name: str) -> Unit | None:
        """The branch of that name, however the book shortens it."""
        stem = BRANCH_ENDING.sub("", name)
        return next((unit for unit in self.of_kind("branch") if BRANCH_ENDING.sub("", unit.name) == stem), None)

    def branch(self, name: str, outcome: Outcome) -> Unit:
        """The branch of that name; a new one is added under the committee, with its village."""
        found = self.find_branch(name)
        if found:
            return found
        stem = BRANCH_ENDING.sub("", name)
        place = None
        if (stem and "村" in name) or "社区" in name:
            place = self.village(stem + ("社区" if "社区" in name else "村"), outcome)
        return self.add_unit("branch", name, self.top("committee"), place, outcome)

    def branch_of(self, village: Unit, outcome: Outcome) -> Unit:
        """The branch that works in the village."""
        for unit in self.of_kind("branch"):
            if unit.place is village:
                return unit
        return self.add_unit("branch", f"{village.name}党支部", self.top("committee"), village, outcome)

    def add_unit(self, kind: str, name: str, parent: Unit, place: Unit | None, outcome: Outcome) -> Unit:
        """A new unit under its parent."""
        unit = Unit(kind=kind, name=name, township_id=self.township_id, place=place)
        db.session.add_all([unit, UnitLink(unit=unit, parent=parent)])
        self.units.append(unit)
        outcome.added += 1
        return unit

    # People

    def known(self, id_number: str | None, name: str, unit: Unit | None) -> Person | None:
        """The person by ID number, else the only one of that name in the unit who has no other number."""
        if id_number:
            found = self.by_id.get(vault.index(id_number))
            if found:
                return found
        same = [p for p in self.by_name[name] if unit is None or works_in(p, unit)]
        if id_number:
            same = [person for person in same if person.id_index is None]
        return same[0] if len(same) == 1 else None

    def only(self, name: str, unit: Unit | None = None, kind: str = "") -> Person:
        """The one person of that name (in the unit, with that post). Raises RowRefused for none or several."""
        same = self.by_name[name]
        if kind:
            same = [person for person in same if any(post.kind == kind for post in person.posts)]
        if unit is not None:
            inside = [person for person in same if works_in(person, unit)]
            same = inside or ([] if len(same) > 1 else same)
        if not same:
            says = N_("名册里没有叫“%(name)s”的人。请先导入他所在的名册，或核对姓名。")
            raise RowRefused("person_unknown", says, name=name)
        if len(same) > 1:
            says = N_("名册里有 %(number)s 个人叫“%(name)s”，分不清是哪一个。请加上身份证号码或所在村一列。")
            raise RowRefused("person_ambiguous", says, name=name, number=len(same))
        return same[0]

    def add_person(self, name: str, outcome: Outcome) -> Person:
        """A new person, still without anything but the name."""
        person = people.new_person(self.township_id, name)
        person.posts, person.memberships, person.mentorings = [], [], []
        db.session.add(person)
        self.people.append(person)
        self.by_name[name].append(person)
        outcome.added += 1
        return person

    def set_id(self, person: Person, number: str | None, outcome: Outcome) -> None:
        """Give the number to a person who has none; another number than hers is refused."""
        if not number or person.id_index == vault.index(number):
            return
        if person.id_index:
            says = N_("系统里“%(name)s”的身份证号码和这里不同。请核对；确实改过的，在人员页面修改。")
            raise RowRefused("id_number_differs", says, name=person.name)
        people.set_id_number(person, number)
        self.by_id[person.id_index] = person
        outcome.changes.append(("id_number", "", people.masked_id(person)))

    def set_phone(self, person: Person, number: str | None, outcome: Outcome) -> None:
        """Seal a phone number that is new or other."""
        if number and people.phone(person) != number:
            outcome.changes.append(("phone", people.masked_phone(person), f"{number[:3]}****{number[-4:]}"))
            people.set_phone(person, number)

    def post(self, person: Person, unit: Unit, kind: str, title: str, from_on: date | None, outcome: Outcome) -> Post:
        """The open post of that kind in the unit, added if it is new; another beginning is a change."""
        for held in person.posts:
            if held.kind == kind and held.unit is unit and held.until_on is None:
                outcome.update(held, {"title": title, "from_on": from_on})
                return held
        held = Post(person=person, unit=unit, kind=kind, title=title, from_on=from_on)
        db.session.add(held)
        outcome.added += 1
        return held

    def membership(self, person: Person, branch: Unit, kind: str, values: dict[str, Any], outcome: Outcome) -> None:
        """The open membership in the branch, added if it is new; becoming a full member is a change."""
        for held in person.memberships:
            if held.branch is branch and held.until_on is None:
                outcome.update(held, {"kind": kind, **values})
                return
        db.session.add(Membership(person=person, branch=branch, kind=kind, **values))
        outcome.added += 1

    def mentor(self, person: Person, name: str, from_on: date | None, outcome: Outcome) -> None:
        """The mentor of that name, added as a person of the township if unknown."""
        if any(m.mentor.name == name and m.until_on is None for m in person.mentorings):
            return
        mentor = self.with_post(name, "mentor", self.top("township"), "导师", outcome)
        db.session.add(Mentoring(person=person, mentor=mentor, from_on=from_on))
        outcome.added += 1

    def with_post(self, name: str, kind: str, unit: Unit, title: str, outcome: Outcome) -> Person:
        """The person of that name with that post in the unit; added where the books do not know her yet."""
        holders = [p for p in self.by_name[name] if any(h.kind == kind and h.unit is unit for h in p.posts)]
        if len(holders) == 1:
            return holders[0]
        person = self.add_person(name, outcome)
        self.post(person, unit, kind, title, None, outcome)
        return person


def works_in(person: Person, unit: Unit) -> bool:
    """Belongs to the unit, or to the branch of the place, or holds a post in either."""
    units = [post.unit for post in person.posts] + [membership.branch for membership in person.memberships]
    return any(other is unit or other.place is unit or unit.place is other for other in units if other is not None)


def day_of(value: object) -> date | None:
    """The first day of a date that may be known to the month only."""
    if isinstance(value, PartialDate):
        return value.first
    return value if isinstance(value, date) else None
