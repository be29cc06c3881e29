"""Prepares a round: who is judged, how many slips each village gets, and which households are drawn."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from evalsys.models.ballots import BallotRound, BallotSubject, BallotVillage
from evalsys.models.people import Person
from evalsys.models.units import Unit
from evalsys.scoring.periods import Period
from evalsys.services import closed, people, tallies, units
from evalsys.services.ballots import rounds
from evalsys.services.records import refuse_future
from evalsys.services.write import Act, Refused, hold, write
from evalsys.voting import drawn, quotas

PLACES = ("village", "community")
LEAST_SLIPS, MOST_SLIPS = 5, 2000


@dataclass(frozen=True)
class Plan:
    """What the clerk decides: the title, households by the village's number, slips in all, the seed or nothing."""

    title: str
    households: Mapping[int, int]
    slips: int
    seed: str = ""


def villages(township_id: int) -> list[Unit]:
    """The places whose households can be drawn."""
    return units.of_kind(township_id, *PLACES)


def prepare(act: Act, quarter: Period, plan: Plan) -> BallotRound:
    """A round for everybody who was a village official in the quarter; one round a quarter, void ones aside."""
    township_id = act.actor.township_id
    hold(Unit, township_id)
    refuse_future(act, quarter.first)
    closed.refuse_records(township_id, quarter.first)
    refuse_second(township_id, quarter)
    subjects = people.officials(act.actor, "ballot.write", quarter.first, quarter.last, act.today)
    refuse_subjects(subjects, quarter)
    seed = plan.seed or secrets.token_hex(8)
    row = BallotRound(
        township_id=township_id,
        quarter=quarter.first,
        title=plan.title,
        seed=seed,
        villages=drawn_villages(township_id, plan, seed),
        subjects=[BallotSubject(person_id=person.id, place=place) for place, person in enumerate(subjects)],
    )
    with write(act, "ballot.prepare", row, after={"title": row.title, "seed": row.seed}) as session:
        session.add(row)
    return row


def refuse_second(township_id: int, quarter: Period) -> None:
    """One round a quarter counts."""
    held = rounds.of_quarter(township_id, quarter.first)
    if held:
        raise Refused(_("这个季度已经有一轮“%(title)s”。要重来，请先把它作废。", title=held.title))


def refuse_subjects(subjects: Sequence[Person], quarter: Period) -> None:
    """There has to be somebody to judge, and nobody whose sheet was keyed already."""
    if not subjects:
        raise Refused(_("这个季度没有大学生村官可以测评。请核对季度，或先登记任职。"))
    names = {person.id: person.name for person in subjects}
    keyed = [names[row.person_id] for row in tallies.of_quarter(subjects, quarter.first)]
    if keyed:
        raise Refused(_("%(names)s已经录过这个季度的计票表，不能再用测评票重测。", names="、".join(keyed)))


def drawn_villages(township_id: int, plan: Plan, seed: str) -> list[BallotVillage]:
    """Each village with its share of the slips and its draw. Raises Refused where there are too few households."""
    taking_part = [unit for unit in villages(township_id) if plan.households.get(unit.id)]
    households = {str(unit.id): plan.households[unit.id] for unit in taking_part}
    if plan.slips > sum(households.values()):
        raise Refused(
            _(
                "各村一共 %(all)s 户，不够发 %(slips)s 张票。请核对户数，或减少票数。",
                all=sum(households.values()),
                slips=plan.slips,
            )
        )
    given = quotas(households, plan.slips)
    return [village(unit, households[str(unit.id)], given[str(unit.id)], seed) for unit in taking_part]


def village(unit: Unit, households: int, quota: int, seed: str) -> BallotVillage:
    """One village's row; the numbers are kept as they are printed."""
    numbers = drawn(seed, unit.name, households, quota).numbers
    return BallotVillage(
        unit_id=unit.id, households=households, quota=quota, drawn="、".join(str(number) for number in numbers)
    )
