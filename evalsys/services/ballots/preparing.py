"""Prepares a round: who is judged, about which quarter or year, and how many slips are made for whom."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from evalsys.models.ballots import DRAWN, BallotRound, BallotSubject
from evalsys.models.people import Person
from evalsys.models.units import Unit
from evalsys.scoring.periods import Period
from evalsys.services import closed, people, periods, tallies
from evalsys.services.ballots import rounds
from evalsys.services.ballots.sharing import Plan, seed_of, shares
from evalsys.services.records import refuse_future
from evalsys.services.write import Act, Refused, hold, write


def prepare(act: Act, period: Period, plan: Plan) -> BallotRound:
    """A round for everybody who was a village official in the period; one round a period, void ones aside."""
    township_id = act.actor.township_id
    hold(Unit, township_id)
    refuse_future(act, period.first)
    closed.refuse_filed(township_id, period)
    refuse_second(township_id, period)
    subjects = people.officials(act.actor, "ballot.write", period.first, period.last, act.today)
    refuse_subjects(subjects, period)
    seed = seed_of(plan)
    row = BallotRound(
        township_id=township_id,
        kind=tallies.KIND_OF[period.kind],
        first_on=period.first,
        title=plan.title,
        rule=plan.rule,
        seed=seed,
        villages=shares(township_id, plan, seed),
        subjects=[BallotSubject(person_id=person.id, place=place) for place, person in enumerate(subjects)],
    )
    told = {"title": row.title, "seed": row.seed} if row.rule == DRAWN else {"title": row.title}
    with write(act, "ballot.prepare", row, after=told) as session:
        session.add(row)
    return row


def refuse_second(township_id: int, period: Period) -> None:
    """One round a quarter or year counts."""
    held = rounds.of_period(township_id, period)
    if held:
        said = {"period": periods.name(period), "title": held.title}
        raise Refused(_("%(period)s已经有一轮“%(title)s”。要重来，请先把它作废。", **said))


def refuse_subjects(subjects: Sequence[Person], period: Period) -> None:
    """There has to be somebody to judge, and nobody whose sheet was keyed already."""
    called = periods.name(period)
    if not subjects:
        raise Refused(_("%(period)s没有大学生村官可以测评。请核对时段，或先登记任职。", period=called))
    names = {person.id: person.name for person in subjects}
    keyed = "、".join(names[row.person_id] for row in tallies.of_period(subjects, period))
    if keyed:
        raise Refused(_("%(names)s已经录过%(period)s的计票表，不能再用测评票重测。", names=keyed, period=called))
