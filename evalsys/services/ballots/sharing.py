"""Shares the slips of a round: to drawn households, to every household, or to everybody at the meeting."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from evalsys.extensions import db
from evalsys.models.ballots import DRAWN, BallotVillage
from evalsys.models.units import Unit
from evalsys.services import units
from evalsys.services.write import Refused
from evalsys.voting import drawn, quotas

PLACES = ("village", "community")
LEAST_SLIPS, MOST_SLIPS = 5, 2000
SIGNS = 16


@dataclass(frozen=True)
class Plan:
    """What the clerk decides: the title, who gets slips, how many there are, the seed or nothing.

    `heads` are households, or people at the meeting, by the village's number; `slips` are those in all.
    """

    title: str
    heads: Mapping[int, int] = field(default_factory=dict)
    slips: int | None = None
    seed: str = ""
    rule: str = DRAWN


def villages(township_id: int) -> list[Unit]:
    """The places whose households can get slips."""
    return units.of_kind(township_id, *PLACES)


def seed_of(plan: Plan) -> str:
    """The seed of the draw, of chance where nobody named one; nothing where nobody is drawn."""
    if plan.rule != DRAWN:
        return ""
    return plan.seed or secrets.token_hex(SIGNS // 2)


def shares(township_id: int, plan: Plan, seed: str) -> list[BallotVillage]:
    """Each village with its share of the slips. Raises Refused where the numbers do not fit."""
    taking_part = [unit for unit in villages(township_id) if plan.heads.get(unit.id)]
    return (
        drawn_shares(taking_part, plan, seed) if plan.rule == DRAWN else whole_shares(township_id, taking_part, plan)
    )


def whole_shares(township_id: int, taking_part: list[Unit], plan: Plan) -> list[BallotVillage]:
    """A slip for everybody; where no village is named, the township hands out all of them."""
    heads = [(unit, plan.heads[unit.id]) for unit in taking_part]
    if not heads and plan.slips:
        heads = [(db.session.get_one(Unit, township_id), plan.slips)]
    slips = sum(number for _unit, number in heads)
    if plan.slips and slips != plan.slips:
        said = {"all": slips, "slips": plan.slips}
        raise Refused(_("各村加起来是 %(all)s 张，和一共 %(slips)s 张不符。请核对，或者只填一处。", **said))
    if not LEAST_SLIPS <= slips <= MOST_SLIPS:
        said = {"all": slips, "least": LEAST_SLIPS, "most": MOST_SLIPS}
        raise Refused(_("一共要发 %(all)s 张票，应在 %(least)s 至 %(most)s 张之间。请核对人数或户数。", **said))
    return [BallotVillage(unit_id=unit.id, households=number, quota=number, drawn="") for unit, number in heads]


def drawn_shares(taking_part: list[Unit], plan: Plan, seed: str) -> list[BallotVillage]:
    """The slips by the number of households, and the draw of each village."""
    households = {str(unit.id): plan.heads[unit.id] for unit in taking_part}
    slips = plan.slips or 0
    if slips > sum(households.values()):
        said = {"all": sum(households.values()), "slips": slips}
        raise Refused(_("各村一共 %(all)s 户，不够发 %(slips)s 张票。请核对户数，或减少票数。", **said))
    given = quotas(households, slips)
    return [village(unit, households[str(unit.id)], given[str(unit.id)], seed) for unit in taking_part]


def village(unit: Unit, households: int, quota: int, seed: str) -> BallotVillage:
    """One village's row; the numbers are kept as they are printed."""
    numbers = drawn(seed, unit.name, households, quota).numbers
    return BallotVillage(
        unit_id=unit.id, households=households, quota=quota, drawn="、".join(str(number) for number in numbers)
    )
