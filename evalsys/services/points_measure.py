"""What the township's measure of members' points gives for which thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evalsys.models.people import Membership
from evalsys.models.schemes import SchemeVersion
from evalsys.scoring import Scheme
from evalsys.services import schemes

ROLES = {"full": "正式党员", "probationary": "预备党员"}
FIXED, OPEN = "count", "amounts"


@dataclass(frozen=True)
class Rule:
    """One thing that gives or takes points: `points` where the measure fixes them, else any from `low` to `high`."""

    code: str
    title: str
    clause: str
    points: Decimal | None
    low: Decimal = Decimal(0)
    high: Decimal | None = None

    @property
    def earns(self) -> bool:
        """Does it give points rather than take them?"""
        return self.points is None or self.points > 0


def version(township_id: int, day: date) -> SchemeVersion:
    """The measure that holds on the day. Raises Refused where none was adopted."""
    return schemes.for_roles(township_id, tuple(ROLES.values()), day)


def rules(row: SchemeVersion, day: date, role: str = ROLES["full"]) -> dict[str, Rule]:
    """Every thing of the measure by its stream's name, with the points of that day."""
    scheme, found = schemes.scheme_of(row), {}
    for item in scheme.items.values():
        if item.kind in (FIXED, OPEN):
            rule = rule_of(scheme, item, day, role)
            found.setdefault(rule.code, rule)
    return found


def rule_of(scheme: Scheme, item: object, day: date, role: str) -> Rule:
    """What one item says."""
    stream = scheme.streams[item.how.stream]
    if item.kind == FIXED:
        return Rule(str(stream.name), stream.title, item.clause, item.how.points.on(day, role))
    limits = stream.values[item.how.value]
    return Rule(str(stream.name), stream.title, item.clause, None, limits.low, limits.high)


def role_of(membership: Membership | None) -> str:
    """What the measure calls a member of that class."""
    return ROLES[membership.kind] if membership else ROLES["full"]
