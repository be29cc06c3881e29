"""What waits for the viewer: one line each, with how many and where the work is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Person
from evalsys.services import dossiers, evaluations, logs, marks, people, tallies
from evalsys.services.periods import Period, name, of_kind
from evalsys.services.write import Refused


@dataclass(frozen=True)
class Todo:
    """One line: how many things wait, what they are, why now, and which page does them."""

    count: int
    what: str
    why: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)


def waiting(viewer: Account, day: date, today: date) -> list[Todo]:
    """Everything that waits for this viewer around `day`, the most urgent first; lines with nothing are left out."""
    found = []
    if viewer.may("log.write") and viewer.person_id and not viewer.may("book.import"):
        found += own_days(viewer, day, today)
    if viewer.may("weekly.mark"):
        found += weeks(viewer, day, today)
    if viewer.may("monthly.mark"):
        found += months(viewer, day, today)
    if viewer.may("committee.mark"):
        found += sheets(viewer, of_kind("quarter", day), today)
    if viewer.may("tally.write"):
        found += uncounted(viewer, of_kind("quarter", day), today)
    if viewer.may("result.compute"):
        found += uncomputed(viewer, of_kind("quarter", day))
    if viewer.may("account.manage"):
        found += unopened(viewer)
    return [todo for todo in found if todo.count]


def others(viewer: Account, right: str, period: Period, today: date) -> list[Person]:
    """The officials over whom the viewer has the right, herself left out."""
    seen = people.officials(viewer, right, period.first, period.last, today)
    return [person for person in seen if person.id != viewer.person_id]


def in_post(person: Person, period: Period) -> bool:
    """Was the person an official on any day of the period?"""
    spans = [
        (post.from_on or date.min, post.until_on or date.max) for post in person.posts if post.kind == "official"
    ]
    return any(first <= period.last and last >= period.first for first, last in spans)


def own_days(viewer: Account, day: date, today: date) -> list[Todo]:
    """The official's own workdays of this month without an entry."""
    month = of_kind("month", day)
    person = people.get(viewer, viewer.person_id, today, "log.write")
    written = {entry.day for entry in logs.log_entries([person], month.first, month.last)}
    workday = dossiers.calendar().is_workday
    missing = [d for d in month.days() if d <= day and workday(d) and d not in written]
    values = {"person_id": person.id, "day": (missing[-1] if missing else day).isoformat()}
    return [Todo(len(missing), _("天还没有写日志"), _("补写也算，会标明迟填"), "logs.add", values)]


def weeks(viewer: Account, day: date, today: date) -> list[Todo]:
    """Weeks of the last four without a mark."""
    found = []
    for back in range(4):
        week = of_kind("week", day - timedelta(days=7 * back))
        there = [person for person in others(viewer, "weekly.mark", week, today) if in_post(person, week)]
        marked = {mark.person_id for mark in marks.weekly_marks(there, week.first, week.last)}
        missing = [person.name for person in there if person.id not in marked]
        found.append(
            Todo(len(missing), _("人没有周评价"), listing(name(week), missing), "weekly.index", {"period": week.code})
        )
    return found


def listing(title: str, names: list[str]) -> str:
    """The period and the first few names."""
    return f"{title}：{'、'.join(names[:4])}{_('等') if len(names) > 4 else ''}"


def months(viewer: Account, day: date, today: date) -> list[Todo]:
    """Months of the quarter without the branch's marks."""
    found = []
    for month in of_kind("quarter", day).months():
        if month.first > day:
            continue
        there = [person for person in others(viewer, "monthly.mark", month, today) if in_post(person, month)]
        marked = {mark.person_id for mark in marks.monthly_marks(there, month.first, month.last)}
        missing = [person.name for person in there if person.id not in marked]
        why = listing(name(month), missing)
        found.append(Todo(len(missing), _("人没有支部月考评"), why, "monthly.index", {"period": month.code}))
    return found


def sheets(viewer: Account, quarter: Period, today: date) -> list[Todo]:
    """Committee marks that are missing: the viewer's own, or everybody's for the clerk."""
    there = others(viewer, "committee.mark", quarter, today)
    members = people.holders(viewer.township_id, "committee_member", quarter.last)
    mine = [member for member in members if member.id == viewer.person_id] or members
    given = {(mark.person_id, mark.member_id) for mark in marks.committee_marks(there, quarter)}
    missing = sum((person.id, member.id) not in given for person in there for member in mine)
    short = [p.name for p in there if any((p.id, member.id) not in given for member in mine)]
    why = listing(name(quarter), short)
    return [Todo(missing, _("个党委评分没有给"), why, "committee.index", {"period": quarter.code})]


def uncounted(viewer: Account, quarter: Period, today: date) -> list[Todo]:
    """Officials without a tally."""
    there = others(viewer, "tally.write", quarter, today)
    held = {row.person_id for row in tallies.of_quarter(there, quarter.first)}
    missing = [person.name for person in there if person.id not in held]
    why = listing(name(quarter), missing)
    return [Todo(len(missing), _("人没有群众测评计票"), why, "tallies.index", {"period": quarter.code})]


def uncomputed(viewer: Account, quarter: Period) -> list[Todo]:
    """Results that do not say what the books say."""
    try:
        number = evaluations.stale(viewer.township_id, quarter)
    except Refused as refusal:
        return [Todo(1, _("份考核办法要采用"), refusal.says, "schemes.index")]
    return [Todo(number, _("人的结果要重新计算"), name(quarter), "results.index", {"period": quarter.code})]


def unopened(viewer: Account) -> list[Todo]:
    """Accounts that nobody has opened yet."""
    number = db.session.scalar(
        select(func.count(Account.id)).where(
            Account.township_id == viewer.township_id, Account.password_hash.is_(None), Account.is_disabled.is_(False)
        )
    )
    return [Todo(number or 0, _("个账号还没有设密码"), _("请给本人一次性登录码"), "accounts.index")]
