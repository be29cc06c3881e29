"""Posts, memberships and mentors from one day until another, as the books name them: nothing is overwritten."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from evalsys.books.problems import N_
from evalsys.extensions import db
from evalsys.models.people import Membership, Mentoring, Person, Post
from evalsys.models.units import Unit
from evalsys.services.books.outcomes import Outcome, RowRefused

DAY = timedelta(days=1)


Wanted = Collection[tuple[str, Unit | None]]  # kinds of posts with their units, None for a unit that is new


def is_over(person: Person, wanted: Wanted, from_on: date | None) -> bool:
    """Is the book an older one: did these posts begin that day, and end since?"""
    ended = [held for held in person.posts if held.until_on is not None and held.from_on == from_on]
    return all(any(held.kind == kind and held.unit is unit for held in ended) for kind, unit in wanted)


def refuse_older(person: Person, kinds: Collection[str], wanted: Wanted, from_on: date | None) -> None:
    """A book that is older than what is known would end a newer post: the row says so instead."""
    for held in others(person, kinds, wanted):
        if held.from_on and from_on and held.from_on > from_on:
            says = N_("系统里“%(name)s”%(day)s 起任“%(post)s”，比这里写的 %(here)s 晚。请核对职务、单位和任职时间。")
            post_name = f"{held.unit.name} {held.title}"
            raise RowRefused("post_later", says, name=person.name, day=held.from_on, post=post_name, here=from_on)


def others(person: Person, kinds: Collection[str], wanted: Wanted) -> list[Post]:
    """The open posts of these kinds that are not among the wanted ones."""
    running = [held for held in person.posts if held.kind in kinds and held.until_on is None]
    return [held for held in running if not any(held.kind == kind and held.unit is unit for kind, unit in wanted)]


def post(person: Person, unit: Unit, kind: str, title: str, from_on: date | None, outcome: Outcome) -> Post:
    """The open post of that kind in the unit, added if it is new; another beginning is a change."""
    for held in person.posts:
        if held.kind == kind and held.unit is unit and held.until_on is None:
            outcome.update(held, {"title": title, "from_on": from_on})
            return held
    held = Post(person=person, unit=unit, kind=kind, title=title, from_on=from_on)
    db.session.add(held)
    outcome.added += 1
    return held


def began_before(person: Person, unit: Unit, kind: str, day: date | None) -> bool:
    """Does an open post of that kind in the unit run since before the day?"""
    running = [held for held in person.posts if held.kind == kind and held.unit is unit and held.until_on is None]
    return any(held.from_on and day and held.from_on < day for held in running)


def correct_unit(person: Person, kind: str, unit: Unit, from_on: date, outcome: Outcome) -> None:
    """A post elsewhere that began the very same day was a mistake of the book before."""
    for held in others(person, (kind,), [(kind, unit)]):
        if held.from_on == from_on:
            outcome.changes.append(("village", held.unit.name, unit.name))
            held.unit = unit


def leave(person: Person, kinds: Collection[str], wanted: Wanted, start: date, today: date, o: Outcome) -> None:
    """End the open posts that the book no longer names, the day before the new ones begin."""
    for held in others(person, kinds, wanted):
        last = start - DAY if held.from_on is None or held.from_on < start else max(held.from_on, today - DAY)
        o.changes.append(("until_on", f"{held.unit.name} {held.title}", str(last)))
        held.until_on = last


def membership(
    person: Person, branch: Unit, kind: str, values: dict[str, Any], today: date, outcome: Outcome
) -> None:
    """The membership that runs: added if it is new, else kept, moved to another branch, or made a full one."""
    running = [held for held in person.memberships if held.until_on is None]
    held = next((held for held in running if held.branch is branch), running[0] if running else None)
    if held is None:
        row = Membership(person=person, branch=branch, kind=kind, from_on=values["joined_on"], **values)
        db.session.add(row)
        outcome.added += 1
        return
    if held.branch is not branch:
        outcome.changes.append(("branch", held.branch.name, branch.name))
        held = follow(held, today, today, branch=branch)
    if (held.kind, kind) == ("probationary", "full"):
        outcome.changes.append(("kind", held.kind, kind))
        held = follow(held, values["full_on"] or today, today, kind=kind)
    if held.from_on == held.joined_on and values["joined_on"]:
        values = {**values, "from_on": values["joined_on"]}
    # From full to probationary nobody goes: there the book corrects what was wrong.
    outcome.update(held, {"kind": kind, **values})


def follow(held: Membership, start: date, today: date, **changed: Any) -> Membership:
    """A membership that takes over from that day; one that began no earlier is corrected in place."""
    start = min(start, today)
    if held.from_on and held.from_on >= start:
        for name, value in changed.items():
            setattr(held, name, value)
        return held
    columns = {name: getattr(held, name) for name in ("person", "branch", "kind", "joined_on", "full_on", "remark")}
    held.until_on = start - DAY
    row = Membership(**{**columns, **changed}, from_on=start)
    db.session.add(row)
    return row


def mentored(person: Person, mentors: list[Person], from_on: date | None, today: date, outcome: Outcome) -> None:
    """Exactly these mentors from now on: new ones begin, the others end the day before."""
    running = [held for held in person.mentorings if held.until_on is None]
    begins = today if running else from_on
    gone = [held for held in running if not any(held.mentor is mentor for mentor in mentors)]
    fresh = [mentor for mentor in mentors if not any(held.mentor is mentor for held in running)]
    if running and (gone or fresh):
        outcome.changes.append(("mentor", named([held.mentor for held in running]), named(mentors)))
    for held in gone:
        if held.from_on and held.from_on >= today and fresh:
            held.mentor = fresh.pop(0)
        else:
            held.until_on = max(today - DAY, held.from_on or date.min)
    for mentor in fresh:
        db.session.add(Mentoring(person=person, mentor=mentor, from_on=begins))
        outcome.added += not running


def named(people: list[Person]) -> str:
    """Their names in a row."""
    return " ".join(person.name for person in people)
