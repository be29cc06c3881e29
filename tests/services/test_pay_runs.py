"""Runs of pay: exact sums, two people, fixed afterwards, differences in the next run, closed results only."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import exc, text

from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.evaluations import Evaluation
from evalsys.models.pay import PayRun
from evalsys.models.registers import Indicator
from evalsys.models.reviews import Conduct
from evalsys.models.stars import StarRating, StarRun
from evalsys.services import closing, payapproval, payfacts, payreads, payruns
from evalsys.services.periods import period
from evalsys.services.write import Conflict, Refused
from tests.services.paytown import PayTown

D = Decimal


@pytest.fixture
def town(make):
    return PayTown(make)


def totals(run):
    return [(line.person.name, line.role, line.total) for line in run.lines]


def test_a_month_pays_every_post_to_the_fen_and_the_control_total_is_the_sum(town):
    run = town.prepare()
    # 6,500 × 2 ÷ 12, and 80% of it for the deputy.
    assert totals(run) == [
        ("张三", "支部书记", D("1083.33")),
        ("李四", "村主任", D("1083.33")),
        ("王五", "副书记", D("866.67")),
    ]
    assert run.control_total == D("3033.33") == sum(line.total for line in run.lines)
    (line, *_rest) = run.lines
    assert (line.standard, line.base, line.performance, line.score) == (D("13000.00"), D("1083.33"), 0, None)
    assert payreads.result_of(line).lines[0].arithmetic == "13000.00 ÷ 12 = 1083.33"


def test_the_twelfth_month_takes_the_rest(town):
    town.make.clock.now = town.make.clock.now.replace(month=12)
    run = town.prepare("2026-12")
    assert town.line(run, town.secretary).total == D("1083.37")
    assert town.line(run, town.secretary).total + 11 * D("1083.33") == D("13000.00")


def test_who_holds_both_posts_is_paid_as_one_and_who_left_is_not_paid(town):
    town.make.post(town.secretary, town.village, "director", "村委会主任", date(2026, 2, 1))
    for post in town.deputy.posts:
        post.until_on = date(2026, 7, 30)
    db.session.commit()
    found = town.preview()
    assert [(slip.due.name, slip.due.role) for slip, _ in found.slips] == [("张三", "一肩挑"), ("李四", "村主任")]
    assert ("王五", "2026-07-31 已不在职") in found.left_out


def test_the_sum_that_was_seen_has_to_be_the_sum_that_is_kept(town):
    with pytest.raises(Refused, match=r"合计已是 3033\.33 元"):
        payruns.prepare(town.act(), town.id, town.measure(), period("2026-07"), D("3033.34"))
    assert db.session.scalar(db.select(db.func.count(PayRun.id))) == 0


def test_only_another_person_approves(town):
    run = town.prepare()
    with pytest.raises(Refused, match="不能审批自己编制的发放表"):
        payapproval.approve(town.act(), run, run.version)
    payapproval.approve(town.act(town.second), run, run.version)
    assert (run.state, run.approved_by) == ("approved", "乙经办")


def test_a_second_account_of_the_same_person_is_no_second_person(town):
    one, two = (town.make.account("paymaster", person=town.secretary) for _ in range(2))
    run = town.prepare(account=one)
    with pytest.raises(Refused, match="不能审批自己编制的发放表"):
        payapproval.approve(town.act(two), run, run.version)


def test_the_table_itself_refuses_one_person_for_both(town):
    run = town.prepare()
    with pytest.raises(exc.IntegrityError):
        db.session.execute(
            text(f"UPDATE pay_run SET state = 'approved', approved_by_id = prepared_by_id WHERE id = {run.id}")
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE pay_line SET base = base + 1, total = total + 1",
        "DELETE FROM pay_line",
        "UPDATE pay_run SET control_total = control_total + 1",
        "UPDATE pay_run SET state = 'void', approved_by_id = NULL",
        "DELETE FROM pay_run",
        "INSERT INTO pay_line (run_id, person_id, place, role, base, performance, deductions, difference, total,"
        " data) SELECT id, 999, '', '', 0, 0, 0, 0, 0, '{}' FROM pay_run",
    ],
)
def test_an_approved_run_is_fixed_in_the_database_itself(town, statement):
    town.paid()
    with pytest.raises(exc.DBAPIError, match="fixed"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_a_run_that_waits_can_be_thrown_away_and_made_again(town):
    run = town.prepare()
    with pytest.raises(Refused, match="还在等审批"):
        town.prepare("2026-06")
    payapproval.void(town.act(), run, run.version, "有人离任没登记")
    again = town.prepare()
    assert (run.state, again.number) == ("void", 2)
    payapproval.approve(town.act(town.second), again, again.version)
    for deed in (payapproval.approve, lambda *args: payapproval.void(*args, "x")):
        with pytest.raises(Refused, match="已由乙经办在 2026-07-20 09:00 审批"):
            deed(town.act(town.second), again, again.version)
    with pytest.raises(Refused, match="已经审批，不再改动"):
        town.prepare()


def test_an_older_view_of_a_run_is_noticed(town):
    run = town.prepare()
    with pytest.raises(Conflict):
        payapproval.approve(town.act(town.second), run, run.version + 1)


def test_a_month_that_has_not_begun_is_refused(town):
    with pytest.raises(Refused, match="还没到"):
        payruns.prepare(town.act(), town.id, town.measure(), period("2026-08"), town.preview("2026-08").control_total)


def test_the_log_has_the_sum_and_no_persons_amount(town):
    town.paid()
    said = " ".join(row.after for row in db.session.scalars(db.select(Action).where(Action.did.like("pay.%"))))
    assert "3033.33" in said and "1083.33" not in said and "张三" not in said


# Differences


def test_a_changed_post_becomes_a_difference_of_the_next_run(town):
    town.paid("2026-06")
    town.make.post(town.secretary, town.village, "director", "村委会主任", date(2026, 6, 1))
    run = town.prepare("2026-07")
    line = town.line(run, town.secretary)
    # 16,250 ÷ 12 = 1,354.17 in July; June was paid 1,083.33 instead of 1,354.17.
    assert (line.base, line.difference, line.total) == (D("1354.17"), D("270.84"), D("1625.01"))
    (told,) = [one for one in payreads.result_of(line).lines if one.item == "difference"]
    assert told.title == "2026年6月差额"
    assert told.arithmetic == (
        "应为 1354.17 - 已计 1083.33 = 270.84（岗位由支部书记改为一肩挑，标准由13000.00改为16250.00）"
    )
    payapproval.approve(town.act(town.second), run, run.version)
    assert town.line(town.prepare("2026-08"), town.secretary).difference == 0


def test_who_was_forgotten_is_paid_later_and_who_had_left_pays_back_as_far_as_there_is_pay(town):
    town.paid("2026-05")
    town.paid("2026-06")
    for post in town.deputy.posts:
        post.until_on = date(2026, 4, 30)
    late = town.make.person("赵六")
    town.make.post(late, town.village, "director", "村委会主任", date(2026, 5, 1))
    run = town.paid("2026-07")
    assert town.line(run, late).difference == 2 * D("1083.33")
    gone = town.line(run, town.deputy)
    assert (gone.base, gone.difference, gone.total) == (0, 0, 0)
    assert [line.title for line in payreads.result_of(gone).lines] == ["2026年5月差额", "2026年6月差额", "留到下次扣"]
    town.make.post(town.deputy, town.branch, "secretary", "党支部书记", date(2026, 8, 1))
    town.make.clock.now = town.make.clock.now.replace(month=8)
    back = town.line(town.prepare("2026-08"), town.deputy)
    assert (back.base, back.difference, back.total) == (D("1083.33"), D("-1083.33"), 0)


def test_everything_paid_and_carried_is_what_was_owed_whatever_changed_in_between(town):
    changes = {"2026-04": "7000.00", "2026-05": "6000.01", "2026-06": "6500.00", "2026-07": "9123.45"}
    paid = D(0)
    for code in ("2026-03", *changes):
        if code in changes:
            for row in db.session.scalars(db.select(Indicator).where(Indicator.year == 2025)):
                row.value = D(changes[code])
            db.session.commit()
        paid += town.paid(code).control_total
    should = sum(slip.due.amount for slip, _ in town.preview("2026-07").slips) * 5
    carried = sum(slip.carried for slip, _ in town.preview("2026-08").slips)
    assert paid - carried == should


def test_a_deduction_is_taken_off_with_its_reason(town):
    payfacts.deduct(town.act(), town.secretary.id, "pay-1-baihe", "2026-07", D("83.33"), "6月多领的误工补贴")
    line = town.line(town.prepare(), town.secretary)
    assert (line.deductions, line.total) == (D("83.33"), D("1000.00"))
    assert payreads.result_of(line).lines[1].arithmetic == "6月多领的误工补贴 83.33 元"


# Performance


@pytest.fixture
def sheyang(make):
    town = PayTown(make, "pay-2-sheyang")
    town.fact("pay-standard", date(2026, 1, 1), amount="30000")
    votes = {"handed-out": 50, "returned": 50, "好": 30, "较好": 14, "一般": 4, "较差": 2, "弃权": 0, "废票": 0}
    town.fact("ballots", date(2026, 12, 31), person=town.secretary, **votes)
    fair = {**votes, "好": 36, "一般": 0, "较差": 0}
    town.fact("ballots", date(2026, 12, 31), person=town.director, **fair)
    return town


def test_performance_pay_follows_the_registered_score_with_its_discount(sheyang):
    sheyang.fact("assessment", date(2026, 12, 31), person=sheyang.secretary, mark="92")
    sheyang.fact("assessment", date(2026, 12, 31), person=sheyang.director, mark="84.5")
    run = sheyang.prepare("2026", "pay-2-sheyang")
    assert [(line.person.name, line.score, line.standard, line.performance) for line in run.lines] == [
        ("张三", D(92), D(30000), D("24000.00")),
        ("李四", D("84.5"), D(30000), D("28350.00")),
    ]
    assert run.control_total == D("52350.00")
    assert any(name == "王五" and "暂不发" in why for name, why in payreads.left_out(run))


def result_of_year(town, person, score="95"):
    values = {"scheme_version_id": town.measure("pay-2-sheyang", date(2026, 12, 31)).id, "data": "{}", "digest": "d"}
    values |= {"verify_code": "AAAA-BBBB", "reason": "首次计算", "computed_at": town.make.clock()}
    return town.make.keep(
        Evaluation(township_id=town.id, person_id=person.id, period="2026", number=1, score=D(score), **values)
    )


def test_an_open_result_is_refused_with_what_has_to_be_closed(sheyang):
    result_of_year(sheyang, sheyang.secretary)
    with pytest.raises(Refused, match="张三2026年度的考核结果还没有关账，不能据此发绩效报酬"):
        sheyang.preview("2026", "pay-2-sheyang")


def test_a_closed_result_counts_and_stands_above_what_was_registered(sheyang):
    row = result_of_year(sheyang, sheyang.director, "95")
    sheyang.fact("assessment", date(2026, 12, 31), person=sheyang.director, mark="60")
    close = closing.PeriodClose(township_id=sheyang.id, period="2026", number=1, people=1, sha256="x" * 64)
    close.closed_on, close.closed_by, close.closed_at = date(2027, 1, 5), "王干事", sheyang.make.clock()
    sheyang.make.keep(close)
    sheyang.make.keep(closing.ClosedResult(close_id=close.id, evaluation_id=row.id))
    ((slip, _result),) = sheyang.preview("2026", "pay-2-sheyang").slips
    assert (slip.due.name, slip.due.score, slip.performance) == ("李四", D(95), D("30000.00"))


def test_a_score_that_is_put_right_later_becomes_a_difference(sheyang):
    row = sheyang.fact("assessment", date(2026, 12, 31), person=sheyang.director, mark="84.5")
    sheyang.paid("2026", "pay-2-sheyang")
    payfacts.cancel(sheyang.act(), row, row.version, "录错")
    sheyang.fact("assessment", date(2026, 12, 31), person=sheyang.director, mark="90")
    sheyang.fact("assessment", date(2027, 12, 31), person=sheyang.director, mark="90")
    sheyang.fact("pay-standard", date(2027, 1, 1), amount="30000")
    votes = {"handed-out": 9, "returned": 9, "好": 9, "较好": 0, "一般": 0, "较差": 0, "弃权": 0, "废票": 0}
    sheyang.fact("ballots", date(2027, 12, 31), person=sheyang.director, **votes)
    line = sheyang.line(sheyang.prepare("2027", "pay-2-sheyang"), sheyang.director)
    assert (line.performance, line.difference) == (D("30000.00"), D("1650.00"))
    assert "得分由84.50改为90.00" in line.data


@pytest.fixture
def starry(make):
    """Performance pay by stars: the 60/40 measure with stars, ten of them for all of it."""
    return PayTown(make, "pay-stars")


def stars_of_year(town, stars, **ended):
    version = town.measure("pay-60-40", date(2026, 12, 31)).id
    about = {"year": 2026, "rated_on": date(2027, 1, 31), "digest": "d", "reason": "首次评定"}
    run = StarRun(township_id=town.id, scheme_version_id=version, people=1, asked_by="王干事", **about)
    run.asked_at = town.make.clock()
    for name, value in ended.items():
        setattr(run, name, value)
    town.make.keep(run)
    rating = StarRating(
        township_id=town.id, person_id=town.secretary.id, run_id=run.id, number=1, stars=stars, **about
    )
    rating.scheme_version_id, rating.place, rating.data, rating.rated_at = version, "上梁村", "{}", run.asked_at
    return town.make.keep(rating)


def test_confirmed_stars_are_paid_by(starry):
    stars_of_year(starry, 50, confirmed_by="郭委员", confirmed_at=starry.make.clock())
    ((slip, _result),) = starry.preview("2026Q4", "pay-60-40").slips
    # 40% of 36,000 = 14,400; × 0.50; ÷ 4.
    assert (slip.due.name, slip.performance) == ("张三", D("1800.00"))


def test_stars_that_nobody_confirmed_are_refused(starry):
    stars_of_year(starry, 50)
    with pytest.raises(Refused, match="2026年的星级评定还没有确认"):
        starry.preview("2026Q4", "pay-60-40")


# The reward for the collective economy


@pytest.fixture
def zhashui(make):
    town = PayTown(make, "pool")
    town.fact("net-income", date(2025, 1, 1), unit=town.village, amount="60000")
    town.fact("net-income", date(2026, 1, 1), unit=town.village, amount="100000")
    return town


def test_a_villages_reward_is_shared_by_weight_to_the_fen(zhashui):
    found = zhashui.preview("2026", "pay-4-zhashui")
    # 20% of 40,000 = 8,000, by 2 : 1 : 1.
    assert [(slip.due.name, slip.total) for slip, _ in found.slips] == [
        ("张三", D("4000.00")),
        ("李四", D("2000.00")),
        ("王五", D("2000.00")),
    ]
    assert (found.pool, found.shared, found.control_total) == (D("8000.00"),) * 3


def test_another_village_has_a_pool_of_its_own_and_nobody_gets_more_than_the_cap(zhashui):
    other = zhashui.make.unit("village", "下梁村")
    chief = zhashui.make.person("周七")
    zhashui.make.post(chief, other, "director", "村委会主任", date(2020, 1, 1))
    zhashui.indicator("net-income", 2025, "20000", other)
    zhashui.indicator("net-income", 2026, "100000", other)
    found = zhashui.preview("2026", "pay-4-zhashui")
    # 16,000 is capped at 10,000; one alone may have 60% of it, the rest is not paid out.
    assert [(slip.due.name, slip.total) for slip, _ in found.slips][-1] == ("周七", D("6000.00"))
    assert (found.pool, found.shared) == (D("18000.00"), D("14000.00"))


def test_who_was_disciplined_has_no_part(zhashui):
    values = {"kind": "discipline", "happened_on": date(2026, 5, 1), "reason": "警告", "approved_by": "纪委"}
    zhashui.make.signed(Conduct, person_id=zhashui.secretary.id, **values)
    found = zhashui.preview("2026", "pay-4-zhashui")
    assert [(slip.due.name, slip.total) for slip, _ in found.slips] == [
        ("张三", D("0.00")),
        ("李四", D("4000.00")),
        ("王五", D("4000.00")),
    ]
