"""Plans of payment: 60% in twelve months and 40% in four quarters, a month's bonus by its score, what is offered."""

from datetime import date
from decimal import Decimal

import pytest

from evalsys.scoring import read_scheme
from evalsys.scoring.payplan import is_for_pay, payments, role_in
from evalsys.services import payplans, schemes
from evalsys.services.write import Refused
from tests.services.paytown import TEXTS, PayTown

D = Decimal
OURS = {"pay-1-baihe", "pay-2-sheyang", "pay-3-xisongji"}


def plan(name):
    text = TEXTS[name]() if name in TEXTS else schemes.sample_text(name)
    return [(str(one.item), one.kind, one.is_performance) for one in payments(read_scheme(text, name))]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("pay-1-baihe", [("monthly", "month", False)]),
        ("pay-2-sheyang", [("pay", "year", True)]),
        ("pay-3-xisongji", [("bonus", "month", True)]),
        ("pay-60-40", [("monthly", "month", False), ("quarterly", "quarter", True)]),
        ("pool", [("reward-part", "year", True)]),
    ],
)
def test_what_a_measure_pays_at_the_end_of_which_period(name, wanted):
    assert plan(name) == wanted


def test_only_measures_of_pay_are_taken_for_such():
    found = {name for name in schemes.samples() if is_for_pay(read_scheme(schemes.sample_text(name), name))}
    assert found == OURS


@pytest.mark.parametrize(
    ("kinds", "name", "role"),
    [
        (("director", "secretary"), "pay-1-baihe", "一肩挑"),
        (("secretary",), "pay-3-xisongji", "书记"),
        (("director", "secretary"), "pay-3-xisongji", "书记"),
        (("village_member",), "pay-2-sheyang", "村干部"),
        (("village_member",), "pay-1-baihe", ""),
    ],
)
def test_what_a_measure_calls_the_holder_of_posts(kinds, name, role):
    assert role_in(read_scheme(schemes.sample_text(name), name), kinds) == role


@pytest.fixture
def town(make):
    return PayTown(make, "pay-60-40")


def test_sixty_percent_is_paid_in_twelve_months_without_any_score(town):
    slips = {slip.due.name: slip for slip, _ in town.preview("2026-07", "pay-60-40").slips}
    assert (slips["张三"].base, slips["张三"].performance) == (D("1800.00"), 0)
    # 60% of 35,555.55 = 21,333.33; ÷ 12 = 1,777.78, the last month 1,777.75.
    assert slips["李四"].base == D("1777.78") and slips["李四"].due.standard == D("21333.33")
    last = {slip.due.name: slip.base for slip, _ in town.preview("2026-12", "pay-60-40").slips}
    assert last == {"张三": D("1800.00"), "李四": D("1777.75")}


def test_forty_percent_waits_for_the_score_and_the_last_quarter_takes_the_rest(town):
    found = town.preview("2026Q3", "pay-60-40")
    assert found.slips == [] and any("暂不发" in why for _name, why in found.left_out)
    town.fact("assessment", date(2026, 12, 31), person=town.director, mark="91.3")
    # 40% = 14,222.22; × 0.913 = 12,984.89; ÷ 4 = 3,246.22, the last one 3,246.23.
    for code, amount in (("2026Q1", "3246.22"), ("2026Q3", "3246.22"), ("2026Q4", "3246.23")):
        ((slip, result),) = town.preview(code, "pay-60-40").slips
        assert (slip.performance, slip.due.score) == (D(amount), D("91.3"))
    assert result.lines[0].arithmetic == "12984.89 - 3 × 3246.22 = 3246.23"


def test_what_could_not_be_paid_for_want_of_a_score_is_paid_as_a_difference_later(town):
    town.fact("assessment", date(2026, 12, 31), person=town.director, mark="100")
    town.paid("2026Q1", "pay-60-40")
    town.fact("assessment", date(2026, 12, 31), person=town.secretary, mark="90")
    run = town.prepare("2026Q2", "pay-60-40")
    line = town.line(run, town.secretary)
    assert (line.performance, line.difference) == (D("3240.00"), D("3240.00")) and "当时没有列入" in line.data


def test_a_months_bonus_follows_the_months_score(make):
    town = PayTown(make, "pay-3-xisongji")
    on, who = date(2026, 6, 30), town.secretary
    for stream, mark in (("key-work", "36"), ("staged-work", "8"), ("assigned-work", "10")):
        town.fact(stream, on, person=who, mark=mark)
    for amount, what in (("25", "环境"), ("6", "安全")):
        town.fact("routine", on, what, person=who, 扣分=amount)
    ((slip, _result),) = town.preview("2026-06", "pay-3-xisongji").slips
    # 36 + 8 + 10 + (60 - 20 - 6) = 88 points of 100: 88% of 800.
    assert (slip.due.role, slip.due.score, slip.due.standard, slip.total) == ("书记", D(88), D(800), D("704.00"))


def test_only_what_a_measure_pays_is_offered(town):
    offers = [
        (offer.version.name, [one.code for one in offer.periods])
        for offer in payplans.offers(town.id, date(2026, 7, 20))
    ]
    assert offers == [("pay-60-40", ["2026-06", "2026-07"]), ("pay-60-40", ["2026Q2", "2026Q3"])]
    with pytest.raises(Refused, match="没有要发的报酬"):
        town.preview("2026", "pay-60-40")
