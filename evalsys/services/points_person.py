"""One member's page of points: whose it is, every line of the time, and what the measure makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Person
from evalsys.models.points import PointsBalance, PointsEntry, PointsObjection
from evalsys.models.schemes import SchemeVersion
from evalsys.scoring import Period, Result
from evalsys.services import points_measure, points_results, scope
from evalsys.services.write import Refused


@dataclass(frozen=True)
class Opened:
    """Somebody whose points the viewer may read."""

    person: Person
    may_record: bool
    balance: Decimal


@dataclass(frozen=True)
class Told:
    """The lines of a period and the result, or why there is none."""

    rows: list[PointsEntry]
    objections: dict[int, PointsObjection]
    version: SchemeVersion | None
    result: Result | None
    says: str = ""


def opened(viewer: Account, person_id: int, day: date) -> Opened:
    """Who it is, whether the viewer may record there, and the kept balance, asked at once; or Unknown."""
    kept = select(PointsBalance.balance).where(PointsBalance.person_id == Person.id).scalar_subquery()
    query = select(Person, scope.visible(viewer, "points.record", day), kept)
    found = db.session.execute(query.where(Person.id == person_id, scope.visible(viewer, "points.read", day))).first()
    if found is None:
        raise scope.Unknown
    person, may_record, balance = found
    return Opened(person, bool(may_record) and person.id != viewer.person_id, balance or Decimal(0))


def told(person: Person, period: Period, is_worked: bool) -> Told:
    """Everything of the period; the result is worked out from the same lines if `is_worked`."""
    try:
        version, says = points_measure.version(person.township_id, period.last), ""
    except Refused as refusal:
        version, says = None, refusal.says
    begun = points_results.begun(version, period) if version else period.first
    lines = whole(person, begun, period.last)
    result = points_results.of_lines(version, person, lines, period) if version and is_worked else None
    rows = [row for row in lines if row.happened_on >= period.first]
    return Told(rows, {row.id: row.objections[-1] for row in rows if row.objections}, version, result, says)


def whole(person: Person, first: date, last: date) -> list[PointsEntry]:
    """Every line of somebody in these days with its file and objections, reversals included, by day."""
    query = select(PointsEntry).where(PointsEntry.person_id == person.id)
    query = query.where(PointsEntry.happened_on.between(first, last))
    query = query.options(joinedload(PointsEntry.file), joinedload(PointsEntry.objections))
    return list(db.session.scalars(query.order_by(PointsEntry.happened_on, PointsEntry.id)).unique())
