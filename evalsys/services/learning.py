"""Lectures given and heard, and training: recorded, corrected, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select

from evalsys.models.accounts import Account
from evalsys.models.learning import Learning
from evalsys.models.people import Person
from evalsys.services import cancelling, closed, records
from evalsys.services.records import of_people, one, refuse_day
from evalsys.services.write import Act, write


def learned(people: Sequence[Person], first: date, last: date) -> list[Learning]:
    """What these people gave and heard in these days, cancelled ones included, the newest day first."""
    rows = of_people(Learning, people, Learning.day.between(first, last))
    return sorted(rows, key=lambda row: (row.day, row.id), reverse=True)


def last_day(township_id: int) -> Select[Any]:
    """The query for the day of the township's last lecture or training."""
    return records.last_day(Learning, township_id)


def hours(rows: Sequence[Learning]) -> Decimal:
    """The class hours together; what was taken back has none."""
    return sum((row.hours for row in rows if not row.cancelled_on), Decimal(0))


def get(viewer: Account, learning_id: int, day: date) -> Learning:
    """One record that the viewer may change, or Unknown."""
    return one(viewer, "learning.write", Learning, learning_id, day)


def add_learning(act: Act, person: Person, values: dict[str, Any]) -> Learning:
    """A lecture or training of today or before."""
    refuse_day(act, person, values["day"])
    row = Learning(person_id=person.id, recorded_by=act.name, recorded_at=act.at, **values)
    with write(act, "learning.add", row, after={"person": person.name, **values}) as session:
        session.add(row)
    return row


def change_learning(act: Act, row: Learning, version: int, values: dict[str, Any]) -> None:
    """Correct a record."""
    cancelling.refuse_cancelled(row)
    closed.refuse_records(row.person.township_id, row.day)
    refuse_day(act, row.person, values["day"])
    cancelling.change(act, row, version, values)


def cancel(act: Act, row: Learning, version: int, reason: str) -> None:
    """Take a record back."""
    cancelling.take_back(act, row, version, row.person.township_id, row.day, reason)
