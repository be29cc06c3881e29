"""Members who are long ill: what the measure of points then leaves out, from when until when."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.entries import Entry
from evalsys.models.people import Person
from evalsys.services import points_ledger, points_measure, scope
from evalsys.services.points_results import ILL
from evalsys.services.records import refuse_future, refuse_self
from evalsys.services.write import Act, Refused, check_version, write


def of_person(person: Person) -> list[Entry]:
    """The spells of illness that stand, the first ones first."""
    query = select(Entry).where(Entry.person_id == person.id, Entry.stream == ILL, Entry.cancelled_on.is_(None))
    return list(db.session.scalars(query.order_by(Entry.on_day, Entry.id)))


def add(act: Act, person: Person, first: date, last: date | None, reason: str) -> Entry:
    """A spell of illness; without a last day it holds until it is ended."""
    refuse_self(act, person)
    refuse_future(act, first)
    if last and last < first:
        raise Refused(_("结束日期不能早于开始日期。"))
    version = points_measure.version(person.township_id, first)
    row = Entry(
        township_id=person.township_id,
        person_id=person.id,
        measure=version.name,
        stream=ILL,
        on_day=first,
        until_day=last,
        data="{}",
        text=reason,
        by=act.name,
        evidence="",
        recorded_by=act.name,
        recorded_at=act.at,
    )
    with write(act, "points.exempt", row, after={"person": person.name, "from": first, "until": last}) as session:
        points_ledger.begin(person.township_id, first)
        refuse_overlap(person, first, last)
        session.add(row)
    return row


def refuse_overlap(person: Person, first: date, last: date | None) -> None:
    """One spell at a time."""
    for row in of_person(person):
        if (last is None or row.on_day <= last) and (row.until_day is None or row.until_day >= first):
            said = _("%(name)s 从 %(day)s 起已经登记过，日期重叠。", name=person.name, day=row.on_day)
            raise Refused(said)


def end(act: Act, row: Entry, version: int, last: date) -> None:
    """The last day of a spell that ran on."""
    check_version(row, version)
    refuse_self(act, row.person)
    if last < row.on_day:
        raise Refused(_("结束日期不能早于开始日期。"))
    with write(act, "points.exempt-end", row, {"until": row.until_day}, {"until": last}):
        points_ledger.begin(row.township_id, last)
        row.until_day, row.recorded_by, row.recorded_at = last, act.name, act.at


def get(viewer: Account, spell_id: int, day: date) -> Entry:
    """One spell that the viewer may end, or Unknown."""
    query = select(Entry).join(Person, Person.id == Entry.person_id)
    reached = scope.visible(viewer, "points.write", day)
    found = db.session.scalar(query.where(Entry.id == spell_id, Entry.stream == ILL, reached))
    if found is None:
        raise scope.Unknown
    return found
