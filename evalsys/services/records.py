"""What every record about a person shares: loading within the viewer's reach, and saving with its version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Person, Post
from evalsys.scoring.periods import Period
from evalsys.services import closed, scope
from evalsys.services.write import Act, Refused, check_version, write


def of_people(table: Any, people: Iterable[Person], *conditions: Any) -> list[Any]:
    """Rows of a table about these people, in the order of entry, in one query."""
    wanted = [person.id for person in people]
    return list(db.session.scalars(select(table).where(table.person_id.in_(wanted), *conditions).order_by(table.id)))


def last_day(table: Any, township_id: int) -> Select[Any]:
    """The query for the last day about which the township has a record in a table."""
    query = select(func.max(table.day)).join(Person, Person.id == table.person_id)
    return query.where(Person.township_id == township_id)


def one(viewer: Account, right: str, table: Any, row_id: int, day: date) -> Any:
    """One row about somebody whom the right reaches, or Unknown."""
    query = select(table).join(Person, Person.id == table.person_id)
    found = db.session.scalar(query.where(table.id == row_id, scope.visible(viewer, right, day)))
    if found is None:
        raise scope.Unknown
    return found


def refuse_self(act: Act, person: Person) -> None:
    """Nobody marks himself."""
    if act.actor and act.actor.person_id == person.id:
        raise Refused(_("不能给自己评分，请由别人来办。"))


def refuse_out_of_post(person: Person, period: Period) -> None:
    """Only the work of a village official is marked: who held no such post in the period has none."""
    query = select(Post.id).where(Post.person_id == person.id, Post.kind == "official")
    if not db.session.scalar(query.where(scope.overlapping(Post, period.first, period.last)).limit(1)):
        raise Refused(
            _(
                "%(name)s在 %(first)s 至 %(last)s 不是村官，不能评这一段。请核对日期或任职登记。",
                name=person.name,
                first=period.first,
                last=period.last,
            )
        )


def refuse_future(act: Act, day: date) -> None:
    """What has not happened yet cannot be recorded."""
    if day > act.today:
        raise Refused(_("日期 %(day)s 还没有到，请填今天或以前的日期。", day=day))


def refuse_day(act: Act, person: Person, day: date) -> None:
    """A record is about a day that has come, in a period that is not closed."""
    refuse_future(act, day)
    closed.refuse_records(person.township_id, day)


def save(act: Act, did: str, row: Any, version: int, fresh: Any, values: dict[str, Any]) -> None:
    """Change the row that is there, or add the fresh one; a form that saw no row meets one as a conflict."""
    if row is not None:
        check_version(row, version)
    target = row or fresh
    before = {name: getattr(row, name) for name in values} if row else None
    with write(act, did, target, before, values) as session:
        for name, value in {**values, "recorded_by": act.name, "recorded_at": act.at}.items():
            setattr(target, name, value)
        session.add(target)
