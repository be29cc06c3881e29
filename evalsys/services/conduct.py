"""Approved leave, commendations, criticisms and disciplinary measures, each with who approved it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Person
from evalsys.models.reviews import Conduct, Leave
from evalsys.services import closed
from evalsys.services.records import of_people, one, refuse_day, refuse_self
from evalsys.services.write import Act, Refused, hold, write


def add_leave(act: Act, person: Person, from_on: date, until_on: date, reason: str, approved_by: str) -> Leave:
    """Approved leave; it may not overlap with leave that stands already."""
    if until_on < from_on:
        raise Refused(_("结束日期不能早于开始日期。"))
    refuse_own_approval(act, person, approved_by)
    closed.refuse_records(person.township_id, from_on, until_on)
    hold(Person, person.id)
    clash = db.session.scalar(
        select(Leave).where(
            Leave.person_id == person.id,
            Leave.cancelled_on.is_(None),
            Leave.from_on <= until_on,
            Leave.until_on >= from_on,
        )
    )
    if clash:
        raise Refused(
            _(
                "%(name)s 在 %(first)s 至 %(last)s 已有请假，日期重叠。",
                name=person.name,
                first=clash.from_on,
                last=clash.until_on,
            )
        )
    leave = Leave(
        person_id=person.id,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        approved_by=approved_by,
        recorded_by=act.name,
        recorded_at=act.at,
    )
    with write(act, "leave.add", leave, after={"from": from_on, "until": until_on}) as session:
        session.add(leave)
    return leave


def refuse_own_approval(act: Act, person: Person, approved_by: str) -> None:
    """Nobody approves for himself."""
    if "".join(approved_by.split()) == "".join(person.name.split()):
        raise Refused(_("批准人不能是本人，请填实际批准的领导。"))


def add_conduct(act: Act, person: Person, kind: str, day: date, reason: str, approved_by: str) -> Conduct:
    """A commendation, a criticism or a disciplinary measure, with who approved it."""
    refuse_self(act, person)
    refuse_day(act, person, day)
    refuse_own_approval(act, person, approved_by)
    conduct = Conduct(
        person_id=person.id,
        kind=kind,
        happened_on=day,
        reason=reason,
        approved_by=approved_by,
        recorded_by=act.name,
        recorded_at=act.at,
    )
    with write(act, "conduct.add", conduct, after={"kind": kind, "day": day, "person": person.name}) as session:
        session.add(conduct)
    return conduct


def cancel(act: Act, row: Leave | Conduct) -> None:
    """Take back a leave or a conduct entry: it stays in the books, marked cancelled."""
    if isinstance(row, Conduct):
        refuse_self(act, row.person)
    if row.cancelled_on:
        raise Refused(_("这一条已在 %(day)s 撤销。", day=row.cancelled_on))
    closed.refuse_records(row.person.township_id, *days_of(row))
    with write(act, f"{row.__tablename__}.cancel", row, {"cancelled": None}, {"cancelled": act.today}):
        row.cancelled_on = act.today


def days_of(row: Leave | Conduct) -> tuple[date, date]:
    """The first and the last day that the row is about."""
    return (row.happened_on, row.happened_on) if isinstance(row, Conduct) else (row.from_on, row.until_on)


def leaves(people: Sequence[Person], first: date, last: date) -> list[Leave]:
    """Leave that touches the span, cancelled ones included."""
    return of_people(Leave, people, Leave.from_on <= last, Leave.until_on >= first)


def entries(people: Sequence[Person], first: date, last: date) -> list[Conduct]:
    """Conduct entries of the span, cancelled ones included."""
    return of_people(Conduct, people, Conduct.happened_on.between(first, last))


def get_leave(viewer: Account, leave_id: int, day: date) -> Leave:
    """One leave that the viewer may take back, or Unknown."""
    return one(viewer, "conduct.write", Leave, leave_id, day)


def get_entry(viewer: Account, conduct_id: int, day: date) -> Conduct:
    """One conduct entry that the viewer may take back, or Unknown."""
    return one(viewer, "conduct.write", Conduct, conduct_id, day)
