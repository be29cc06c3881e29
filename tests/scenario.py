"""A year of work in a small township as a thousand steps of the services, drawn by chance from a seed.

What a step is refused for counts as much as what it wrote: two engines have to agree on both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.claims import Claim
from evalsys.models.closings import PeriodClose
from evalsys.models.events import ATTENDANCE
from evalsys.models.points import PointsEntry
from evalsys.models.reviews import Conduct, Leave, LogEntry
from evalsys.scoring.periods import month_of, period, quarter_of
from evalsys.services import (
    calendars,
    claims,
    closing,
    conduct,
    evaluations,
    events,
    logs,
    marks,
    points,
    schemes,
    tallies,
    visits,
)
from evalsys.services.claims import PASS, REFUSE, WITHDRAW
from evalsys.services.evidence_guard import Handed
from evalsys.services.write import Act, AlreadyDone, Conflict, Refused
from tests.factories import Maker

OFFICIALS = ("李晓", "王芳", "赵敏", "顾文拴", "马丽秀", "陆花娟")
MEMBERS = ("邱凤彩", "孙博斌", "吕萍", "高有海", "龚浩", "沈花", "石勇军", "万俊文")
ITEMS = ("theme-day", "assembly", "labour", "volunteer", "mediation", "meeting-late", "no-such-item")
COUNTS = ("excellent", "competent", "basic", "incompetent", "abstained", "spoilt")
QUARTERS = ("2026Q1", "2026Q2")


class Clock:
    """Time goes on by some minutes a step."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 31, 8, 0)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Town:
    """The township of the scenario, its people and the chance that moves it."""

    random: Random
    make: Maker
    clock: Clock
    told: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Two branches, six officials, eight members, two clerks, a mentor and the sample's measures."""
        act = Act(None, self.clock())
        calendars.seed(act)
        for code in (schemes.OFFICIALS, "points-demo"):
            schemes.adopt(act, self.make.township.id, schemes.sample_text(code), "第1次会议")
        villages = [self.make.unit(name=name) for name in ("东坡村", "西坡村")]
        self.branches = [self.make.branch(f"{one.name}支部", one) for one in villages]
        self.mentor = self.make.person("蔡锁贵")
        self.judges = [self.make.person(name) for name in ("刘书记", "萧建", "金委员")]
        self.officials = [
            self.make.official(name, villages[n % 2], mentor=self.mentor) for n, name in enumerate(OFFICIALS)
        ]
        self.members = [self.make.person(name) for name in MEMBERS]
        for number, one in enumerate(self.members):
            self.make.membership(one, self.branches[number % 2])
        self.clerks = [
            self.make.account("clerk", login_name=f"clerk{n}", shown_name=name) for n, name in enumerate("甲乙")
        ]

    def act(self) -> Act:
        """One of the two clerks acts now."""
        return Act(self.random.choice(self.clerks), self.clock())

    def day(self) -> date:
        """Mostly a day of the last weeks, at times one that is still to come or long past."""
        return self.clock().date() + timedelta(days=self.random.choice((-90, -20, -9, -5, -3, -2, -1, 0, 0, 1)))

    def one(self, table: Any) -> Any:
        """Any row of a table, None where it is empty."""
        rows = list(db.session.scalars(select(table).order_by(table.id)))
        return self.random.choice(rows) if rows else None

    def mark(self, low: int, high: int) -> Decimal:
        """A mark in halves."""
        return Decimal(self.random.randint(low * 2, high * 2)) / 2

    def step(self) -> None:
        """One step: what it was and what came of it."""
        self.clock.now += timedelta(minutes=self.random.randint(20, 300))
        name = self.random.choice(WEIGHED)
        try:
            STEPS[name](self)
            came = "done"
        except Refused as refusal:
            came = f"refused: {refusal.says}"
        except (Conflict, AlreadyDone) as answer:
            came = type(answer).__name__
        self.told.append(f"{self.clock.now:%m-%d %H:%M} {name} {came}")


def log(town: Town) -> None:
    text = town.random.choice(("入户走访三户", "调解邻里纠纷", "查看水渠", "代办医保"))
    logs.add_log(town.act(), town.random.choice(town.officials), town.day(), "走访", text, "东坡村", "已办结")


def change(town: Town) -> None:
    row = town.one(LogEntry)
    if row:
        version = row.version - town.random.choice((0, 0, 0, 1))
        logs.change_log(town.act(), row, version, {"kind": "党建", "text": "更正", "place": None, "outcome": None})


def visit(town: Town) -> None:
    values = {"day": town.day(), "household": f"{town.random.randint(1, 30)}号", "situation": "缺水", "needs": "修管"}
    visits.add_visit(town.act(), town.random.choice(town.officials), values, with_log=town.random.random() < 0.5)


def week(town: Town) -> None:
    day = town.day()
    monday = day - timedelta(days=day.weekday() if town.random.random() < 0.9 else 0)
    person = town.random.choice(town.officials)
    held = marks.weekly_mark(person, monday)
    marks.mark_week(town.act(), person, monday, held.version if held else 0, town.mark(60, 100), "", town.mentor.name)


def month(town: Town) -> None:
    first, person = month_of(town.day()).first, town.random.choice(town.officials)
    held = marks.monthly_mark(person, first)
    five = {name: town.mark(10, 20) for name in marks.FIVE}
    marks.mark_month(town.act(), person, first, held.version if held else 0, five, "书记")


def committee(town: Town) -> None:
    judge, quarter = town.random.choice(town.judges), quarter_of(town.day())
    version = marks.committee_sheet(judge, quarter.first).version
    given = {one.id: town.mark(60, 100) if town.random.random() < 0.9 else None for one in town.officials}
    marks.mark_committee(town.act(), judge, quarter, version, given)


def tally(town: Town) -> None:
    person, quarter = town.random.choice(town.officials), quarter_of(town.day())
    held = tallies.tally(person, quarter)
    counts = {name: town.random.randint(0, 9) for name in COUNTS}
    whole = sum(counts.values()) + (town.random.random() < 0.1)
    sheet = {"handed_out": 60, "returned": whole, **counts}
    tallies.key_tally(town.act(), person, quarter, held.version if held else 0, sheet)


def leave(town: Town) -> None:
    first, person = town.day(), town.random.choice(town.officials)
    until = first + timedelta(days=town.random.randint(-1, 4))
    conduct.add_leave(town.act(), person, first, until, "病假", "刘书记")


def praise(town: Town) -> None:
    kind = town.random.choice(("township-commendation", "county-commendation", "criticism", "discipline"))
    conduct.add_conduct(town.act(), town.random.choice(town.officials), kind, town.day(), "登记", "刘书记")


def take_back(town: Town) -> None:
    row = town.one(town.random.choice((Leave, Conduct)))
    if row:
        conduct.cancel(town.act(), row)


def give(town: Town) -> None:
    person, item = town.random.choice(town.members), town.random.choice(ITEMS)
    points.add(town.act(), person, item, town.day(), "登记", "", "组长")


def reverse(town: Town) -> None:
    row = town.one(PointsEntry)
    if row:
        points.reverse(town.act(), row, "日期记错")


def claim(town: Town) -> None:
    person, item = town.random.choice(town.members), town.random.choice(ITEMS)
    file = town.random.choice((None, Handed("证明.pdf", b"%PDF-1.4")))
    claims.add(town.act(), person, item, town.day(), "自己申报", "", None, file)


def check(town: Town) -> None:
    row = town.one(Claim)
    if row:
        claims.step(town.act(), row, row.version, town.random.choice((PASS, PASS, REFUSE, WITHDRAW)), "材料不全")


def event(town: Town) -> None:
    branch, held_on = town.random.choice(town.branches), town.day()
    came = {one.id: town.random.choice(ATTENDANCE) for one in events.members(branch, held_on)}
    values = {"kind": town.random.choice(("theme-day", "assembly")), "held_on": held_on, "topic": "防汛"}
    events.add(town.act(), branch, values, came)


def compute(town: Town) -> None:
    evaluations.compute(town.act(), town.make.township.id, period(town.random.choice(QUARTERS)))


def close(town: Town) -> None:
    closing.close(town.act(), town.make.township.id, period(town.random.choice(QUARTERS)))


def ask(town: Town) -> None:
    row = town.one(PeriodClose)
    if row:
        closing.ask(town.act(), row, row.version, "漏登一张票")


def answer(town: Town) -> None:
    row = town.one(PeriodClose)
    if row:
        town.random.choice((closing.reopen, closing.turn_down))(town.act(), row, row.version)


STEPS: dict[str, Callable[[Town], None]] = {
    verb.__name__: verb
    for verb in (
        log, change, visit, week, month, committee, tally, leave, praise, take_back,
        give, reverse, claim, check, event, compute, close, ask, answer,
    )
}  # fmt: skip
OFTEN = {"log": 10, "week": 5, "change": 3, "give": 4, "check": 4, "claim": 3, "event": 3, "month": 3, "committee": 3}
WEIGHED = [name for name in STEPS for _time in range(OFTEN.get(name, 2))]


def play(seed: int, steps: int) -> Town:
    """The whole scenario in the database of the app that is on."""
    clock = Clock()
    town = Town(Random(seed), Maker(clock), clock)
    town.begin()
    for _number in range(steps):
        town.step()
    return town
