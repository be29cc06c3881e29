"""What waits for the viewer: one line each, with how many and where the work is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Integer, cast, func, literal, null, select, union_all

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Person, Post
from evalsys.models.reviews import CommitteeMark, MonthlyMark, Tally, WeeklyMark
from evalsys.scoring import Span
from evalsys.services import dossiers, evaluations, logs, people, scope
from evalsys.services.periods import Period, last_log, name, of_kind
from evalsys.services.write import Refused

WEEKS = 4


@dataclass(frozen=True)
class Todo:
    """One line: how many things wait, what they are, why now, and which page does them."""

    count: int
    what: str
    why: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Held:
    """A post that somebody held: whose, which kind, from when until when."""

    person_id: int
    name: str
    kind: str
    span: Span


@dataclass(frozen=True)
class Outset:
    """Where the township stands: the day that it works on, whether its books are empty, how many accounts wait."""

    day: date
    is_new: bool
    unopened: int


def outset(viewer: Account, today: date) -> Outset:
    """Everything that the first page asks before it looks at anybody, in one query."""
    unopened = select(func.count(Account.id)).where(
        Account.township_id == viewer.township_id, Account.password_hash.is_(None), Account.is_disabled.is_(False)
    )
    somebody = select(Person.id).where(Person.township_id == viewer.township_id).limit(1)
    parts = (last_log(viewer.township_id), somebody, unopened)
    last, number, waiting_ones = db.session.execute(select(*(part.scalar_subquery() for part in parts))).one()
    return Outset(min(today, last) if last else today, number is None, waiting_ones)


class Desk:
    """What the lines are made of, each read once: who held which post, and which marks are there."""

    def __init__(self, viewer: Account, day: date, today: date) -> None:
        self.viewer, self.day, self.today = viewer, day, today
        self.quarter = of_kind("quarter", day)
        self.weeks = [of_kind("week", day - timedelta(days=7 * back)) for back in range(WEEKS)]
        self.first = min(self.quarter.first, self.weeks[-1].first)
        self.last = max(self.quarter.last, self.weeks[0].last)
        self._posts: dict[frozenset[tuple[str, int | None]], list[Held]] = {}

    def posts(self, right: str) -> list[Held]:
        """The posts of officials and members whom the right reaches; two rights with one reach are one query."""
        reach = frozenset(self.viewer.scopes[right])
        if reach not in self._posts:
            query = select(Person.id, Person.name, Post.kind, Post.from_on, Post.until_on).join(
                Post, Post.person_id == Person.id
            )
            query = query.where(
                Post.kind.in_(("official", "committee_member")),
                scope.overlapping(Post, self.first, self.last),
                scope.visible(self.viewer, right, self.today),
            )
            self._posts[reach] = [
                Held(number, called, kind, Span(from_on or date.min, until_on))
                for number, called, kind, from_on, until_on in db.session.execute(query.order_by(Person.id))
            ]
        return self._posts[reach]

    def others(self, right: str, period: Period) -> dict[int, str]:
        """The officials of the period over whom the viewer has the right, herself left out."""
        return {
            held.person_id: held.name
            for held in self.posts(right)
            if held.kind == "official" and held.person_id != self.viewer.person_id and touches(held.span, period)
        }

    def members(self) -> list[int]:
        """Who is in the committee at the quarter's end."""
        held = [held for held in self.posts("committee.mark") if held.kind == "committee_member"]
        return list(dict.fromkeys(held.person_id for held in held if self.quarter.last in held.span))

    @cached_property
    def marked(self) -> set[tuple[str, date, int, int | None]]:
        """Which marks and tallies are there: what, of which period, about whom, and by which member."""
        parts = [
            select(literal(what), on, table.person_id, cast(by, Integer))
            .join(Person, Person.id == table.person_id)
            .where(Person.township_id == self.viewer.township_id, on.between(self.first, self.last))
            for what, table, on, by in (
                ("week", WeeklyMark, WeeklyMark.monday, null()),
                ("month", MonthlyMark, MonthlyMark.month, null()),
                ("sheet", CommitteeMark, CommitteeMark.quarter, CommitteeMark.member_id),
                ("tally", Tally, Tally.quarter, null()),
            )
        ]
        return {(what, on, number, by) for what, on, number, by in db.session.execute(union_all(*parts))}

    def without(self, what: str, right: str, period: Period) -> list[str]:
        """The names of those who have no such mark."""
        there = self.others(right, period)
        return [called for number, called in there.items() if (what, period.first, number, None) not in self.marked]


def touches(span: Span, period: Period) -> bool:
    """Do they share a day?"""
    return span.first <= period.last and (span.last is None or span.last >= period.first)


def waiting(viewer: Account, start: Outset, today: date) -> list[Todo]:
    """Everything that waits for this viewer now, the most urgent first; lines with nothing are left out."""
    desk, found = Desk(viewer, start.day, today), []
    if viewer.may("log.write") and viewer.person_id and not viewer.may("book.import"):
        found += own_days(viewer, start.day, today)
    if viewer.may("weekly.mark"):
        found += weeks(desk)
    if viewer.may("monthly.mark"):
        found += months(desk)
    if viewer.may("committee.mark"):
        found += sheets(desk)
    if viewer.may("tally.write"):
        found += uncounted(desk)
    if viewer.may("result.compute"):
        found += uncomputed(viewer, desk.quarter)
    if viewer.may("account.manage"):
        found.append(Todo(start.unopened, _("个账号还没有设密码"), _("请给本人一次性登录码"), "accounts.index"))
    return [todo for todo in found if todo.count]


def own_days(viewer: Account, day: date, today: date) -> list[Todo]:
    """The official's own workdays of this month without an entry."""
    month = of_kind("month", day)
    person = people.get(viewer, viewer.person_id, today, "log.write")
    written = {entry.day for entry in logs.log_entries([person], month.first, month.last)}
    workday = dossiers.calendar().is_workday
    missing = [d for d in month.days() if d <= day and workday(d) and d not in written]
    values = {"person_id": person.id, "day": (missing[-1] if missing else day).isoformat()}
    return [Todo(len(missing), _("天还没有写日志"), _("补写也算，会标明迟填"), "logs.add", values)]


def weeks(desk: Desk) -> list[Todo]:
    """Weeks of the last four without a mark."""
    found = []
    for week in desk.weeks:
        missing = desk.without("week", "weekly.mark", week)
        why = listing(name(week), missing)
        found.append(Todo(len(missing), _("人没有周评价"), why, "weekly.index", {"period": week.code}))
    return found


def listing(title: str, names: list[str]) -> str:
    """The period and the first few names."""
    return f"{title}：{'、'.join(names[:4])}{_('等') if len(names) > 4 else ''}"


def months(desk: Desk) -> list[Todo]:
    """Months of the quarter without the branch's marks."""
    found = []
    for month in desk.quarter.months():
        if month.first > desk.day:
            continue
        missing = desk.without("month", "monthly.mark", month)
        why = listing(name(month), missing)
        found.append(Todo(len(missing), _("人没有支部月考评"), why, "monthly.index", {"period": month.code}))
    return found


def sheets(desk: Desk) -> list[Todo]:
    """Committee marks that are missing: the viewer's own, or everybody's for the clerk."""
    quarter, members = desk.quarter, desk.members()
    mine = [member for member in members if member == desk.viewer.person_id] or members
    missing = [
        called
        for number, called in desk.others("committee.mark", quarter).items()
        for member in mine
        if member != number and ("sheet", quarter.first, number, member) not in desk.marked
    ]
    why = listing(name(quarter), list(dict.fromkeys(missing)))
    return [Todo(len(missing), _("个党委评分没有给"), why, "committee.index", {"period": quarter.code})]


def uncounted(desk: Desk) -> list[Todo]:
    """Officials without a tally."""
    missing = desk.without("tally", "tally.write", desk.quarter)
    why = listing(name(desk.quarter), missing)
    return [Todo(len(missing), _("人没有群众测评计票"), why, "tallies.index", {"period": desk.quarter.code})]


def uncomputed(viewer: Account, quarter: Period) -> list[Todo]:
    """Results that do not say what the books say."""
    try:
        number = evaluations.stale(viewer.township_id, quarter)
    except Refused as refusal:
        return [Todo(1, _("份考核办法要采用"), refusal.says, "schemes.index")]
    return [Todo(number, _("人的结果要重新计算"), name(quarter), "results.index", {"period": quarter.code})]
