"""The township as an import sees it: its units and people by the names that books use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from evalsys.books import PartialDate
from evalsys.books.problems import N_
from evalsys.extensions import db, vault
from evalsys.models.people import Person
from evalsys.models.units import Unit, UnitLink
from evalsys.services import people
from evalsys.services.books import tenure
from evalsys.services.books.outcomes import Outcome, RowRefused

BRANCH_ENDING = re.compile(r"(村|社区)?(党总支|党支部|支部)?(委员会)?$")
PLACE_ENDING = re.compile(r"(村民委员会|村委会|居委会|村|社区)$")
PLACE_OF_BRANCH = re.compile(r"^.+(?:村|社区)")
PARTY_PREFIX = re.compile(r"^中共")


class Registry:
    """Loads everything once; finds by ID number or name; adds what a book brings. Nothing is flushed."""

    def __init__(self, township_id: int, today: date, now: datetime, actor_name: str) -> None:
        self.township_id, self.today, self.now, self.actor_name = township_id, today, now, actor_name
        units = db.session.scalars(select(Unit).where(Unit.township_id == township_id).order_by(Unit.id))
        self.units = list(units)
        self.seen: dict[tuple[str, str], int] = {}
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

    def once(self, kind: str, person: Person, number: int) -> None:
        """Refuse a second row of one book about the same person: most often two of one name without ID number."""
        first = self.seen.setdefault((kind, person.uid), number)
        if first != number:
            says = N_("与第 %(first)s 行是同一个人（%(name)s）。不是同一个人的请补上身份证号码，是的请只留一行。")
            raise RowRefused("person_twice", says, first=first, name=person.name)

    # Units

    def of_kind(self, *kinds: str) -> Iterable[Unit]:
        """The units of these kinds."""
        return (unit for unit in self.units if unit.kind in kinds)

    def top(self, kind: str) -> Unit:
        """The township or its committee."""
        return next(self.of_kind(kind))

    def bare(self, name: str) -> str:
        """A unit's name without the township in front of it."""
        return PARTY_PREFIX.sub("", name).removeprefix(self.top("township").name)

    def stem(self, name: str, ending: re.Pattern[str]) -> str:
        """What is left of a unit's name without its usual beginning and ending."""
        return ending.sub("", self.bare(name))

    def find_village(self, name: str) -> Unit | None:
        """The village or community of that name, however the book shortens it."""
        bare, stem = self.bare(name), self.stem(name, PLACE_ENDING)
        found = list(self.of_kind("village", "community"))
        same = [unit for unit in found if self.bare(unit.name) == bare]
        return next(iter(same or [unit for unit in found if self.stem(unit.name, PLACE_ENDING) == stem]), None)

    def village(self, name: str, outcome: Outcome) -> Unit:
        """The village or community of that name; a new one is added to the township."""
        bare = self.bare(name)
        kind = "community" if bare.endswith(("社区", "居委会")) else "village"
        return self.find_village(name) or self.add_unit(kind, bare, self.top("township"), None, outcome)

    def known_village(self, name: object) -> Unit | None:
        """The village that a row names, if it names one. Raises RowRefused for one that the township has not."""
        found = self.find_village(str(name)) if name else None
        if name and found is None:
            says = N_("系统里没有“%(village)s”。请核对村名，或先导入这个村的名册。")
            raise RowRefused("village_unknown", says, village=name)
        return found

    def find_branch(self, name: str) -> Unit | None:
        """The branch of that name, however the book shortens it."""
        stem = self.stem(name, BRANCH_ENDING)
        return next((unit for unit in self.of_kind("branch") if self.stem(unit.name, BRANCH_ENDING) == stem), None)

    def branch(self, name: str, outcome: Outcome) -> Unit:
        """The branch of that name; a new one is added under the committee, with its village."""
        found = self.find_branch(name)
        if found:
            return found
        named = PLACE_OF_BRANCH.match(self.bare(name))
        place = self.village(named[0], outcome) if named else self.find_village(self.stem(name, BRANCH_ENDING))
        return self.add_unit("branch", PARTY_PREFIX.sub("", name), self.top("committee"), place, outcome)

    def branch_in(self, village: Unit | None) -> Unit | None:
        """The branch that works in the village, if it is known."""
        return next((unit for unit in self.of_kind("branch") if village and unit.place is village), None)

    def branch_of(self, village: Unit, outcome: Outcome) -> Unit:
        """The branch that works in the village; added where there is none."""
        found = self.branch_in(village)
        return found or self.add_unit("branch", f"{village.name}党支部", self.top("committee"), village, outcome)

    def add_unit(self, kind: str, name: str, parent: Unit, place: Unit | None, outcome: Outcome) -> Unit:
        """A new unit under its parent."""
        unit = Unit(kind=kind, name=name, township_id=self.township_id, place=place)
        db.session.add_all([unit, UnitLink(unit=unit, parent=parent)])
        self.units.append(unit)
        outcome.added += 1
        return unit

    # People

    def known(self, number: str | None, name: str, unit: Unit | None) -> Person | None:
        """The person by ID number, else the only one of that name in the unit; None for somebody new.

        Raises RowRefused where the books do not tell who it is.
        """
        found = self.by_id.get(vault.index(number)) if number else None
        if found and found.name != name:
            says = N_("这个身份证号码在系统里是“%(known)s”。号码填错的请改正；改过名的，先在人员页面改名再导入。")
            raise RowRefused("id_number_of_another", says, known=found.name)
        if found:
            return found
        same = [person for person in self.by_name[name] if unit is not None and works_in(person, unit)]
        same = [person for person in same if not (number and person.id_index)]
        if len(same) > 1:
            says = N_("本单位有 %(number)s 个人叫“%(name)s”，分不清是哪一个。请先在人员页面补上他们的身份证号码。")
            raise RowRefused("person_ambiguous", says, name=name, number=len(same))
        if not same and not number and self.by_name[name]:
            says = N_("别的单位已有叫“%(name)s”的人，没有身份证号码分不清是不是同一个人。请补上身份证号码。")
            raise RowRefused("person_elsewhere", says, name=name)
        return same[0] if same else None

    def only(self, name: str, unit: Unit | None = None, kind: str = "") -> Person:
        """The one person of that name (in the unit, with that post). Raises RowRefused for none or several."""
        same = self.by_name[name]
        if kind:
            same = [person for person in same if any(post.kind == kind for post in person.posts)]
        if not same:
            says = N_("名册里没有叫“%(name)s”的人。请先导入他所在的名册，或核对姓名。")
            raise RowRefused("person_unknown", says, name=name)
        if unit is not None:
            same = [person for person in same if works_in(person, unit)]
        if not same:
            says = N_("“%(unit)s”的名册里没有叫“%(name)s”的人，别的单位有。请核对姓名和单位。")
            raise RowRefused("person_elsewhere", says, name=name, unit=unit.name if unit else "")
        if len(same) > 1:
            says = N_("名册里有 %(number)s 个人叫“%(name)s”，分不清是哪一个。请加上任职村一列，或在系统里逐人登记。")
            raise RowRefused("person_ambiguous", says, name=name, number=len(same))
        return same[0]

    def add_person(self, name: str, outcome: Outcome) -> Person:
        """A new person, still without anything but the name."""
        person = people.new_person(self.township_id, name)
        person.posts, person.memberships, person.mentorings = [], [], []
        db.session.add(person)
        self.know(person)
        outcome.added += 1
        return person

    def set_id(self, person: Person, number: str | None, outcome: Outcome) -> None:
        """Give the number to a person who has none."""
        if not number or person.id_index:
            return
        people.set_id_number(person, number)
        self.by_id[str(person.id_index)] = person
        outcome.changes.append(("id_number", "", people.masked_id(person)))

    def set_phone(self, person: Person, number: str | None, outcome: Outcome) -> None:
        """Seal a phone number that is new or other."""
        if number and people.phone(person) != number:
            outcome.changes.append(("phone", people.masked_phone(person), f"{number[:3]}****{number[-4:]}"))
            people.set_phone(person, number)

    def mentor(self, person: Person, names: str, from_on: date | None, outcome: Outcome) -> None:
        """The mentors of these names, added as persons of the township if unknown."""
        added = Outcome()
        found = [self.in_office(name, "mentor", "township", "导师", added) for name in names.split("、")]
        tenure.mentored(person, found, from_on, self.today, outcome)

    def holder(self, name: str, kind: str, top: str) -> Person | None:
        """Who of that name has that post in the township or its committee, else another post there."""
        unit = self.top(top)
        here = [p for p in self.by_name[name] if any(h.unit.kind in ("township", "committee") for h in p.posts)]
        found = [p for p in here if any(h.kind == kind and h.unit is unit for h in p.posts)] or here
        if len(found) > 1:
            says = N_("系统里有 %(number)s 个“%(name)s”在镇里任职，分不清是哪一个。请先在人员页面核对。")
            raise RowRefused("person_ambiguous", says, name=name, number=len(found))
        return found[0] if found else None

    def in_office(self, name: str, kind: str, top: str, title: str, outcome: Outcome) -> Person:
        """The person of that name with that post, which is added where the books do not know of it yet."""
        person = self.holder(name, kind, top) or self.add_person(name, outcome)
        tenure.post(person, self.top(top), kind, title, None, outcome)
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
