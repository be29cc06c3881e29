"""Takes the books of people: members, cadres and village officials."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from evalsys.books import PartialDate, Row
from evalsys.books.problems import N_
from evalsys.models.people import Person
from evalsys.models.units import Unit
from evalsys.services.books import tenure
from evalsys.services.books.outcomes import Outcome, RowRefused
from evalsys.services.books.registry import Registry, day_of, works_in

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
COLUMNS = {"sex": "sex", "ethnicity": "nation", "education": "education", "school": "school", "remark": "note"}
CADRE_KINDS = {kind for _word, kind, _in_party in TITLES}


def find_person(registry: Registry, kind: str, row: Row, unit: Unit | None) -> Person | None:
    """Whom the row is about, None for somebody new. Raises RowRefused before anything is changed."""
    name, number = str(row.fields["name"]), row.fields.get("id_number")
    person = registry.known(number, name, unit)
    if person is not None:
        registry.once(kind, person, row.number)
    return person


def take_person(
    registry: Registry, kind: str, row: Row, found: Person | None, unit: Unit, outcome: Outcome
) -> Person:
    """The person of the row, found or added, with what the row says about her."""
    fields = row.fields
    name, number = str(fields["name"]), fields.get("id_number")
    if found is None and any(works_in(other, unit) for other in registry.by_name[name]):
        outcome.warn("same_name", N_("本单位已有同名的人，身份证号码不同，按另一个人新增。请核对号码。"))
    person = found or registry.add_person(name, outcome)
    registry.once(kind, person, row.number)
    details = outcome if found else Outcome()
    registry.set_id(person, number, details)
    registry.set_phone(person, fields.get("phone"), details)
    details.update(person, {column: fields.get(field) for column, field in COLUMNS.items()})
    born = born_by_id(number) or fields.get("born")
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
    name = str(fields.get("branch") or "")
    if not name:
        raise RowRefused("branch_missing", N_("看不出是哪个党支部。请加上“所在党支部”一列，或写在标题、工作表名里。"))
    person = find_person(registry, "members", row, registry.find_branch(name))
    branch = registry.branch(name, outcome)
    person = take_person(registry, "members", row, person, branch, outcome)
    kind = "probationary" if "预备" in str(fields.get("category") or "") else "full"
    values = {
        "joined_on": day_of(fields.get("joined_on")),
        "full_on": day_of(fields.get("confirmed_on")),
        "remark": fields.get("note"),
    }
    tenure.membership(person, branch, kind, values, registry.today, outcome)


def take_cadre(registry: Registry, row: Row, outcome: Outcome) -> None:
    """A village cadre with each of her posts; 一肩挑 holds two. Posts that the row no longer names end."""
    fields, since = row.fields, day_of(row.fields.get("since"))
    titles = [title.strip() for title in re.split(r"[、,，/;；]|兼", str(fields["post_title"])) if title.strip()]
    posts = [(title, *post_kind(title)) for title in titles]
    found = registry.find_village(str(fields["village"]))
    branch = registry.branch_in(found)
    person = find_person(registry, "cadres", row, found)
    wanted = [(kind, branch if in_party else found) for _title, kind, in_party in posts]
    over = bool(person and tenure.is_over(person, wanted, since))
    if person and not over:
        tenure.refuse_older(person, CADRE_KINDS, wanted, since)
    village = registry.village(str(fields["village"]), outcome)
    person = take_person(registry, "cadres", row, person, village, outcome)
    if over:
        return
    units = [registry.branch_of(village, outcome) if in_party else village for _title, _kind, in_party in posts]
    for (title, kind, _in_party), unit in zip(posts, units, strict=True):
        hold(person, unit, kind, title, len(posts) > 1, row, outcome)
    wanted = [(kind, unit) for (_title, kind, _in_party), unit in zip(posts, units, strict=True)]
    tenure.leave(person, CADRE_KINDS, wanted, since or registry.today, registry.today, outcome)


def hold(person: Person, unit: Unit, kind: str, title: str, several: bool, row: Row, outcome: Outcome) -> None:
    """One post of a cadre, one of several perhaps, with the day since when she leads."""
    before, since = outcome.added, day_of(row.fields.get("since"))
    if several and tenure.began_before(person, unit, kind, since):
        since = None  # the day is that of the post that came last
    post = tenure.post(person, unit, kind, title, since, outcome)
    details = Outcome() if outcome.added > before else outcome
    details.update(post, {"lead_from_on": day_of(row.fields.get("chief_since"))})


def post_kind(title: str) -> tuple[str, bool]:
    """The kind of post that a title names, and whether it is one of the party's."""
    for word, kind, in_party in TITLES:
        if word in title:
            return kind, in_party
    says = N_("不认识职务“%(title)s”。请写成党支部书记、党支部副书记、村委会主任、村委会委员、支部委员等。")
    raise RowRefused("post_unknown", says, title=title)


def take_official(registry: Registry, row: Row, outcome: Outcome) -> None:
    """A village official with post and mentor; a post in another village ends the day before."""
    fields, start = row.fields, day_of(row.fields["posted_on"]) or registry.today
    found = registry.find_village(str(fields["village"]))
    person = find_person(registry, "officials", row, found)
    wanted = [("official", found)]
    over = bool(person and tenure.is_over(person, wanted, start))
    mentors = str(fields.get("mentor") or "")
    if person and not over:
        tenure.refuse_older(person, {"official"}, wanted, start)
    for name in mentors.split("、") if mentors else ():
        registry.holder(name, "mentor", "township")
    village = registry.village(str(fields["village"]), outcome)
    person = take_person(registry, "officials", row, person, village, outcome)
    if over:
        return
    tenure.correct_unit(person, "official", village, start, outcome)
    tenure.post(person, village, "official", str(fields.get("post_title") or "到村任职大学生"), start, outcome)
    tenure.leave(person, {"official"}, [("official", village)], start, registry.today, outcome)
    if mentors:
        registry.mentor(person, mentors, start, outcome)
