"""Lines of the imported points registers become entries; what matches nothing waits for the clerk."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.imports import ImportedFact
from evalsys.models.points import REGISTER, PointsEntry
from evalsys.models.schemes import SchemeVersion
from evalsys.services import closed, points_ledger, points_measure, scope
from evalsys.services.points_ledger import Slip
from evalsys.services.points_measure import Rule
from evalsys.services.write import Act, Refused, write

POINTS = "points"
# Who vouches for a line that names nobody, as statements print it.
NOBODY = "登记表"
# How many waiting lines a page shows at most.
MOST = 200


@dataclass(frozen=True)
class Waiting:
    """A line of a register that is no entry yet, and why."""

    fact: ImportedFact
    on: date
    reason: str
    points: Decimal
    by: str
    why: str


class Matching:
    """The measures of the days, the closed periods and what other ways have recorded: each read once."""

    def __init__(self, township_id: int) -> None:
        self.township_id = township_id
        self.shut = closed.all_closed(township_id)
        self.versions: dict[date, SchemeVersion | None] = {}
        elsewhere = points_ledger.standing(
            PointsEntry.township_id == township_id, PointsEntry.source.in_(("claim", "event", "hand"))
        )
        self.elsewhere = {(row.person_id, row.item, row.happened_on) for row in elsewhere}

    def version(self, day: date) -> SchemeVersion | None:
        """The measure of the day, none if there is none; asked once a day."""
        if day not in self.versions:
            try:
                self.versions[day] = points_measure.version(self.township_id, day)
            except Refused:
                self.versions[day] = None
        return self.versions[day]

    def rule(self, day: date, reason: str) -> Rule | None:
        """The thing of the measure whose title is the register's reason."""
        version = self.version(day)
        rules = points_measure.rules(version, day) if version else {}
        return next((rule for rule in rules.values() if same(rule.title, reason)), None)

    def why_not(self, fact: ImportedFact, line: Waiting) -> str:
        """Why a line cannot become an entry by itself; empty if it can."""
        period = closed.touched(self.shut, line.on, line.on)
        if period:
            return _("%(period)s已经关账", period=period.title)
        if self.version(line.on) is None:
            return _("%(day)s 还没有积分办法", day=line.on)
        rule = self.rule(line.on, line.reason)
        if rule is None:
            return _("办法里没有“%(reason)s”", reason=line.reason)
        if rule.points is not None and rule.points != line.points:
            return _("办法是 %(rule)s 分，登记表是 %(line)s 分", rule=rule.points, line=line.points)
        if rule.points is None and points_measure.fitting(rule, line.points) is None:
            return _("登记表的 %(line)s 分不在办法规定的范围内", line=line.points)
        if (fact.person_id, rule.code, line.on) in self.elsewhere:
            return _("这一天的这件事已由申报或活动记过")
        return ""


def same(title: str, reason: str) -> bool:
    """Is the register's reason the measure's title? Blanks do not count."""
    return "".join(title.split()) == "".join(reason.split())


def read(fact: ImportedFact, why: str = "") -> Waiting:
    """A kept line as the register has it."""
    said: dict[str, Any] = json.loads(fact.data)
    by = said.get("by") or ""
    by = "、".join(by) if isinstance(by, list) else str(by)
    on = date.fromisoformat(said["on"])
    return Waiting(fact, on, said["reason"], Decimal(said["points"]), by, why)


def open_facts(township_id: int) -> list[ImportedFact]:
    """The kept lines that are no entries yet, in the order of the books."""
    done = select(PointsEntry.id).where(PointsEntry.fact_id == ImportedFact.id).exists()
    query = select(ImportedFact).where(ImportedFact.township_id == township_id, ImportedFact.kind == POINTS, ~done)
    query = query.where(ImportedFact.person_id.is_not(None)).options(joinedload(ImportedFact.person))
    return list(db.session.scalars(query.options(joinedload(ImportedFact.unit)).order_by(ImportedFact.id)))


def take(act: Act, township_id: int) -> tuple[int, int]:
    """Every line that matches the measure becomes an entry; says how many did and how many wait."""
    after: dict[str, Any] = {}
    with write(act, "points.take", "points_register", after=after):
        points_ledger.begin(township_id)
        facts, matching = open_facts(township_id), Matching(township_id)
        slips: dict[int, list[Slip]] = {}
        for fact in facts:
            line = read(fact)
            version, rule = matching.version(line.on), matching.rule(line.on, line.reason)
            if version and rule and not matching.why_not(fact, line):
                worth = points_measure.worth(rule, line.points)
                slips.setdefault(version.id, []).append(slip(fact, line, rule, worth))
        for version_id, some in slips.items():
            points_ledger.put(act, township_id, version_id, some)
        taken = sum(map(len, slips.values()))
        after.update(taken=taken, waiting=len(facts) - taken)
    return taken, len(facts) - taken


def slip(fact: ImportedFact, line: Waiting, rule: Rule, points: Decimal) -> Slip:
    """The entry of a line; who vouched for it in the register has checked it."""
    by = (line.by or NOBODY)[:100]
    who = (by, by, REGISTER)
    return Slip(
        fact.person_id, fact.unit_id, rule, points, line.on, line.reason[:200], *who, about=("fact_id", fact.id)
    )


def waiting(township_id: int) -> list[Waiting]:
    """The lines that wait for the clerk, each with the reason."""
    facts, matching = open_facts(township_id), Matching(township_id)
    lines = [(fact, read(fact)) for fact in facts]
    return [read(fact, matching.why_not(fact, line) or _("还没有转入，请按“转入积分”")) for fact, line in lines]


def get(viewer: Account, fact_id: int) -> ImportedFact:
    """One waiting line of the viewer's township, or Unknown."""
    fact = scope.of_township(viewer, ImportedFact, fact_id)
    if fact.kind != POINTS or fact.person_id is None:
        raise scope.Unknown
    return fact


def assign(act: Act, fact: ImportedFact, code: str) -> PointsEntry:
    """The clerk says what a line is; it counts as the measure has it."""
    line = read(fact)
    version = points_measure.version(fact.township_id, line.on)
    rule = points_measure.rules(version, line.on).get(code)
    if rule is None:
        raise Refused(_("办法里没有这一项，请重新选择。"))
    with write(act, "points.assign", f"imported_fact:{fact.id}", after={"item": rule.title, "reason": line.reason}):
        points_ledger.begin(fact.township_id, line.on)
        if db.session.scalar(select(PointsEntry.id).where(PointsEntry.fact_id == fact.id)):
            raise Refused(_("这一行已经记入积分。"))
        points_ledger.refuse_twice(fact.person, code, line.on)
        points = points_measure.worth(rule, line.points)
        return points_ledger.put(act, fact.township_id, version.id, [slip(fact, line, rule, points)])[0]


def open_count(township_id: int) -> int:
    """How many kept lines are no entries yet."""
    done = select(PointsEntry.id).where(PointsEntry.fact_id == ImportedFact.id).exists()
    query = select(func.count(ImportedFact.id)).where(ImportedFact.township_id == township_id, ~done)
    return db.session.scalar(query.where(ImportedFact.kind == POINTS, ImportedFact.person_id.is_not(None))) or 0
