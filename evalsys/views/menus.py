"""The menus: what each viewer may open, grouped by duty; nothing that stays shut is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _


@dataclass(frozen=True)
class Entry:
    """One line of a menu: where it goes, what it is called, short for the phone, and the right it needs."""

    endpoint: str
    name: Any
    short: Any
    right: str | None


GROUPS = (
    (
        _("工作"),
        (
            Entry("home.index", _("首页待办"), _("首页"), None),
            Entry("logs.index", _("工作日志"), _("日志"), "log.read"),
            Entry("visits.index", _("走访"), _("走访"), "visit.read"),
            Entry("tasks.index", _("任务清单"), _("任务"), "task.read"),
            Entry("meetings.index", _("碰头会"), _("碰头"), "meeting.read"),
            Entry("learning.index", _("学习与讲课"), _("学习"), "learning.read"),
            Entry("summaries.index", _("小结和述职"), _("小结"), "summary.read"),
            Entry("talks.index", _("谈心谈话"), _("谈话"), "talk.read"),
        ),
    ),
    (
        _("评价"),
        (
            Entry("openings.index", _("开表"), _("开表"), "opening.write"),
            Entry("weekly.index", _("周评价"), _("周评"), "review.read"),
            Entry("monthly.index", _("支部月考评"), _("月评"), "review.read"),
            Entry("committee.index", _("党委评"), _("党委"), "review.read"),
            Entry("tallies.index", _("群众测评计票"), _("计票"), "review.read"),
            Entry("ballots.index", _("群众测评投票"), _("投票"), "ballot.read"),
            Entry("conduct.index", _("请假与奖惩"), _("奖惩"), "conduct.read"),
        ),
    ),
    (
        _("结果"),
        (
            Entry("results.index", _("考核结果"), _("结果"), "result.read"),
            Entry("consequences.index", _("结果运用"), _("运用"), "result.read"),
            Entry("comparisons.index", _("晾晒比评"), _("比评"), "comparison.read"),
            Entry("schemes.index", _("考核办法"), _("办法"), "scheme.read"),
            Entry("workdays.index", _("工作日历"), _("日历"), "scheme.read"),
        ),
    ),
    (
        _("党员积分"),
        (
            Entry("points.index", _("党员积分"), _("积分"), "points.read"),
            Entry("claims.index", _("积分申报"), _("申报"), "points.claim"),
            Entry("events.index", _("支部活动"), _("活动"), "points.check"),
        ),
    ),
    (
        _("村干部"),
        (
            Entry("stars.index", _("星级评定"), _("星级"), "star.read"),
            Entry("registers.index", _("考核和任职登记"), _("登记"), "star.read"),
            Entry("entries.index", _("办法登记簿"), _("登记簿"), "star.read"),
            Entry("pay.index", _("村干部报酬"), _("报酬"), "pay.read"),
        ),
    ),
    (
        _("人和组织"),
        (
            Entry("people.index", _("人员名册"), _("人员"), "person.read"),
            Entry("units.index", _("组织架构"), _("组织"), "unit.read"),
            Entry("books.index", _("导入台账"), _("导入"), "book.import"),
        ),
    ),
    (
        _("管理"),
        (
            Entry("accounts.index", _("账号"), _("账号"), "account.manage"),
            Entry("jobs.index", _("后台任务"), _("后台"), "job.read"),
            Entry("actions.index", _("操作记录"), _("记录"), "action.read"),
        ),
    ),
)

# The places of the phone's bottom bar, for the first role that fits; the fourth there is the whole menu.
QUICK = (
    ("book.import", ("home.index", "results.index", "people.index")),
    ("committee.mark", ("home.index", "committee.index", "results.index")),
    ("monthly.mark", ("home.index", "monthly.index", "logs.index")),
    ("weekly.mark", ("home.index", "weekly.index", "logs.index")),
    ("log.write", ("home.index", "logs.index", "results.index")),
    ("points.claim", ("home.index", "points.index", "claims.index")),
)
OTHERS = ("home.index", "people.index", "results.index")


# Rooms without an entry of their own belong to another one's.
BELONGS = {
    "period_summaries": "summaries",
    "drafts": "schemes",
    "nest": "results",
    "closing": "results",
    "owing": "home",
    "payfacts": "pay",
    "paypapers": "pay",
    "stars_papers": "stars",
    "points_board": "points",
    "points_exempt": "points",
}


def room_of(endpoint: str | None) -> str:
    """Which entry's room a page lies in."""
    room = (endpoint or "").partition(".")[0]
    return BELONGS.get(room, room)


def menu(viewer: Any) -> list[tuple[Any, list[Entry]]]:
    """The side menu of this viewer."""
    shown = [(group, [e for e in entries if e.right is None or viewer.may(e.right)]) for group, entries in GROUPS]
    return [(group, entries) for group, entries in shown if entries]


def quick(viewer: Any) -> list[Entry]:
    """At most three places for the bottom of a phone, beside the way to the whole menu."""
    wanted = next((places for right, places in QUICK if viewer.may(right)), OTHERS)
    open_to = {e.endpoint: e for _group, entries in menu(viewer) for e in entries}
    return [open_to[place] for place in wanted if place in open_to]
