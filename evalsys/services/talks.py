"""Records of talks (谈心谈话). What was said stays with the clerk, the committee and the person: never in the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Person
from evalsys.models.talks import Talk
from evalsys.scoring.periods import Period, quarter_of
from evalsys.services import closed, records, scope
from evalsys.services.write import Act, Refused, check_version, refuse_second, write

WORDS = ("talker", "place", "topics", "content", "agreed", "own_words")


def of_quarter(viewer: Account, quarter: Period, day: date) -> list[Talk]:
    """The talks about a quarter that the viewer may read, cancelled ones included, the latest first."""
    query = select(Talk).join(Talk.person).options(contains_eager(Talk.person))
    query = query.where(Talk.quarter == quarter.first, scope.visible(viewer, "talk.read", day))
    return list(db.session.scalars(query.order_by(Talk.held_on.desc(), Talk.id.desc())))


def of_person(viewer: Account, person_id: int, day: date) -> list[Talk]:
    """One person's talks that stand, the latest first, as far as the viewer may read them."""
    query = select(Talk).join(Talk.person).where(Talk.person_id == person_id, Talk.cancelled_on.is_(None))
    query = query.where(scope.visible(viewer, "talk.read", day))
    return list(db.session.scalars(query.order_by(Talk.held_on.desc(), Talk.id.desc())))


def get(viewer: Account, talk_id: int, day: date, right: str = "talk.read") -> Talk:
    """One talk that the right reaches, or Unknown."""
    return records.one(viewer, right, Talk, talk_id, day)


def add(act: Act, person: Person, held_on: date, quarter: date, words: Mapping[str, Any]) -> Talk:
    """One talk with one official. The log says that there was one, and nothing else."""
    refuse_self(act, person)
    records.refuse_day(act, person, held_on)
    refuse_other_quarter(held_on, quarter)
    talk = Talk(person_id=person.id, held_on=held_on, quarter=quarter, recorded_by=act.name, recorded_at=act.at)
    put(talk, words)
    with write(act, "talk.add", talk) as session:
        session.add(talk)
    return talk


def change(act: Act, talk: Talk, version: int, held_on: date, quarter: date, words: Mapping[str, Any]) -> None:
    """Correct a record; the person stays."""
    refuse_second(act)
    refuse_self(act, talk.person)
    check_version(talk, version)
    refuse_cancelled(talk)
    closed.refuse_records(talk.person.township_id, talk.held_on)
    records.refuse_day(act, talk.person, held_on)
    refuse_other_quarter(held_on, quarter)
    with write(act, "talk.change", talk):
        put(talk, words)
        talk.held_on, talk.quarter, talk.recorded_by, talk.recorded_at = held_on, quarter, act.name, act.at


def put(talk: Talk, words: Mapping[str, Any]) -> None:
    """Copy what was written."""
    for name in WORDS:
        setattr(talk, name, words[name] or "")


def cancel(act: Act, talk: Talk, version: int, reason: str) -> None:
    """Take a record back with the reason: it stays in the books, marked cancelled."""
    refuse_second(act)
    refuse_self(act, talk.person)
    check_version(talk, version)
    refuse_cancelled(talk)
    closed.refuse_records(talk.person.township_id, talk.held_on)
    with write(act, "talk.cancel", talk):
        talk.cancelled_on, talk.cancel_reason = act.today, reason


def refuse_self(act: Act, person: Person) -> None:
    """Nobody keeps the record of a talk with himself."""
    if act.actor and act.actor.person_id == person.id:
        raise Refused(_("不能登记和自己的谈话，请由别人来办。"))


def refuse_cancelled(talk: Talk) -> None:
    """A record that was taken back stays as it is."""
    if talk.cancelled_on:
        raise Refused(_("这次谈话已在 %(day)s 撤销，不能再改。要改的，请重新登记。", day=talk.cancelled_on))


def refuse_other_quarter(held_on: date, quarter: date) -> None:
    """A talk is about the quarter that runs or one before it."""
    if quarter > quarter_of(held_on).first:
        raise Refused(_("谈话日期 %(day)s 早于所谈的季度，请核对日期或季度。", day=held_on))
