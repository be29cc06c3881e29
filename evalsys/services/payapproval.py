"""The second person: approves a run that still adds up, or throws it away before."""

from __future__ import annotations

import json
from decimal import Decimal

from flask_babel import gettext as _

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.pay import APPROVED, VOID, PayRun
from evalsys.models.units import Unit
from evalsys.scoring import digest
from evalsys.services.write import Act, Refused, check_version, hold, refuse_second, write


def fingerprint(run: PayRun) -> str:
    """One number for the whole run: another one if any line were another."""
    lines = [[line.person_id, str(line.total), digest(json.loads(line.data))] for line in run.lines]
    return digest({"period": run.period, "control_total": str(run.control_total), "lines": lines})


def is_intact(run: PayRun) -> bool:
    """Do the lines still add up to the control total and give the fingerprint?"""
    return fingerprint(run) == run.digest and total_of(run) == run.control_total


def total_of(run: PayRun) -> Decimal:
    """The sum of the lines."""
    return sum((line.total for line in run.lines), Decimal("0.00"))


def approve(act: Act, run: PayRun, version: int) -> None:
    """The second person's yes: from now on nothing of it changes."""
    hold(Unit, run.township_id)
    refuse_second(act)
    refuse_done(run)
    check_version(run, version)
    if is_preparer(act, run):
        raise Refused(_("不能审批自己编制的发放表，请由另一位薪酬经办人审批。"))
    if not is_intact(run):
        raise Refused(_("发放表的明细和合计对不上，不能审批。请作废后重新编制，并报告系统管理员。"))
    after = {"period": run.period, "title": run.scheme_version.title, "control_total": run.control_total}
    with write(act, "pay.approve", run, after=after):
        run.state, run.approved_at = APPROVED, act.at
        run.approved_by_id, run.approved_by = act.actor.id if act.actor else None, act.name


def void(act: Act, run: PayRun, version: int, reason: str) -> None:
    """Throw away a run that nobody approved yet; it stays readable."""
    hold(Unit, run.township_id)
    refuse_second(act)
    refuse_done(run)
    check_version(run, version)
    with write(act, "pay.void", run, after={"period": run.period, "reason": reason}):
        run.state, run.void_by, run.void_at, run.void_why = VOID, act.name, act.at, reason


def refuse_done(run: PayRun) -> None:
    """Only a run that waits can be approved or thrown away."""
    if run.state == APPROVED:
        said = {"name": run.approved_by, "at": f"{run.approved_at:%Y-%m-%d %H:%M}"}
        raise Refused(_("这张发放表已由%(name)s在 %(at)s 审批，不再改动。有变动的，差额进下一张发放表。", **said))
    if run.state == VOID:
        raise Refused(_("这张发放表已经作废，原因：%(why)s", why=run.void_why))


def is_preparer(act: Act, run: PayRun) -> bool:
    """Is it the same account, or another account of the same person?"""
    if act.actor is None or act.actor.id == run.prepared_by_id:
        return True
    preparer = db.session.get(Account, run.prepared_by_id)
    return act.actor.person_id is not None and preparer is not None and act.actor.person_id == preparer.person_id
