"""The ledger of points: only added to, reversed once, and the balance is always the sum."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from evalsys.extensions import db
from evalsys.models.points import PointsBalance, PointsEntry
from evalsys.services import points, points_ledger, points_measure, schemes
from evalsys.services.points_ledger import Slip
from evalsys.services.write import Act, Refused, write

DAY = date(2026, 6, 1)
ACT = Act(None, datetime(2026, 7, 1, 9, 0))
OPERATIONS = 10_000
EXAMPLES = 50


@pytest.fixture
def measure(make):
    return schemes.adopt(ACT, make.township.id, schemes.sample_text("points-demo"), "")


@pytest.fixture
def member(make, measure):
    person = make.person("邱凤彩")
    make.membership(person, make.branch("东阳坡支部"))
    return person


def added(member, item="labour", day=DAY):
    return points.add(ACT, member, item, day, "修水渠", "", "组长")


def summed(member):
    rows = db.session.scalars(db.select(PointsEntry.points).where(PointsEntry.person_id == member.id))
    return sum(rows, Decimal(0))


def test_the_measure_fixes_the_points(member):
    assert added(member).points == Decimal(2) and added(member, "meeting-late").points == Decimal("-0.5")
    assert points.balance(member) == Decimal("1.5") == summed(member)


@pytest.mark.parametrize("order", ["UPDATE points_entry SET points = 9000", "DELETE FROM points_entry"])
def test_the_database_itself_refuses_to_change_an_entry(member, order):
    added(member)
    with pytest.raises(DatabaseError, match="only added"):
        db.session.execute(text(order))
    db.session.rollback()
    assert summed(member) == 2


def test_a_reversal_nets_to_zero_and_names_what_it_takes_back(member):
    row = added(member)
    points.reverse(ACT, row, "日期记错")
    back = db.session.scalar(db.select(PointsEntry).where(PointsEntry.reverses_id == row.id))
    assert (back.points, back.happened_on, back.reason) == (Decimal(-2), DAY, "日期记错")
    assert points.balance(member) == 0 == summed(member)


def test_an_entry_is_reversed_once_and_a_reversal_never(member):
    row = added(member)
    points.reverse(ACT, row, "日期记错")
    back = db.session.scalar(db.select(PointsEntry).where(PointsEntry.reverses_id == row.id))
    for again in (row, back):
        with pytest.raises(Refused, match="冲销"):
            points.reverse(ACT, again, "再冲")
    assert points.balance(member) == 0


def test_the_same_thing_of_a_day_is_recorded_once_and_again_after_its_reversal(member):
    row = added(member)
    with pytest.raises(Refused, match="不能重复记"):
        added(member)
    points.reverse(ACT, row, "人记错")
    added(member)
    assert points.balance(member) == 2


def test_an_unknown_item_and_a_day_to_come_are_refused(member):
    with pytest.raises(Refused, match="没有这一项"):
        added(member, "age")
    with pytest.raises(Refused, match="还没有到"):
        added(member, day=date(2026, 7, 2))


def test_a_kept_balance_that_is_not_the_sum_is_found(member):
    added(member)
    assert points_ledger.differences() == []
    db.session.execute(text("UPDATE points_balance SET balance = 7000"))
    assert points_ledger.differences() == [(member.id, Decimal(7), Decimal(2))]


def test_the_command_says_whether_the_balances_hold(app, member):
    added(member)
    shell = app.test_cli_runner()
    assert "都等于各条相加" in shell.invoke(args=["points", "check"]).output
    db.session.execute(text("UPDATE points_balance SET balance = 7000"))
    db.session.commit()
    found = shell.invoke(args=["points", "check"])
    assert found.exit_code == 1 and f"person:{member.id}：结余 7，各条相加 2" in found.output


def test_equal_sums_share_a_rank_and_the_next_one_counts_on(make, member):
    others = [make.person(name) for name in ("孙博斌", "吕萍", "高有海")]
    for person in others:
        make.membership(person, member.memberships[0].branch)
    for person, item in zip([member, *others], ("labour", "mediation", "labour", "meeting-late"), strict=True):
        added(person, item)
    assert points_ledger.ranks() == [
        (others[0].id, 3000, 1),
        (member.id, 2000, 2),
        (others[1].id, 2000, 2),
        (others[2].id, -500, 4),
    ]


STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(-12, 12), st.integers(0, 400)),
    min_size=OPERATIONS // EXAMPLES,
    max_size=OPERATIONS // EXAMPLES,
)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=[*HealthCheck], database=None)
@given(steps=STEPS)
def test_after_ten_thousand_random_operations_the_balance_is_the_sum(make, measure, steps):
    rule = points_measure.rules(measure, DAY)["labour"]
    people = [make.person(f"党员{n}") for n in range(3)]
    open_rows, expected = [], dict.fromkeys((person.id for person in people), Decimal(0))
    with write(ACT, "points.add", "test"):
        points_ledger.begin(make.township.id, DAY)
        for place, halves, choice in steps:
            if halves == 0 and open_rows:
                row = open_rows.pop(choice % len(open_rows))
                points_ledger.undo(ACT, [row], "冲销")
                expected[row.person_id] -= row.points
            else:
                worth, number = Decimal(halves) / 2, people[place].id
                slip = Slip(number, None, rule, worth, DAY, "事由", "甲", "乙", "hand")
                open_rows += points_ledger.put(ACT, make.township.id, measure.id, [slip])
                expected[number] += worth
    kept = {row.person_id: row.balance for row in db.session.scalars(db.select(PointsBalance))}
    assert {number: kept.get(number, Decimal(0)) for number in expected} == expected
    assert points_ledger.differences() == []
