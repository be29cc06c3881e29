"""A township with cadres, incomes and measures of pay, for the tests of pay."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from evalsys.models.registers import Indicator
from evalsys.services import calendars, payapproval, payfacts, paymeasures, payruns, schemes
from evalsys.services.periods import period
from evalsys.services.write import Act

# PAY-4 with the sharing that its source leaves to the township: by post, nobody above 60%, none under discipline.
SHARES = """
[[stream]]
stream = "discipline"
title = "处分"
clause = "第三条"
on = "day"

[[item]]
id = "weight"
clause = "第三条"
title = "分配系数"
kind = "constant"
amount = { "支部书记" = 2, "村主任" = 1, "副书记" = 1, "一肩挑" = 2 }

[[pool]]
id = "reward-part"
clause = "第三条"
title = "集体经济奖励"
period = "year"
amount = "reward"
weight = "weight"
most = "60%"
beyond = "others"
unit = "0.01"
excluded = { stream = "discipline" }
"""
ROLES = '[scheme.scope]\nrole = ["支部书记", "村主任", "副书记", "一肩挑"]\n'


def pool_measure() -> str:
    """The text of PAY-4 that also says how villages share."""
    text = schemes.sample_text("pay-4-zhashui")
    return text.replace("[scheme.scope]\n", ROLES) + SHARES


def split_measure() -> str:
    """60% in twelve months, 40% by the score of the assessment in four quarters."""
    return (Path(__file__).parent / "pay-60-40.toml").read_text(encoding="utf-8")


def star_measure() -> str:
    """The same by stars."""
    return split_measure().replace('stream = "assessment"', 'stream = "stars"')


TEXTS = {"pool": pool_measure, "pay-60-40": split_measure, "pay-stars": star_measure}


class PayTown:
    """Two paymasters, a secretary, a director and a deputy of 上梁村; the income of 2025 is 6,500 yuan."""

    def __init__(self, make, *names):
        self.make = make
        self.first = make.account("paymaster", shown_name="甲经办")
        self.second = make.account("paymaster", shown_name="乙经办")
        self.village = make.unit("village", "上梁村")
        self.branch = make.branch("上梁村党支部", self.village)
        self.secretary = make.person("张三")
        self.director = make.person("李四")
        self.deputy = make.person("王五")
        make.post(self.secretary, self.branch, "secretary", "党支部书记", date(2020, 1, 1))
        make.post(self.director, self.village, "director", "村委会主任", date(2020, 1, 1))
        make.post(self.deputy, self.branch, "deputy_secretary", "党支部副书记", date(2020, 1, 1))
        act = Act(None, make.clock())
        calendars.seed(act)
        for name in names or ("pay-1-baihe",):
            text = TEXTS[name]() if name in TEXTS else schemes.sample_text(name)
            schemes.adopt(act, make.township.id, text, "第1次会议")
        for year in (2022, 2025):
            self.indicator("rural-income", year, "6500.00")

    @property
    def id(self):
        return self.make.township.id

    def indicator(self, kind, year, value, unit=None):
        values = {"kind": kind, "year": year, "value": Decimal(value), "measured_in": "元", "source": "统计局"}
        unit_id = unit.id if unit else None
        return self.make.signed(Indicator, township_id=self.id, unit_id=unit_id, **values)

    def act(self, account=None, at=None):
        return Act(account or self.first, at or datetime(2026, 7, 20, 9, 0))

    def measure(self, name="pay-1-baihe", day=date(2026, 7, 31)):
        return schemes.in_force(self.id, name, day)

    def preview(self, code="2026-07", name="pay-1-baihe"):
        when = period(code)
        return payruns.preview(self.id, self.measure(name, when.last), when)

    def prepare(self, code="2026-07", name="pay-1-baihe", account=None, at=None):
        found, when = self.preview(code, name), period(code)
        return payruns.prepare(
            self.act(account, at or datetime(when.last.year, when.last.month, when.last.day, 9, 0)),
            self.id,
            self.measure(name, when.last),
            when,
            found.control_total,
        )

    def paid(self, code="2026-07", name="pay-1-baihe"):
        run = self.prepare(code, name)
        payapproval.approve(self.act(self.second, run.prepared_at), run, run.version)
        return run

    def fact(self, stream, on_day, text="", evidence="会议纪要", person=None, unit=None, name=None, **values):
        streams = paymeasures.streams(self.id, date(2026, 12, 31))
        whose = (person.id if person else None, unit.id if unit else None)
        numbers = {key: Decimal(value) for key, value in values.items()}
        return payfacts.add(self.act(), streams[stream], whose, on_day, numbers, text, evidence)

    def line(self, run, person):
        return next(line for line in run.lines if line.person_id == person.id)
