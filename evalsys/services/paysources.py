"""What pay is worked out from: in which village each cadre works, and everybody's facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from evalsys.extensions import db
from evalsys.models.payfacts import PayFact
from evalsys.models.people import Post
from evalsys.models.reviews import Conduct
from evalsys.models.units import Unit
from evalsys.scoring import (
    Fact,
    Period,
    Scheme,
)
from evalsys.scoring.payplan import Payment
from evalsys.services import entries, payfacts, registers, scope
from evalsys.services.pay import CADRES


class Home(NamedTuple):
    """The village in which a cadre holds a post."""

    id: int
    name: str


NOWHERE = Home(0, "")


@dataclass(frozen=True)
class Desk:
    """What all cadres' pay of one period is worked out with."""

    scheme: Scheme
    period: Period
    due: Sequence[Payment]
    registered: Sequence[PayFact]


def together(registered: Sequence[Fact], closed: Sequence[Fact]) -> tuple[Fact, ...]:
    """What is registered, but for the periods about which there is a closed result."""
    shut = {(fact.kind, fact.on) for fact in closed}
    return (*(fact for fact in registered if (fact.kind, fact.on) not in shut), *closed)


def facts_of(township_id: int, desk: Desk, ids: Sequence[int]) -> Callable[[int, int | None], tuple[Fact, ...]]:
    """A function that gives one person's facts: registers, figures, what was registered for pay, conduct."""
    service, figures = registers.service(township_id), registers.figures(township_id)
    entered = entries.facts(township_id, desk.scheme.id)
    conduct: dict[int, list[Fact]] = defaultdict(list)
    query = select(Conduct).where(Conduct.person_id.in_(ids), Conduct.cancelled_on.is_(None))
    for row in db.session.scalars(query.order_by(Conduct.id)):
        fact = Fact(row.kind, row.happened_on, text=row.reason, by=row.approved_by, ref=f"conduct:{row.id}")
        conduct[row.person_id].append(fact)

    def held(person_id: int, unit_id: int | None) -> tuple[Fact, ...]:
        own = (*service.get(person_id, []), *conduct[person_id], *entered.get(person_id, []))
        shared = registers.indicators(desk.scheme, figures, unit_id)
        return (*shared, *own, *payfacts.facts(desk.registered, person_id, unit_id))

    return held


def villages(ids: Sequence[int], period: Period) -> dict[int, Home]:
    """In which village each one holds a post on the period's last day; a branch's is where it works."""
    place = aliased(Unit)
    query = select(Post.person_id, place.id, place.name).join(Unit, Unit.id == Post.unit_id)
    query = query.join(place, place.id == func.coalesce(Unit.place_id, Unit.id))
    query = query.where(Post.person_id.in_(ids), Post.kind.in_(CADRES), scope.in_force(Post, period.last))
    return {row[0]: Home(*row[1:]) for row in reversed(db.session.execute(query.order_by(Post.id)).all())}
