"""Runs of pay: previewed with every line, prepared by one, approved by another, then fixed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import func, select

from evalsys.extensions import db
from evalsys.models.pay import PREPARED, VOID, PayLine, PayRun
from evalsys.models.schemes import SchemeVersion
from evalsys.models.units import Unit
from evalsys.scoring import Period, Result, as_data, period
from evalsys.scoring.payslip import Slip
from evalsys.scoring.paytelling import as_result
from evalsys.services import paydiffs, periods
from evalsys.services.payapproval import fingerprint
from evalsys.services.paydue import bill
from evalsys.services.write import Act, Refused, hold, refuse_second, write


@dataclass(frozen=True)
class Preview:
    """What a run would pay: slips with their explained results, who is left out, the control total, the pool."""

    period: Period
    version: SchemeVersion
    slips: Sequence[tuple[Slip, Result]]
    left_out: Sequence[tuple[str, str]]
    pool: Decimal | None
    shared: Decimal | None

    @property
    def control_total(self) -> Decimal:
        """The sum of all totals."""
        return sum((slip.total for slip, _result in self.slips), Decimal("0.00"))


def preview(township_id: int, row: SchemeVersion, when: Period) -> Preview:
    """What the run would be by the facts of today. Raises Refused where a result that it needs is open."""
    now = bill(township_id, row, when)
    slips = paydiffs.slips(township_id, now, row.name)
    return Preview(when, row, [(one, as_result(one, when.code)) for one in slips], now.left_out, now.pool, now.shared)


def prepare(act: Act, township_id: int, row: SchemeVersion, when: Period, seen: Decimal) -> PayRun:
    """Keep a run for the second person. Raises Refused where the sum is no longer the one that was seen."""
    hold(Unit, township_id)
    refuse_second(act)
    refuse_prepare(act, township_id, row, when)
    found = preview(township_id, row, when)
    if found.control_total != seen:
        raise Refused(_("核对期间登记有变动，合计已是 %(sum)s 元。请重新核对后再提交。", sum=found.control_total))
    if not found.slips:
        raise Refused(_("没有人有应发的报酬，不用编制发放表。"))
    run = new_run(act, township_id, found)
    for slip, result in found.slips:
        run.lines.append(line_of(slip, result))
    run.digest = fingerprint(run)
    after = {"period": run.period, "title": row.title, "people": run.people, "control_total": run.control_total}
    with write(act, "pay.prepare", run, after=after) as session:
        session.add(run)
    return run


def refuse_prepare(act: Act, township_id: int, row: SchemeVersion, when: Period) -> None:
    """One run waits at a time, each period is paid once, and none before it begins."""
    if when.first > act.today:
        raise Refused(_("%(period)s还没到，不能编制发放表。", period=periods.name(when)))
    query = select(PayRun).where(PayRun.township_id == township_id, PayRun.measure == row.name, PayRun.state != VOID)
    for other in db.session.scalars(query):
        named = periods.name(period(other.period))
        if other.state == PREPARED:
            raise Refused(_("%(period)s的发放表还在等审批。请先审批，或者作废后再编制。", period=named))
        if other.period == when.code:
            raise Refused(_("%(period)s的发放表已经审批，不再改动。有变动的，差额进下一张发放表。", period=named))


def new_run(act: Act, township_id: int, found: Preview) -> PayRun:
    """The head of a run."""
    same = (PayRun.township_id == township_id, PayRun.measure == found.version.name)
    last = db.session.scalar(select(func.max(PayRun.number)).where(*same, PayRun.period == found.period.code)) or 0
    return PayRun(
        township_id=township_id,
        measure=found.version.name,
        scheme_version_id=found.version.id,
        period=found.period.code,
        year=found.period.first.year,
        number=last + 1,
        state=PREPARED,
        people=len(found.slips),
        control_total=found.control_total,
        pool=found.pool,
        shared=found.shared,
        notes=json.dumps(found.left_out, ensure_ascii=False),
        prepared_by_id=act.actor.id if act.actor else None,
        prepared_by=act.name,
        prepared_at=act.at,
    )


def line_of(slip: Slip, result: Result) -> PayLine:
    """One person's line, with the arithmetic."""
    due = slip.due
    return PayLine(
        person_id=due.person,
        place=due.place,
        role=due.role,
        standard=due.standard,
        score=due.score,
        base=slip.base,
        performance=slip.performance,
        deductions=slip.deductions,
        difference=slip.difference,
        total=slip.total,
        data=json.dumps({"result": as_data(result), **paydiffs.kept(slip)}, ensure_ascii=False),
    )
