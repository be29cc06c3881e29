"""Takes the books of people: members, cadres and village officials."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from evalsys.books import PartialDate, Row
from evalsys.books.problems import N_
from evalsys.models.people import Person
from evalsys.services.books.outcomes import Outcome, RowRefused
from evalsys.services.books.registry import Registry, day_of

# What a title says about the post; the first that fits wins, so the longer words come first.
TITLES = (
    ("副书记", "deputy_secretary", True),
    ("书记", "secretary", True),
    ("副主任", "deputy_director", False),
    ("主任", "director", False),
    ("支部委员", "branch_member", True),
    ("支委", "branch_member", True),
    ("委员", "village_member", False),
)


def take_person(registry: Registry, row: Row, unit: Any, outcome: Outcome) -> Person:
    """The person of the row, found or added, with what the row says about her."""
    fields = row.fields
    name, number = str(fields["name"]), fields.get("id_number")
    person = registry.known(number, name, unit)
    if person is None:
        person = registry.add_person(name, outcome)
    elif person.name != name:
        says = N_("这个身份证号码在系统里是“%(known)s”。请核对姓名和号码。")
        raise RowRefused("id_number_of_another", says, known=person.name)
    details = Outcome() if outcome.added else outcome
    registry.set_id(person, number, details)
    registry.set_phone(person, fields.get("phone"), details)
    born = fields.get("born") or born_by_id(number)
    details.update(
        person,
        {
            "sex": fields.get("sex"),
            "ethnicity": fields.get("nation"),
            "education": fields.get("education"),
            "school": fields.get("school"),
            "remark": fields.get("note"),
        },
    )
    if isinstance(born, PartialDate) and not knows_better(person, born):
        details.update(person, {"born_on": born.first, "born_precision": born.precision})
    return person


def knows_better(person: Person, born: PartialDate) -> bool:
    """A day in the books is not given up for the same month."""
    held = person.born_on
    return bool(
        held
        and person.born_precision == "day"
        and born.precision == "month"
        and (held.year, held.month) == (born.first.year, born.first.month)
    )


def born_by_id(number: Any) -> PartialDate | None:
    """The birth date that a checked ID number holds."""
    from_number = re.fullmatch(r"\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]", number or "")
    if not from_number:
        return None
    year, month, day = map(int, from_number.groups())
    return PartialDate(date(year, month, day))


def take_member(registry: Registry, row: Row, outcome: Outcome) -> None:
    """A party member in her branch."""
    fields = row.fields
    branch = registry.branch(str(fields["branch"]), outcome)
    person = take_person(registry, row, branch, outcome)
    joined, confirmed = day_of(fields.get("joined_on")), day_of(fields.get("confirmed_on"))
    kind = "probationary" if "预备" in str(fields.get("category") or "") else "full"
    values = {"joined_on": joined, "full_on": confirmed, "from_on": joined, "remark": fields.get("note")}
    registry.membership(person, branch, kind, values, outcome)


def take_cadre(registry: Registry, row: Row, outcome: Outcome) -> None:
    """A village cadre with each of her posts; 一肩挑 holds two."""
    fields = row.fields
    village = registry.village(str(fields["village"]), outcome)
    person = take_person(registry, row, village, outcome)
    for title in re.split(r"[、,，/]|兼", str(fields["post_title"])):
        kind, in_party = post_kind(title.strip())
        unit = registry.branch_of(village, outcome) if in_party else village
        post = registry.post(person, unit, kind, title.strip(), day_of(fields.get("since")), outcome)
        details = Outcome() if outcome.added else outcome
        details.update(post, {"lead_from_on": day_of(fields.get("chief_since"))})


def post_kind(title: str) -> tuple[str, bool]:
    """The kind of post that a title names, and whether it is one of the party's."""
    for word, kind, in_party in TITLES:
        if word in title:
            return kind, in_party
    says = N_("不认识职务“%(title)s”。请写成党支部书记、党支部副书记、村委会主任、村委会委员、支部委员等。")
    raise RowRefused("post_unknown", says, title=title)


def take_official(registry: Registry, row: Row, outcome: Outcome) -> None:
    """A village official with post and mentor."""
    fields = row.fields
    village = registry.village(str(fields["village"]), outcome)
    person = take_person(registry, row, village, outcome)
    start = day_of(fields["posted_on"])
    registry.post(person, village, "official", str(fields.get("post_title") or "到村任职大学生"), start, outcome)
    if fields.get("mentor"):
        registry.mentor(person, str(fields["mentor"]), start, outcome)
