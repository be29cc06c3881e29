"""The comparison shows grades; places and scores only where the measure and the switch both say so."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.comparisons import Comparison
from evalsys.services import calendars, evaluations, schemes
from evalsys.services.periods import period
from evalsys.services.write import Act
from tests.page import Page

OPENED = {
    "shows": "bands",
    "readers": "secretaries",
    "from_on": "2026-07-01",
    "until_on": "2026-07-08",
    "decision": "7月1日党委会决定",
}
NAMES = ("李晓", "赵明", "钱进", "孙丽", "周强")


def adopt(make, publish=""):
    act = Act(None, make.clock())
    calendars.seed(act)
    text = schemes.sample_text(schemes.OFFICIALS).replace("[grade]\n", f"[grade]\n{publish}\n", 1)
    schemes.adopt(act, make.township.id, text, "")


def compute(make, names=NAMES):
    """Officials whose branch marks fall from one to the next; the last two are alike."""
    for number, name in enumerate(names):
        person = make.official(name)
        mark = str(20 - 2 * min(number, 3))
        for month in (4, 5, 6):
            make.monthly(person, date(2026, month, 1), (mark,) * 5)
    evaluations.compute(Act(None, make.clock()), make.township.id, period("2026Q2"))


@pytest.fixture
def plain(make):
    """Results by a measure that publishes grades alone."""
    adopt(make), compute(make)


@pytest.fixture
def ordered(make):
    """Results by a measure that publishes the order."""
    adopt(make, 'publish = "order"'), compute(make)


@pytest.fixture
def clerk(page, make):
    return page.sign_in(make.account("clerk", shown_name="王干事"))


def reader(app, make, role):
    branch = make.branch()
    return Page(app, make).sign_in(make.account(role, person=make.official("读者"), unit=branch))


def open_it(page, seen=None, **changes):
    return page.fill("comparisons.add", {**OPENED, **changes}, seen=seen, code="2026Q2")


def index(page):
    return page.get("comparisons.index", period="2026Q2")


def rows():
    return list(db.session.scalars(db.select(Comparison).order_by(Comparison.id)))


def scores():
    return {
        f"{row.score:.2f}" for row in db.session.scalars(db.select(evaluations.Evaluation)) if row.score is not None
    }


def shows_scores(seen):
    table = seen.html.partition("<table")[2]
    return any(score in table for score in scores())


def test_by_default_the_clerk_sees_grades_without_score_or_place(clerk, plain):
    seen = index(clerk)
    assert "只有组织干事和党委委员能看" in seen.text and "不排名次" in seen.text
    assert all(name in seen.text for name in NAMES) and not shows_scores(seen) and "<table" not in seen.html
    assert seen.html.count("<svg") == 2


def test_dots_are_drawn_from_five_people_on(clerk, make):
    adopt(make), compute(make, NAMES[:4])
    assert index(clerk).html.count("<svg") == 1


@pytest.mark.parametrize("role", ["secretary", "official"])
def test_nobody_else_sees_anything_before_it_is_opened(app, make, plain, role):
    seen = index(reader(app, make, role))
    assert "没有开放给您看" in seen.text and "赵明" not in seen.text and "<svg" not in seen.html


@pytest.mark.parametrize("role", ["mentor", "inspector", "admin", "member"])
def test_other_roles_have_no_such_page(app, make, plain, role):
    Page(app, make).sign_in(make.account(role)).get("comparisons.index", status=403)


@pytest.mark.parametrize(
    ("readers", "secretary", "official"),
    [("committee", False, False), ("secretaries", True, False), ("officials", True, True)],
)
def test_the_switch_lets_in_the_circle_that_it_names(app, make, clerk, plain, readers, secretary, official):
    open_it(clerk, readers=readers)
    assert ("赵明" in index(reader(app, make, "secretary")).text) is secretary
    assert ("赵明" in index(reader(app, make, "official")).text) is official
    assert "赵明" in index(reader(app, make, "committee")).text


def test_the_reader_is_told_who_may_see_it_until_when_and_by_whose_decision(app, make, clerk, plain):
    open_it(clerk)
    seen = index(reader(app, make, "secretary"))
    for piece in ("党委委员和支部书记", "2026-07-01 起，到 2026-07-08 为止", "7月1日党委会决定", "王干事开放"):
        assert piece in seen.text, piece


def test_after_the_last_day_only_the_clerk_and_the_committee_see_it(app, make, clock, clerk, ordered):
    open_it(clerk, shows="order")
    clock.now = datetime(2026, 7, 8, 23, 0)
    assert shows_scores(index(reader(app, make, "secretary")))
    clock.now = datetime(2026, 7, 9, 0, 1)
    assert "没有开放给您看" in index(reader(app, make, "secretary")).text
    assert shows_scores(index(reader(app, make, "committee")))


def test_before_the_first_day_readers_see_nothing(app, make, clock, clerk, plain):
    open_it(clerk, from_on="2026-07-03")
    assert "没有开放给您看" in index(reader(app, make, "secretary")).text
    assert "2026-07-03 起开放给" in index(clerk).text


def test_the_order_needs_the_measures_word(clerk, plain):
    assert "考核办法没有写公布名次" in open_it(clerk, shows="order").text and rows() == []


def test_the_order_needs_the_switch(clerk, ordered):
    assert not shows_scores(index(clerk))
    open_it(clerk)
    assert not shows_scores(index(clerk))


def test_with_both_the_order_stands_there_and_equals_share_a_place(app, make, clerk, ordered):
    open_it(clerk, shows="order")
    seen = index(reader(app, make, "secretary"))
    table = seen.html.partition("<table")[2]
    found = [table.index(name) for name in ("李晓", "赵明", "钱进", "孙丽", "周强")]
    assert found == sorted(found) and shows_scores(seen)
    assert "4 · 孙丽" in table and "4 · 周强" in table and "5 · " not in table


def test_taken_back_it_is_shut_at_once(app, make, clerk, ordered):
    open_it(clerk, shows="order")
    clerk.fill("comparisons.close", {}, comparison_id=rows()[0].id)
    assert "没有开放给您看" in index(reader(app, make, "secretary")).text
    seen = index(clerk)
    assert "已在 2026-07-01 收回" in seen.text and not shows_scores(seen)
    assert "不用再收" in clerk.fill("comparisons.close", {}, comparison_id=rows()[0].id).text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"until_on": "2026-06-30", "from_on": "2026-06-01"}, "已经过去"),
        ({"from_on": "2026-07-09"}, "早于第一天"),
        ({"decision": ""}, "请写明是谁、哪次会议决定的"),
        ({"until_on": "下周"}, "请按“2026-04-20”的样子填写日期"),
        ({"readers": "everybody"}, "Not a valid choice"),
    ],
)
def test_a_wrong_opening_is_refused(clerk, plain, change, says):
    seen = open_it(clerk, **change)
    assert rows() == [] and (says in seen.text or says == "Not a valid choice")


def test_a_period_without_results_is_not_opened(clerk):
    assert "还没有结果" in open_it(clerk).text


def test_one_opening_at_a_time_and_one_for_the_same_form(clerk, plain):
    seen = clerk.get("comparisons.add", code="2026Q2")
    assert [open_it(clerk, seen).status for _ in range(2)] == [302, 302] and len(rows()) == 1
    assert "已经开放到 2026-07-08" in open_it(clerk).text


def test_the_log_says_what_was_opened(clerk, plain):
    open_it(clerk)
    line = db.session.scalar(db.select(Action).where(Action.did == "comparison.open"))
    assert '"readers": "secretaries"' in line.after and "7月1日党委会决定" in line.after
    clerk.get("actions.index")


@pytest.mark.parametrize("role", ["committee", "secretary", "official"])
def test_only_the_clerk_opens_and_takes_back(app, make, clerk, plain, role):
    open_it(clerk)
    other = reader(app, make, role)
    other.get("comparisons.add", status=403, code="2026Q2")
    other.get("comparisons.close", status=403, comparison_id=rows()[0].id)


def test_another_township_sees_none_of_it(app, make, clerk, plain):
    open_it(clerk, readers="officials")
    stranger = Page(app, make).sign_in(make.other_township().account("clerk"))
    assert "赵明" not in index(stranger).text
    stranger.get("comparisons.close", status=404, comparison_id=rows()[0].id)
