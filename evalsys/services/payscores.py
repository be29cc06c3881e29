"""Published results as facts for performance pay: only what is closed counts, an open result is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.closings import ClosedResult, PeriodClose
from evalsys.models.evaluations import Evaluation
from evalsys.models.people import Person
from evalsys.scoring import Fact, Period, Scheme, period
from evalsys.scoring.periods import CONTAINING
from evalsys.scoring.piles import each
from evalsys.scoring.terms import Flow
from evalsys.services import periods
from evalsys.services.write import Refused


def closed_results(
    township_id: int, people: Collection[int], scheme: Scheme, streams: Collection[str], whole: Period
) -> dict[int, list[Fact]]:
    """The closed results of these people in the period, as records of the measure's own streams.

    Raises Refused with the first result that is not closed.
    """
    found: dict[int, list[Fact]] = defaultdict(list)
    for name in sorted(streams):
        stream = scheme.streams[Flow(name)]
        codes = [one.code for one in parts(stream.on, whole)]
        for row, person, is_closed in rows(township_id, people, codes):
            if not is_closed:
                said = {"name": person, "period": periods.name(period(row.period))}
                raise Refused(_("%(name)s%(period)s的考核结果还没有关账，不能据此发绩效报酬。请先关账。", **said))
            if row.score is not None:
                value = {next(iter(stream.values)): row.score}
                found[row.person_id].append(Fact(name, period(row.period).first, value, ref=f"evaluation:{row.id}"))
    return found


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
