"""The register of a measure's own streams: what may be entered by the measure, what was, and what was taken back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.entries import Entry
from evalsys.models.people import Person
from evalsys.services import closed, periods, schemes, scope
from evalsys.services.cancelling import refuse_cancelled
from evalsys.services.entries_sheets import Sheet
from evalsys.services.records import refuse_future, refuse_self
from evalsys.services.write import Act, Refused, check_version, hold, write

SEVERAL = ("judges-mean", "mark-mean")


def listed(viewer: Account, one: Sheet, day: date) -> list[Entry]:
    """The records of a stream that the viewer may see, the newest day first."""
    query = select(Entry).join(Entry.person).where(scope.visible(viewer, "star.read", day))
    query = query.where(Entry.measure == one.measure.name, Entry.stream == one.name)
    query = query.options(contains_eager(Entry.person)).order_by(Entry.on_day.desc(), Entry.id)
    return list(db.session.scalars(query))


def get(viewer: Account, entry_id: int, day: date) -> Entry:
    """One record that the viewer may take back, or Unknown."""
    query = select(Entry).join(Entry.person).where(Entry.id == entry_id, scope.visible(viewer, "star.write", day))
    found = db.session.scalar(query)
    if found is None:
        raise scope.Unknown
    return found


def add(
    act: Act, person: Person, one: Sheet, day: date, numbers: dict[str, Decimal], text: str, by: str, evidence: str
) -> Entry:
    """A record of a stream, filed to the first day of its year, month or quarter, or to its very day."""
    on = day if one.stream.on == "day" else periods.of_kind(str(one.stream.on), day).first
    refuse_self(act, person)
    refuse_day(act, person, one, on)
    refuse_limits(one, numbers)
    hold(Person, person.id)
    data = json.dumps(
        {name: format(value, "f") for name, value in numbers.items()}, ensure_ascii=False, sort_keys=True
    )
    refuse_twice(person, one, on, data, text)
    row = Entry(
        township_id=person.township_id,
        person_id=person.id,
        measure=one.measure.name,
        stream=one.name,
        on_day=on,
        data=data,
        text=text,
        by=by,
        evidence=evidence,
        recorded_by=act.name,
        recorded_at=act.at,
    )
    after = {
        "person": person.name,
        "measure": row.measure,
        "stream": row.stream,
        "on_day": on,
        "data": data,
        "by": by,
    }
    with write(act, "entry.add", row, after=after) as session:
        session.add(row)
    return row


def refuse_day(act: Act, person: Person, one: Sheet, on: date) -> None:
    """What has not begun is not recorded; an event of a closed period is refused, a sheet about a year is not."""
    refuse_future(act, on)
    if one.stream.on == "day":
        closed.refuse_records(person.township_id, on)


def refuse_limits(one: Sheet, numbers: dict[str, Decimal]) -> None:
    """The measure says which numbers may be entered."""
    for name, limits in one.stream.values.items():
        if not limits.allow(numbers[name]):
            raise Refused(_("“%(name)s”的数不合办法的规定，请核对。", name=name))


def refuse_twice(person: Person, one: Sheet, on: date, data: str, text: str) -> None:
    """One sheet a period, unless several judges give theirs; of events no two that say the same."""
    query = select(Entry).where(Entry.person_id == person.id, Entry.measure == one.measure.name)
    query = query.where(Entry.stream == one.name, Entry.on_day == on, Entry.cancelled_on.is_(None))
    held: Sequence[Entry] = db.session.scalars(query).all()
    scheme = schemes.scheme_of(one.measure)
    readers = [item.kind for item in scheme.items.values() if getattr(item.how, "stream", "") == one.stream.name]
    same = [row for row in held if (row.data, row.text) == (data, text)]
    if same if one.stream.on == "day" or any(kind in SEVERAL for kind in readers) else held:
        said: dict[str, Any] = {"name": person.name, "day": on.isoformat(), "sheet": one.stream.title}
        raise Refused(_("%(name)s %(day)s 的“%(sheet)s”已经登记过。登错的请先撤销，再重新登记。", **said))


def cancel(act: Act, row: Entry, one: Sheet, version: int, why: str) -> None:
    """Take a record back: it stays in the register and counts no longer."""
    refuse_cancelled(row)
    refuse_self(act, row.person)
    refuse_day(act, row.person, one, row.on_day)
    check_version(row, version)
    with write(act, "entry.cancel", row, {"cancelled": None}, {"cancelled": act.today, "why": why}):
        row.cancelled_on, row.cancelled_why = act.today, why
