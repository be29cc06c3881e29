"""The first page: what waits for the viewer, one line each, with how many, since when, and where the work is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.ballots import OPEN, BallotRound
from evalsys.models.closings import PeriodClose
from evalsys.models.openings import FORMS
from evalsys.models.people import Person
from evalsys.models.stars import StarRun
from evalsys.scoring import Calendar
from evalsys.services import claims, dossiers, evaluations, openings, owing, payreads, taskboard
from evalsys.services.owing import Owed
from evalsys.services.periods import Period, last_log, name, of_kind
from evalsys.services.write import Refused

SHOWN = 4


@dataclass(frozen=True)
class Todo:
    """One line: how many things wait, what they are, why now, and which page does them."""

    count: int
    what: str
    why: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outset:
    """The day that the township works on, whether its books are empty, and what waits apart from forms.

    `asked` is a period that somebody else asks to open again, `rounds` how many ballots are open, `claims` how many
    claims of points wait for the viewer, `rated` the rating of stars that somebody else put forward.
    """

    day: date
    is_new: bool
    unopened: int
    asks: int
    asked: str | None
    rounds: int
    claims: int
    rated: int | None


def outset(viewer: Account, today: date) -> Outset:
    """Everything that the first page asks before it looks at anybody, in one query."""
    unopened = select(func.count(Account.id)).where(
        Account.township_id == viewer.township_id, Account.password_hash.is_(None), Account.is_disabled.is_(False)
    )
    somebody = select(Person.id).where(Person.township_id == viewer.township_id).limit(1)
    requests = (
        PeriodClose.township_id == viewer.township_id,
        PeriodClose.asked_by_id != viewer.id,
        PeriodClose.reopened_at.is_(None),
    )
    asks, asked = (select(one).where(*requests) for one in (func.count(PeriodClose.id), func.min(PeriodClose.period)))
    rounds = select(func.count(BallotRound.id)).where(
        BallotRound.township_id == viewer.township_id, BallotRound.state == OPEN
    )
    rated = select(func.min(StarRun.id)).where(
        StarRun.township_id == viewer.township_id,
        StarRun.asked_by_id != viewer.id,
        StarRun.confirmed_at.is_(None),
        StarRun.dropped_at.is_(None),
    )
    claimed = claims.waiting_count(viewer, today)
    parts = (last_log(viewer.township_id), somebody, unopened, asks, asked, rounds, claimed, rated)
    last, number, accounts, *others = db.session.execute(select(*(part.scalar_subquery() for part in parts))).one()
    return Outset(min(today, last) if last else today, number is None, accounts, *others)


def waiting(viewer: Account, start: Outset, today: date) -> list[Todo]:
    """Everything that waits for this viewer now, the most urgent first; lines with nothing are left out."""
    opened, calendar = openings.standing(viewer.township_id), dossiers.calendar()
    unclosed = [row for row, is_closed in opened if not is_closed]
    found = [line(same) for same in by_form(owing.owed(viewer, start.day, today, unclosed, calendar))]
    if viewer.person_id and viewer.may("log.write") and not viewer.may("task.write"):
        found.append(own_tasks(viewer, today))
    quarter = of_kind("quarter", start.day)
    if viewer.may("opening.write") and quarter.code not in {row.period for row, _is_closed in opened}:
        why = _("开了以后，每个人才看得到自己该填什么")
        found.append(Todo(1, _("个季度还没有开表"), f"{name(quarter)}：{why}", "openings.index"))
    if viewer.may("result.compute"):
        found.append(uncomputed(viewer, quarter, calendar))
    return [todo for todo in (*found, *besides(viewer, start)) if todo.count]


def own_tasks(viewer: Account, today: date) -> Todo:
    """The viewer's own tasks of this month that are not ticked."""
    open_ones = [one.title for one in taskboard.own_open(viewer, of_kind("month", today), today)]
    return Todo(len(open_ones), _("项任务还没有勾选"), listing(open_ones), "tasks.index")


def besides(viewer: Account, start: Outset) -> Iterator[Todo]:
    """What waits apart from forms: a second person's answer, the end of a ballot, accounts without a password."""
    if viewer.may("result.reopen"):
        yield Todo(
            start.asks, _("个重新打开的申请等您答复"), start.asked or "", "results.index", {"period": start.asked}
        )
    if viewer.may("star.confirm") and start.rated:
        yield Todo(1, _("次评星等您确认"), _("核对后确认，星级才定下"), "stars.answer", {"run_id": start.rated})
    if viewer.may("ballot.write"):
        yield Todo(start.rounds, _("轮投票还没有结束"), _("到时候请结束投票并计票"), "ballots.index")
    if viewer.may("points.check"):
        yield Todo(start.claims, _("条积分申报等您核"), _("属实的同意，不属实的写明原因退回"), "claims.index")
    if viewer.may("pay.approve"):
        why = _("请逐人核对后审批，财政所等着发")
        yield Todo(payreads.to_approve(viewer), _("张发放表等您审批"), why, "pay.index")
    if viewer.may("account.manage"):
        yield Todo(start.unopened, _("个账号还没有设密码"), _("请给本人一次性登录码"), "accounts.index")


def by_form(found: list[Owed]) -> Iterator[list[Owed]]:
    """What is owed, form after form in the order of the work."""
    order = list(FORMS)
    for _form, same in groupby(sorted(found, key=lambda one: order.index(one.form)), key=lambda one: one.form):
        yield list(same)


def line(same: list[Owed]) -> Todo:
    """One form's line; it opens the work where all of it is on one page, else the list."""
    form, first = same[0].form, same[0]
    why = _("%(day)s 起：%(names)s", day=first.since.isoformat(), names=listing([one.name for one in same]))
    periods = {one.period.code for one in same}
    if form == "day" and len({one.person_id for one in same}) == 1:
        values = {"person_id": first.person_id, "day": same[-1].period.code}
        return Todo(len(same), missing(form), _("补写也算，会标明迟填"), "logs.add", values)
    if len(periods) == 1 and form in PLACES:
        return Todo(len(same), missing(form), why, PLACES[form], {"period": first.period.code})
    return Todo(len(same), missing(form), why, "owing.index", {"form": form})


# The forms of which one page holds everybody's.
PLACES = {"week": "weekly.index", "month": "monthly.index", "sheet": "committee.index", "tally": "tallies.index"}


def missing(form: str) -> str:
    """What a line says behind the number."""
    return {
        "day": _("天还没有写日志"),
        "week": _("人没有周评价"),
        "month": _("人没有支部月考评"),
        "sheet": _("个党委评分没有给"),
        "tally": _("人没有群众测评计票"),
        "summary": _("份月小结没有交"),
        "quarter-summary": _("份季小结没有交"),
        "talk": _("人没有谈心谈话记录"),
        "meeting": _("人没有年度述职测评计票"),
        "report": _("份述职报告没有交"),
    }[form]


def listing(names: list[str]) -> str:
    """The first few names, each once."""
    several = list(dict.fromkeys(names))
    return "、".join(several[:SHOWN]) + (_("等") if len(several) > SHOWN else "")


def uncomputed(viewer: Account, quarter: Period, calendar: Calendar) -> Todo:
    """Results that do not say what the books say."""
    try:
        number = evaluations.stale(viewer.township_id, quarter, calendar=calendar)
    except Refused as refusal:
        return Todo(1, _("份考核办法要采用"), refusal.says, "schemes.index")
    return Todo(number, _("人的结果要重新计算"), name(quarter), "results.index", {"period": quarter.code})
