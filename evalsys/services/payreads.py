"""Who may read whose pay: paymaster and inspector the township's, everybody else approved pay of her own."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.pay import APPROVED, PREPARED, PayLine, PayRun
from evalsys.models.people import Person
from evalsys.rights import TOWNSHIP
from evalsys.scoring import Result, from_data
from evalsys.services import scope


def sees_all(viewer: Account) -> bool:
    """Has the viewer the pay of the whole township before her, not only her own?"""
    return any(reach == TOWNSHIP for reach, _unit in viewer.scopes.get("pay.read", ()))


def runs(viewer: Account) -> list[PayRun]:
    """The township's runs, the latest period first; none for who sees only her own."""
    if not sees_all(viewer):
        return []
    query = select(PayRun).where(PayRun.township_id == viewer.township_id).options(joinedload(PayRun.scheme_version))
    return list(db.session.scalars(query.order_by(PayRun.year.desc(), PayRun.period.desc(), PayRun.id.desc())))


def to_approve(viewer: Account) -> int:
    """How many runs wait for the viewer: those that another one prepared."""
    query = select(func.count(PayRun.id)).where(PayRun.township_id == viewer.township_id, PayRun.state == PREPARED)
    return db.session.scalar(query.where(PayRun.prepared_by_id != viewer.id)) or 0


def get(viewer: Account, pay_run_id: int) -> PayRun:
    """One run, or Unknown."""
    if not sees_all(viewer):
        raise scope.Unknown
    return scope.of_township(viewer, PayRun, pay_run_id)


def lines(run: PayRun) -> list[PayLine]:
    """The lines of a run with the people, in its order."""
    query = select(PayLine).join(PayLine.person).options(contains_eager(PayLine.person))
    return list(db.session.scalars(query.where(PayLine.run_id == run.id).order_by(PayLine.id)))


def own(viewer: Account, day: date) -> list[PayLine]:
    """The viewer's own approved pay, the latest first."""
    query = select(PayLine).join(PayLine.person).join(PayLine.run).options(contains_eager(PayLine.run))
    query = query.where(Person.id == viewer.person_id, PayRun.state == APPROVED)
    query = query.where(scope.visible(viewer, "pay.read", day))
    return list(db.session.scalars(query.order_by(PayRun.year.desc(), PayRun.period.desc(), PayLine.id.desc())))


def line(viewer: Account, pay_line_id: int, day: date) -> PayLine:
    """One line that the viewer may read, or Unknown; a person sees it once it is approved."""
    query = select(PayLine).join(PayLine.person).join(PayLine.run)
    eager = contains_eager(PayLine.run).joinedload(PayRun.scheme_version)
    query = query.options(contains_eager(PayLine.person), eager)
    query = query.where(PayLine.id == pay_line_id, scope.visible(viewer, "pay.read", day))
    found = db.session.scalar(query if sees_all(viewer) else query.where(PayRun.state == APPROVED))
    if found is None:
        raise scope.Unknown
    return found


def result_of(row: PayLine) -> Result:
    """The arithmetic of a line."""
    return from_data(json.loads(row.data)["result"])


def left_out(run: PayRun) -> list[tuple[str, str]]:
    """Who got nothing in the run, and why."""
    return [(name, why) for name, why in json.loads(run.notes)]
