"""A year seen from above: how far its quarters are, and what has to be done in which order."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from evalsys.extensions import db
from evalsys.models.evaluations import Evaluation
from evalsys.scoring.periods import Period
from evalsys.services import closed
from evalsys.services.summaries import quarters_of


@dataclass(frozen=True)
class Quarter:
    """A quarter of a year: how many people have a result, and whether it is closed."""

    period: Period
    people: int
    is_closed: bool


def quarters(township_id: int, year: Period) -> list[Quarter]:
    """The four quarters as they stand now."""
    query = select(Evaluation.period, func.count()).where(
        Evaluation.township_id == township_id, Evaluation.is_current
    )
    found = quarters_of(year)
    codes = [quarter.code for quarter in found]
    people = dict(db.session.execute(query.where(Evaluation.period.in_(codes)).group_by(Evaluation.period)).all())
    shut = closed.all_closed(township_id)
    return [Quarter(quarter, people.get(quarter.code, 0), quarter in shut) for quarter in found]


def unclosed(township_id: int, year: Period) -> list[Period]:
    """The quarters that have results and are not closed."""
    return [one.period for one in quarters(township_id, year) if one.people and not one.is_closed]
