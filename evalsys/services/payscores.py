"""Published results as facts for performance pay: only what is closed counts, an open result is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.closings import ClosedResult, PeriodClose
from evalsys.models.evaluations import Evaluation
from evalsys.models.people import Person
from evalsys.models.stars import StarRating, StarRun
from evalsys.scoring import Fact, Period, Scheme, period
from evalsys.scoring.periods import CONTAINING
from evalsys.scoring.piles import each
from evalsys.scoring.terms import Flow
from evalsys.services import periods
from evalsys.services.write import Refused

# The stream under which measures of pay read the stars that were given.
STARS = "stars"


def closed_results(
    township_id: int, people: Collection[int], scheme: Scheme, streams: Collection[str], whole: Period
) -> dict[int, list[Fact]]:
    """The closed results of these people in the period, as records of the measure's own streams.

    Raises Refused with the first result that is not closed.
    """
    found: dict[int, list[Fact]] = defaultdict(list)
    for name in sorted(streams):
        stream = scheme.streams[Flow(name)]
        if name == STARS:
            rated(found, township_id, people, next(iter(stream.values)), whole.last.year)
            continue
        codes = [one.code for one in parts(stream.on, whole)]
        for row, person, is_closed in rows(township_id, people, codes):
            if not is_closed:
                said = {"name": person, "period": periods.name(period(row.period))}
                raise Refused(_("%(name)s%(period)s的考核结果还没有关账，不能据此发绩效报酬。请先关账。", **said))
            if row.score is not None:
                value = {next(iter(stream.values)): row.score}
                found[row.person_id].append(Fact(name, period(row.period).first, value, ref=f"evaluation:{row.id}"))
    return found


def rated(found: dict[int, list[Fact]], township_id: int, people: Collection[int], value: str, year: int) -> None:
    """The confirmed stars of the year and of the one before. Raises Refused where a rating waits for confirmation."""
    runs = select(StarRun.year).where(StarRun.township_id == township_id, StarRun.year.in_((year - 1, year)))
    waits = db.session.scalar(runs.where(StarRun.confirmed_at.is_(None), StarRun.dropped_at.is_(None)))
    if waits:
        raise Refused(_("%(year)s年的星级评定还没有确认，不能据此发绩效报酬。请先确认。", year=waits))
    query = select(StarRating).join(StarRun, StarRun.id == StarRating.run_id)
    query = query.where(StarRating.is_current, StarRun.confirmed_at.is_not(None), StarRating.stars.is_not(None))
    query = query.where(StarRating.person_id.in_(people), StarRating.year.in_((year - 1, year)))
    for row in db.session.scalars(query):
        numbers = {value: Decimal(row.stars)}
        found[row.person_id].append(Fact(STARS, date(row.year, 1, 1), numbers, ref=f"star_rating:{row.id}"))


def parts(kind: str, whole: Period) -> tuple[Period, ...]:
    """The periods of that kind which the whole has, or the one that it lies in."""
    return each(kind, whole) or (CONTAINING[kind](whole.last),)


def rows(township_id: int, people: Collection[int], codes: Collection[str]) -> Iterator[tuple[Evaluation, str, bool]]:
    """The current results with whose they are and whether a close holds them."""
    held = select(ClosedResult.evaluation_id).join(PeriodClose, PeriodClose.id == ClosedResult.close_id)
    held = held.where(PeriodClose.reopened_at.is_(None))
    query = select(Evaluation, Person.name, Evaluation.id.in_(held)).join(Person, Person.id == Evaluation.person_id)
    query = query.where(Evaluation.township_id == township_id, Evaluation.is_current, Evaluation.period.in_(codes))
    for row, name, is_closed in db.session.execute(query.where(Evaluation.person_id.in_(people))):
        yield row, name, bool(is_closed)
