"""Household visits: recorded once, with the day's log entry if there is none, followed up, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select

from evalsys.models.accounts import Account
from evalsys.models.people import Person
from evalsys.models.visits import Visit
from evalsys.services import cancelling, closed, logs, records
from evalsys.services.records import of_people, one, refuse_day
from evalsys.services.write import Act, Refused, check_version, hold, write


def visits(people: Sequence[Person], first: date, last: date) -> list[Visit]:
    """The visits of these days, cancelled ones included, the newest day first."""
    rows = of_people(Visit, people, Visit.day.between(first, last))
    return sorted(rows, key=lambda visit: (visit.day, visit.id), reverse=True)


def last_day(township_id: int) -> Select[Any]:
    """The query for the day of the township's last visit."""
    return records.last_day(Visit, township_id)


def is_open(visit: Visit) -> bool:
    """Does the visit wait for something to be done?"""
    return bool(visit.needs or visit.follow_up) and not visit.followed_up_on and not visit.cancelled_on


def get(viewer: Account, visit_id: int, day: date) -> Visit:
    """One visit that the viewer may change, or Unknown."""
    return one(viewer, "visit.write", Visit, visit_id, day)


def add_visit(act: Act, person: Person, values: dict[str, Any], with_log: bool) -> Visit:
    """A visit of today or before; on a day without a log entry the same words may become one."""
    refuse_day(act, person, values["day"])
    visit = Visit(person_id=person.id, recorded_by=act.name, recorded_at=act.at, **values)
    told = {"day": values["day"], "person": person.name, "household": values["household"]}
    with write(act, "visit.add", visit, after=told) as session:
        # Two visits of one day make one log: the second waits until the first is written.
        hold(Person, person.id)
        if with_log and not logs.log_entries([person], values["day"], values["day"]):
            visit.log_entry = logs.new_entry(act, person, values["day"], logs.VISITING, words(values))
            told["log"] = visit.log_entry.text
        session.add(visit)
    return visit


def words(values: dict[str, Any]) -> str:
    """A visit as one sentence of the log."""
    parts = [f"{values['household']}：{values['situation']}", values["needs"]]
    return " ".join(filter(None, parts))[: logs.LONGEST]


def change_visit(act: Act, visit: Visit, version: int, values: dict[str, Any]) -> None:
    """Correct a visit; a log entry that was made from it stays as it is."""
    cancelling.refuse_cancelled(visit)
    closed.refuse_records(visit.person.township_id, visit.day)
    refuse_day(act, visit.person, values["day"])
    if visit.followed_up_on and visit.followed_up_on < values["day"]:
        refuse_before(visit.followed_up_on, values["day"])
    cancelling.change(act, visit, version, values)


def refuse_before(done_on: date, day: date) -> None:
    """What came of a visit comes after it."""
    raise Refused(
        _("办结日期 %(done)s 早于走访日期 %(day)s，请核对日期。", done=done_on.isoformat(), day=day.isoformat())
    )


def follow(act: Act, visit: Visit, version: int, follow_up: str, done_on: date) -> None:
    """Mark a visit as followed up on that day."""
    cancelling.refuse_cancelled(visit)
    refuse_day(act, visit.person, done_on)
    if done_on < visit.day:
        refuse_before(done_on, visit.day)
    check_version(visit, version)
    before = {"follow_up": visit.follow_up, "followed_up": visit.followed_up_on}
    with write(act, "visit.follow", visit, before, {"follow_up": follow_up, "followed_up": done_on}):
        visit.follow_up, visit.followed_up_on = follow_up, done_on


def cancel(act: Act, visit: Visit, version: int, reason: str) -> None:
    """Take a visit back; a log entry that was made from it stays."""
    cancelling.take_back(act, visit, version, visit.person.township_id, visit.day, reason)
