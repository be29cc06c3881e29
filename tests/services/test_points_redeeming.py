"""Two ledgers in one measure: what was earned makes the score, what is left of it can be redeemed."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from evalsys.extensions import db
from evalsys.models.points import PointsEntry
from evalsys.services import claims, points, points_measure, points_results, schemes
from evalsys.services.periods import period
from evalsys.services.write import Act, Refused
from tests.scoring.small import HEAD, item

ACT = Act(None, datetime(2026, 7, 1, 9, 0))
DAY = date(2026, 6, 1)
# Labour earns 20, an honour 1 to 30; what is redeemed is recorded above zero and taken from all that was earned.
STREAMS = """
[[stream]]
stream = "labour"
title = "义务劳动"
clause = "第一条"
on = "day"

[[stream]]
stream = "honour"
title = "受到表彰"
clause = "第一条"
on = "day"
values.points = { low = 1, high = 30, step = "0.5" }

[[stream]]
stream = "redeem"
title = "兑换物品"
clause = "第一条"
on = "day"
values.points = { low = 1, high = 500, step = 1 }
"""
FLOOR = "floor = 0\n"
ITEMS = (
    item("labour", "count", 'stream = "labour"\npoints = 20')
    + item("honour", "amounts", 'stream = "honour"\nvalue = "points"')
    + item("earned", "sum", 'of = ["labour", "honour"]')
    + item("redeemed", "amounts", 'stream = "redeem"\nvalue = "points"')
    + item("earned-ever", "to-date", 'of = "earned"')
    + item("redeemed-ever", "to-date", 'of = "redeemed"')
    + item("left", "difference", 'of = "earned-ever"\nless = "redeemed-ever"\nFLOOR')
)
TOTAL = '[[total]]\nperiod = "quarter"\nclause = "第一条"\nof = ["earned"]\nmissing = "block"\nbeside = ["left"]\n'


def adopted(make, floor=FLOOR):
    head = HEAD[: HEAD.index("[[stream]]")].replace('["试算"]', '["正式党员", "预备党员"]')
    text = head + STREAMS + ITEMS.replace("FLOOR\n", floor).replace('title = "left"', 'title = "可兑积分"') + TOTAL
    return schemes.adopt(ACT, make.township.id, text, "")


@pytest.fixture
def member(make):
    person = make.person("邱凤彩")
    make.membership(person, make.branch("东阳坡支部"))
    return person


def add(member, code, asked=None, day=DAY):
    return points.add(ACT, member, code, day, "登记", "", "", None, None if asked is None else Decimal(asked))


def left(member, code="2026Q2"):
    _version, result = points_results.of_one(member, period(code))
    return result.score, result.beside[0].amount


def test_what_is_redeemed_leaves_the_rank_alone_and_makes_the_balance_smaller(make, member):
    adopted(make)
    add(member, "labour")
    add(member, "honour", "12.5")
    assert add(member, "redeem", "30").points == Decimal(-30)
    assert left(member) == (Decimal("32.5"), Decimal("2.5"))
    assert points.balance(member) == Decimal("2.5")


@pytest.mark.parametrize("asked", ["30", "-30"])
def test_a_clerk_may_write_the_minus_or_leave_it(make, member, asked):
    adopted(make)
    add(member, "labour", day=date(2026, 2, 1))
    add(member, "labour")
    assert add(member, "redeem", asked).points == Decimal(-30)
    assert left(member) == (Decimal(20), Decimal(10))


def test_more_than_the_balance_is_refused_with_what_is_there(make, member):
    adopted(make)
    add(member, "labour", day=date(2026, 2, 1))
    with pytest.raises(Refused, match="“可兑积分”还能用 20 分，不够 21 分"):
        add(member, "redeem", "21")
    assert db.session.scalar(db.select(db.func.count(PointsEntry.id))) == 1
    add(member, "redeem", "20")
    with pytest.raises(Refused, match="还能用 0 分，不够 1 分"):
        add(member, "redeem", "1", date(2026, 6, 2))


def test_what_was_earned_in_a_later_quarter_cannot_be_redeemed_before(make, member):
    adopted(make)
    add(member, "labour", day=DAY)
    with pytest.raises(Refused, match="还能用 0 分"):
        add(member, "redeem", "5", date(2026, 3, 1))


def test_a_measure_whose_balance_has_no_floor_refuses_nothing(make, member):
    adopted(make, floor="")
    assert add(member, "redeem", "7").points == Decimal(-7)
    assert left(member) == (Decimal(0), Decimal(-7))


@pytest.mark.parametrize(
    ("code", "asked", "says"),
    [
        ("honour", "31", "请填 1 至 30，以 0.5 分为一档"),
        ("honour", "2.3", "请填 1 至 30，以 0.5 分为一档"),
        ("honour", "-5", "请填 1 至 30"),
        ("honour", None, "请填 1 至 30"),
        ("redeem", "501", "请填 1 至 500，以 1 分为一档"),
        ("redeem", "0", "请填 1 至 500"),
    ],
)
def test_what_lies_outside_the_limits_is_refused_with_them(make, member, code, asked, says):
    adopted(make)
    with pytest.raises(Refused, match=says):
        add(member, code, asked)


def test_a_reversal_gives_back_what_was_redeemed(make, member):
    adopted(make)
    add(member, "labour")
    points.reverse(ACT, add(member, "redeem", "20"), "没有领")
    assert left(member) == (Decimal(20), Decimal(20))


def test_a_measure_may_record_what_it_takes_below_zero_too(make, member):
    below = STREAMS.replace("low = 1, high = 500", "low = -500, high = -1")
    text = HEAD[: HEAD.index("[[stream]]")].replace('["试算"]', '["正式党员", "预备党员"]') + below
    text += ITEMS[: ITEMS.index('[[item]]\nid = "earned"')] + item(
        "redeemed", "amounts", 'stream = "redeem"\nvalue = "points"'
    )
    text += TOTAL.replace('["earned"]', '["labour", "honour", "redeemed"]').replace('beside = ["left"]\n', "")
    version = schemes.adopt(ACT, make.township.id, text, "")
    rule = points_measure.rules(version, DAY)["redeem"]
    assert (rule.bounds, rule.earns) == (("1", "500"), False)
    assert add(member, "redeem", "8").points == Decimal(-8)
    assert points_results.of_one(member, period("2026Q2"))[1].score == Decimal(-8)


def test_the_form_of_the_clerk_asks_for_the_points_that_the_measure_leaves_open(page, make, member):
    adopted(make)
    add(member, "labour")
    page.sign_in(make.account("clerk"))
    address, sent = {"person_id": member.id}, {"item": "redeem", "happened_on": "2026-06-05", "reason": "一桶油"}
    seen = page.get("points.add", **address)
    for choice in ("兑换物品　减 1 至 500", "义务劳动　+20", "受到表彰　加 1 至 30"):
        assert choice in seen.html
    assert "还能用 20 分，不够 25 分" in page.fill("points.add", {**sent, "points": "25"}, **address).text
    page.fill("points.add", {**sent, "points": "15"}, **address)
    assert "可兑积分" in page.get("points.person", period="2026Q2", **address).text
    assert points.balance(member) == 5


def test_nobody_claims_what_takes_points(make, member):
    version = adopted(make)
    assert set(claims.rules(member, DAY)) == {"labour", "honour"}
    assert points_measure.rules(version, DAY)["redeem"].bounds == ("1", "500")
