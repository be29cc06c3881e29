"""What a paymaster can prepare now: the measures in force, the periods that they pay, the cadres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from evalsys.models.schemes import SchemeVersion
from evalsys.scoring import Period, period
from evalsys.scoring.payplan import PARTS, payments
from evalsys.scoring.periods import CONTAINING
from evalsys.services import paymeasures, periods, schemes
from evalsys.services.pay import cadres

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Offer:
    """A measure with the periods of one kind that can be prepared: the one before and the one that runs."""

    version: SchemeVersion
    periods: Sequence[Period]


def offers(township_id: int, day: date) -> list[Offer]:
    """Every measure in force with each kind of period that it pays."""
    found = []
    for row in paymeasures.measures(township_id, day):
        kinds = {one.kind for one in payments(schemes.scheme_of(row))}
        for kind in (kind for kind in PARTS.values() if kind in kinds):
            now = CONTAINING[kind](day)
            found.append(Offer(row, (CONTAINING[kind](now.first - ONE_DAY), now)))
    return found


def people(township_id: int, when: Period) -> list[tuple[int, str]]:
    """The cadres of a period to choose from."""
    return [(one.id, f"{one.name}（{one.place}）") for one in cadres(township_id, when)]


def named(code: str) -> str:
    """What the period of a code is called."""
    return periods.name(period(code))
