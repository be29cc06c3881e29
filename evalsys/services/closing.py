"""Closing a period: its results are final until a second person agrees to open it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.ballots import OPEN
from evalsys.models.closings import ClosedResult, PeriodClose
from evalsys.models.evaluations import Evaluation
from evalsys.models.units import Unit
from evalsys.scoring.periods import Period
from evalsys.services import closed, evaluations, periods, scope, years
from evalsys.services.ballots import rounds
from evalsys.services.write import Act, Refused, check_version, hold, refuse_second, write


@dataclass(frozen=True)
class Check:
    """One thing that has to be so before a period can be closed, and what to do while it is not."""

    title: str
    is_met: bool
    says: str


def checks(township_id: int, period: Period, today: date) -> list[Check]:
    """Everything that closing asks for, in the order of the work. Notice and objection will each be one more."""
    is_over = period.last < today
    people = len(evaluations.stored(township_id, period))
    behind = evaluations.stale(township_id, period) if is_over and people else 0
    found = [over(period, is_over), computed(period, people), up_to_date(people, behind)]
    if period.kind == "year":
        found.append(quarters_closed(township_id, period))
    return [*found, counted(township_id, period), not_yet(township_id, period)]


def over(period: Period, is_over: bool) -> Check:
    """A period that still runs cannot be closed."""
    says = _(
        "%(period)s到 %(day)s 才结束，要到第二天才能关账。", period=periods.name(period), day=period.last.isoformat()
    )
    return Check(_("%(period)s已经结束", period=periods.name(period)), is_over, says)


def computed(period: Period, people: int) -> Check:
    """Without results there is nothing to close."""
    title = ngettext("已有 %(num)d 人的结果", "已有 %(num)d 人的结果", people) if people else _("已有结果")
    says = _("%(period)s还没有结果，请先计算，再关账。", period=periods.name(period))
    return Check(title, people > 0, says)


def up_to_date(people: int, behind: int) -> Check:
    """Results that no longer say what the books say are not closed."""
    says = ngettext(
        "有 %(num)d 人的结果和材料不一致，请先重新计算，再关账。",
        "有 %(num)d 人的结果和材料不一致，请先重新计算，再关账。",
        behind,
    )
    return Check(_("结果和材料一致"), people > 0 and not behind, says if behind else _("有了结果才能核对。"))


def quarters_closed(township_id: int, year: Period) -> Check:
    """A year rests on its quarters: those with results are closed first."""
    names = "、".join(periods.name(quarter) for quarter in years.unclosed(township_id, year))
    says = _("%(names)s已有结果，还没有关账。请先把季度关账，再关年度。", names=names)
    return Check(_("有结果的季度都已关账"), not names, says)


def counted(township_id: int, period: Period) -> Check:
    """Ballots that are still being cast belong to the period."""
    held = rounds.of_period(township_id, period)
    is_open = held is not None and held.state == OPEN
    says = _("“%(title)s”还在投票。请先结束投票，或者作废这一轮。", title=held.title) if held else ""
    return Check(_("没有正在进行的投票"), not is_open, says)


def not_yet(township_id: int, period: Period) -> Check:
    """A period is closed once."""
    says = _("%(period)s已经关账，不用再关。", period=periods.name(period))
    return Check(_("还没有关账"), closed.in_force(township_id, period) is None, says)


def close(act: Act, township_id: int, period: Period) -> PeriodClose:
    """Close the period over its current results. Raises Refused with the first thing that stands against it."""
    hold(Unit, township_id)
    refuse_second(act)
    for check in checks(township_id, period, act.today):
        if not check.is_met:
            raise Refused(check.says)
    rows = sorted(evaluations.stored(township_id, period).values(), key=lambda row: row.person_id)
    row = PeriodClose(
        township_id=township_id,
        period=period.code,
        number=last_number(township_id, period) + 1,
        people=len(rows),
        sha256=fingerprint(rows),
        closed_on=act.today,
        closed_by=act.name,
        closed_at=act.at,
    )
    after = {"period": period.code, "number": row.number, "people": row.people, "code": row.code}
    with write(act, "period.close", row, after=after) as session:
        session.add(row)
        session.add_all(ClosedResult(close=row, evaluation_id=result.id) for result in rows)
    return row


def last_number(township_id: int, period: Period) -> int:
    """The number of the period's last close, 0 before the first."""
    query = select(func.max(PeriodClose.number)).where(
        PeriodClose.township_id == township_id, PeriodClose.period == period.code
    )
    return db.session.scalar(query) or 0


def fingerprint(rows: Iterable[Evaluation]) -> str:
    """One number for all results: another one if any of them were another, or one more or fewer."""
    return hashlib.sha256("\n".join(row.digest for row in rows).encode()).hexdigest()


# Opening again: one asks, another confirms


def ask(act: Act, row: PeriodClose, version: int, reason: str) -> None:
    """Ask for a reopening; the period stays closed until somebody else agrees."""
    refuse_second(act)
    refuse_reopened(row)
    refuse_within_year(row)
    if row.asked_at:
        raise Refused(_("%(name)s已经申请重新打开，请等另一人确认。", name=row.asked_by))
    check_version(row, version)
    with write(act, "period.ask", row, after={"period": row.period, "reason": reason}):
        row.asked_by_id, row.asked_by, row.asked_at = act.actor.id, act.name, act.at
        row.reason = reason


def reopen(act: Act, row: PeriodClose, version: int) -> None:
    """Agree to a request: records and results of the period may change again; this close stays as it was."""
    hold(Unit, row.township_id)
    refuse_unasked(act, row, version)
    if is_asker(act, row):
        raise Refused(_("不能确认自己的申请，请由另一位有权限的人来确认。"))
    refuse_within_year(row)
    with write(act, "period.reopen", row, after={"period": row.period, "reason": row.reason}):
        row.reopened_by_id, row.reopened_by = act.actor.id, act.name
        row.reopened_on, row.reopened_at = act.today, act.at


def turn_down(act: Act, row: PeriodClose, version: int) -> None:
    """Say no to a request, or take back one's own; the period stays closed, the log keeps what was asked."""
    refuse_unasked(act, row, version)
    before = {"period": row.period, "asked_by": row.asked_by, "reason": row.reason}
    with write(act, "period.keep", row, before):
        row.asked_by_id = row.asked_by = row.asked_at = row.reason = None


def is_asker(act: Act, row: PeriodClose) -> bool:
    """Is it the same account, or another account of the same person?"""
    if row.asked_by_id is None or act.actor.id == row.asked_by_id:
        return row.asked_by_id is not None
    asker = db.session.get(Account, row.asked_by_id)
    return act.actor.person_id is not None and act.actor.person_id == asker.person_id


def refuse_unasked(act: Act, row: PeriodClose, version: int) -> None:
    """Only a request that waits, and that is the one which the reader saw, can be answered."""
    refuse_second(act)
    refuse_reopened(row)
    check_version(row, version)
    if row.asked_at is None:
        raise Refused(_("没有人申请重新打开，不用确认。"))


def refuse_reopened(row: PeriodClose) -> None:
    """An earlier close is history."""
    if row.reopened_at:
        raise Refused(_("这次关账已在 %(day)s 重新打开。", day=row.reopened_on.isoformat()))


def refuse_within_year(row: PeriodClose) -> None:
    """A quarter of a closed year stays closed: the year's results rest on it."""
    period = periods.period(row.period)
    shut = [one for one in closed.all_closed(row.township_id) if one.kind == "year" and period.first in one]
    if shut and period.kind != "year":
        said = {"year": periods.name(shut[0]), "period": periods.name(period)}
        raise Refused(_("%(year)s已经关账，请先申请重新打开%(year)s，再打开%(period)s。", **said))


# Finding closes


def get(viewer: Account, close_id: int) -> PeriodClose:
    """One close of the viewer's township, or Unknown."""
    return scope.of_township(viewer, PeriodClose, close_id)


def results(viewer: Account, row: PeriodClose, day: date) -> list[Evaluation]:
    """What was closed, as far as the viewer may see it."""
    query = (
        select(Evaluation)
        .join(ClosedResult, ClosedResult.evaluation_id == Evaluation.id)
        .join(Evaluation.person)
        .where(ClosedResult.close_id == row.id, scope.visible(viewer, "result.read", day))
        .options(contains_eager(Evaluation.person))
    )
    return list(db.session.scalars(query.order_by(Evaluation.person_id)))


def is_intact(row: PeriodClose) -> bool:
    """Do the results that were closed still give the fingerprint of that day?"""
    query = select(Evaluation).join(ClosedResult, ClosedResult.evaluation_id == Evaluation.id)
    held = list(db.session.scalars(query.where(ClosedResult.close_id == row.id).order_by(Evaluation.person_id)))
    return (
        len(held) == row.people
        and all(evaluations.is_intact(one) for one in held)
        and fingerprint(held) == row.sha256
    )
