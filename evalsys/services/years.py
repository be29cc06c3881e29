"""A year seen from above: how far its quarters are, and what has to be done in which order."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from evalsys.extensions import db
from evalsys.models.closings import PeriodClose
from evalsys.models.evaluations import Evaluation
from evalsys.scoring.periods import Period
from evalsys.services.summaries import quarters_of


@dataclass(frozen=True)
class Quarter:
    """A quarter of a year: how many people have a result, and whether it is closed."""

    period: Period
    people: int
    is_closed: bool


def quarters(township_id: int, year: Period) -> list[Quarter]:
    """The four quarters as they stand now, in one query; one without results is not closed."""
    found = quarters_of(year)
    shut = select(PeriodClose.id).where(
        PeriodClose.township_id == township_id,
        PeriodClose.period == Evaluation.period,
        PeriodClose.reopened_at.is_(None),
    )
    query = select(Evaluation.period, func.count(), shut.exists()).where(
        Evaluation.township_id == township_id,
        Evaluation.is_current,
        Evaluation.period.in_([quarter.code for quarter in found]),
    )
    rows = db.session.execute(query.group_by(Evaluation.period))
    held = {code: (people, is_closed) for code, people, is_closed in rows}
    return [Quarter(quarter, *held.get(quarter.code, (0, False))) for quarter in found]


def unclosed(township_id: int, year: Period) -> list[Period]:
    """The quarters that have results and are not closed."""
    return [one.period for one in quarters(township_id, year) if one.people and not one.is_closed]
