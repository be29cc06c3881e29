"""Differences: what approved runs should have been by the facts of today, less what was reckoned since."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from evalsys.extensions import db
from evalsys.models.pay import APPROVED, PayLine, PayRun
from evalsys.scoring import period as period_of
from evalsys.scoring.payslip import Difference, Due, Slip, Then
from evalsys.scoring.paytelling import why
from evalsys.services import schemes
from evalsys.services.paydue import Bill, bill

ZERO = Decimal("0.00")


@dataclass
class Earlier:
    """What approved runs reckoned: by period and person, and what each person still owes of what was carried."""

    measure: str
    thens: dict[str, dict[int, Then]] = field(default_factory=dict)
    carried: dict[int, Decimal] = field(default_factory=dict)
    faces: dict[int, Due] = field(default_factory=dict)


def approved(township_id: int, measure: str) -> list[PayRun]:
    """The approved runs of a measure in the order of their approval, with their lines and names."""
    query = select(PayRun).where(PayRun.township_id == township_id, PayRun.measure == measure)
    query = query.where(PayRun.state == APPROVED).options(
        selectinload(PayRun.lines).joinedload(PayLine.person), joinedload(PayRun.scheme_version)
    )
    return list(db.session.scalars(query.order_by(PayRun.approved_at, PayRun.id)))


def earlier(runs: Sequence[PayRun], measure: str) -> Earlier:
    """What these runs reckoned, later ones setting right the earlier."""
    found = Earlier(measure)
    for run in runs:
        mine = found.thens.setdefault(run.period, {})
        for line in run.lines:
            data = json.loads(line.data)
            mine[line.person_id] = then(run, line)
            found.carried[line.person_id] = Decimal(data["carried"])
            found.faces[line.person_id] = face(run, line)
            for one in data["differences"]:
                found.thens[one["period"]][line.person_id] = set_right(one)
    return found


def then(run: PayRun, line: PayLine) -> Then:
    """What a run reckoned for its own period, before anything earlier was set right."""
    amount = line.base + line.performance - line.deductions
    return Then(line.role, run.scheme_version.number, line.standard, line.score, amount)


def set_right(one: Mapping[str, Any]) -> Then:
    """What a later run says the period should have been."""
    standard, score = (None if one[name] is None else Decimal(one[name]) for name in ("standard", "score"))
    return Then(one["role"], one["version"], standard, score, Decimal(one["should"]))


def face(run: PayRun, line: PayLine) -> Due:
    """Who somebody is who is paid nothing but a difference."""
    return Due(line.person_id, line.person.name, line.place, line.role, run.measure, run.scheme_version.number)


def slips(township_id: int, now: Bill, measure: str) -> list[Slip]:
    """Everybody's slip of a run: what is due now, and what earlier runs leave to pay or to take off."""
    before = earlier(approved(township_id, measure), measure)
    differing = differences(township_id, before)
    faces = {**before.faces, **now.dues}
    found = []
    for person, due in faces.items():
        slip = Slip(due, tuple(differing.get(person, ())), before.carried.get(person, ZERO))
        if due.amount or slip.differences or slip.brought or due.base or due.performance or due.deductions:
            found.append(slip)
    return found


def differences(township_id: int, before: Earlier) -> dict[int, list[Difference]]:
    """Per person, each earlier period that should have been another amount."""
    found: dict[int, list[Difference]] = defaultdict(list)
    for code, thens in sorted(before.thens.items()):
        period = period_of(code)
        row = schemes.in_force(township_id, before.measure, period.rule_date)
        today = bill(township_id, row, period).dues
        for person in {**thens, **today}:
            due, held = today.get(person), thens.get(person)
            should, was = due.amount if due else ZERO, held.amount if held else ZERO
            if should != was:
                given = (due.role, due.version, due.standard, due.score) if due else ()
                found[person].append(Difference(code, period.title, should, was, why(due, held), *given))
    return found


def kept(slip: Slip) -> dict[str, Any]:
    """What a line keeps besides its arithmetic, so that the next run can look back."""
    return {"differences": [plainly(one) for one in slip.differences], "carried": str(slip.carried)}


def plainly(one: Difference) -> dict[str, Any]:
    """A difference as JSON holds it, numbers as text."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(one).items()}
