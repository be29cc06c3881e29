"""What the township's measure of members' points gives for which thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from evalsys.models.people import Membership
from evalsys.models.schemes import SchemeVersion
from evalsys.scoring import Item, Limits, Scheme, taken_away
from evalsys.services import schemes
from evalsys.services.write import Refused

ROLES = {"full": "正式党员", "probationary": "预备党员"}
FIXED, OPEN = "count", "amounts"


@dataclass(frozen=True)
class Rule:
    """One thing that gives or takes points: `points` where the measure fixes them, else any within the `limits`.

    The ledger has points taken below zero. Where the measure records them above it and takes them away, `sign` is -1.
    """

    code: str
    title: str
    clause: str
    points: Decimal | None
    limits: Limits | None = None
    sign: int = 1

    @property
    def earns(self) -> bool:
        """Does it give points rather than take them?"""
        if self.points is not None or self.limits is None:
            return bool(self.points and self.points > 0)
        return self.sign > 0 and (self.limits.high is None or self.limits.high > 0)

    @property
    def bounds(self) -> tuple[str, str]:
        """The least and the most that may be asked for, as people say it: of points taken without the minus."""
        if self.limits is None:
            return "", ""
        low, high = self.limits.low, self.limits.high
        if high is not None and high <= 0:
            low, high = -high, -low
        return f"{low.normalize():f}", "" if high is None else f"{high.normalize():f}"


def version(township_id: int, day: date) -> SchemeVersion:
    """The measure that holds on the day. Raises Refused where none was adopted."""
    return schemes.for_roles(township_id, tuple(ROLES.values()), day)


def rules(row: SchemeVersion, day: date, role: str = ROLES["full"]) -> dict[str, Rule]:
    """Every thing of the measure by its stream's name, with the points of that day."""
    scheme, found = schemes.scheme_of(row), {}
    taken = taken_away(scheme)
    for item in scheme.items.values():
        if item.kind in (FIXED, OPEN):
            rule = rule_of(scheme, item, day, role, -1 if item.id in taken else 1)
            found.setdefault(rule.code, rule)
    return found


def rule_of(scheme: Scheme, item: Item, day: date, role: str, sign: int) -> Rule:
    """What one item says."""
    stream = scheme.streams[item.how.stream]
    about = (str(stream.name), stream.title, item.clause)
    if item.kind == FIXED:
        points = item.how.points.on(day, role)
        return Rule(*about, None if points is None else sign * points, None, sign)
    turned = -1 if item.how.sign == "minus" else 1
    return Rule(*about, None, stream.values[item.how.value], sign * turned)


def turned(row: SchemeVersion, day: date) -> set[str]:
    """The streams whose points the measure records above zero and takes away."""
    return {code for code, rule in rules(row, day).items() if rule.points is None and rule.sign < 0}


def fitting(rule: Rule, asked: Decimal | None) -> Decimal | None:
    """The points as the ledger has them: the measure's where it fixes them, else what was asked for, if it may be.

    Points taken may be written with or without the minus.
    """
    if rule.points is not None or rule.limits is None:
        return rule.points
    written = [] if asked is None else [asked] if rule.earns else [asked, -asked]
    return next((rule.sign * number for number in written if rule.limits.allow(number)), None)


def worth(rule: Rule, asked: Decimal | None) -> Decimal:
    """The same. Raises Refused, with the limits, for what may not be."""
    found = fitting(rule, asked)
    if found is not None:
        return found
    low, high = rule.bounds
    about = {"title": rule.title, "low": low, "step": f"{rule.limits.step.normalize():f}" if rule.limits else ""}
    if high:
        raise Refused(_("“%(title)s”的分值请填 %(low)s 至 %(high)s，以 %(step)s 分为一档。", high=high, **about))
    raise Refused(_("“%(title)s”的分值请填 %(low)s 以上，以 %(step)s 分为一档。", **about))


def role_of(membership: Membership | None) -> str:
    """What the measure calls a member of that class."""
    return ROLES[membership.kind] if membership else ROLES["full"]
