"""What follows from a result stands on its page, has steps and a last day, and says when the result has changed."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.consequences import Consequence
from evalsys.services import closing, evaluations
from evalsys.services.periods import period
from evalsys.services.write import Act
from tests.page import Page

Q2 = period("2026Q2")
REWARD = {"kind": "reward", "text": "全镇通报表扬"}
REMEDY = {
    "kind": "remedy",
    "text": "补齐日志",
    "due_on": "2026-07-31",
    "what_1": "补五月日志",
    "until_1": "2026-07-10",
    "what_2": "支部核对",
    "until_2": "2026-07-20",
}


@pytest.fixture
def official(make, first):
    person = make.official("李晓")
    make.monthly(person, date(2026, 6, 1))
    evaluations.compute(Act(None, make.clock()), make.township.id, Q2)
    return person


@pytest.fixture
def result(make, official):
    return evaluations.stored(make.township.id, Q2)[official.id]


@pytest.fixture
def clerk(page, make, official):
    return page.sign_in(make.account("clerk", shown_name="王干事"))


@pytest.fixture
def talk(make, official):
    return make.talk(official)


def rows():
    return list(db.session.scalars(db.select(Consequence).order_by(Consequence.id)))


def add(page, result, seen=None, **changes):
    return page.fill("consequences.add", {**REWARD, **changes}, seen=seen, evaluation_id=result.id)


def finish(page, row, **changes):
    given = {"done_on": "2026-07-01", "done_note": "已通报", **changes}
    return page.fill("consequences.finish", given, consequence_id=row.id)


def recompute(make, official):
    make.monthly(official, date(2026, 5, 1))
    evaluations.compute(Act(None, make.clock()), make.township.id, Q2)


def test_a_reward_stands_on_the_page_of_the_result_until_it_is_done(clerk, result):
    seen = clerk.follow(add(clerk, result, due_on="2026-07-15"))
    assert "全镇通报表扬" in seen.text and "2026-07-15 前办完" in seen.text
    assert "全镇通报表扬" in clerk.get("consequences.index", period="2026Q2").text
    finish(clerk, rows()[0])
    assert "已办结 2026-07-01 已通报" in clerk.get("results.show", evaluation_id=result.id).text
    assert "没有还没办结的" in clerk.get("consequences.index", period="2026Q2").text


def test_a_remedy_has_steps_that_are_done_one_by_one(clerk, result):
    seen = clerk.follow(add(clerk, result, **REMEDY))
    assert "补五月日志 · 2026-07-10 前完成" in seen.text
    row = rows()[0]
    assert "还有 2 步没有填完成日期：补五月日志、支部核对" in finish(clerk, row).text
    clerk.fill("consequences.edit", {"done_1": "2026-06-30", "done_2": "2026-07-01"}, consequence_id=row.id)
    assert [step.done_on for step in rows()[0].steps] == [date(2026, 6, 30), date(2026, 7, 1)]
    assert finish(clerk, row).status == 302


def test_a_step_that_is_emptied_goes(clerk, result):
    add(clerk, result, **REMEDY)
    clerk.fill("consequences.edit", {"what_1": "", "until_1": ""}, consequence_id=rows()[0].id)
    assert [step.what for step in rows()[0].steps] == ["支部核对"]


def test_a_talk_leads_to_its_record_for_who_may_read_it(app, make, clerk, result, official, talk):
    seen = clerk.follow(add(clerk, result, kind="talk", text="谈话提醒，注意家里情况", talk_id=str(talk.id)))
    assert any(link.endswith(f"/talks/{talk.id}") for link in seen.links)
    own = Page(app, make).sign_in(make.account("official", person=official))
    assert "谈话提醒" in own.get("results.show", evaluation_id=result.id).text
    inspector = Page(app, make).sign_in(make.account("inspector"))
    assert "谈话提醒" not in inspector.get("results.show", evaluation_id=result.id).text
    assert "谈话提醒" not in inspector.get("consequences.index", period="2026Q2").text
    line = db.session.scalar(db.select(Action).where(Action.did == "consequence.add"))
    assert line.after == '{"kind": "talk"}'


def test_another_persons_talk_is_not_linked(clerk, make, result, talk):
    talk.person_id = make.official("别人").id
    db.session.commit()
    seen = clerk.get("consequences.add", evaluation_id=result.id)
    assert "二季度结果" not in seen.text
    add(clerk, result, kind="talk", talk_id=str(talk.id))
    assert rows() == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "remedy"}, "整改要写明步骤"),
        ({**REMEDY, "kind": "reward"}, "只有整改才写步骤"),
        ({**REMEDY, "until_2": ""}, "第 2 步没有写全"),
        ({**REMEDY, "what_2": ""}, "第 2 步没有写全"),
        ({**REMEDY, "until_1": "下周"}, "请按“2026-04-20”的样子填写日期"),
        ({**REMEDY, "done_1": "2026-07-02"}, "还没有到"),
        ({"text": ""}, "请填写做什么"),
        ({"due_on": "月底"}, "请按“2026-04-20”的样子填写日期"),
    ],
)
def test_a_wrong_entry_is_refused(clerk, result, change, says):
    assert says in add(clerk, result, **change).text and rows() == []


def test_only_a_talk_is_linked_to_a_talk(clerk, result, talk):
    assert "只有类别是谈话的才选谈话记录" in add(clerk, result, talk_id=str(talk.id)).text


def test_a_result_that_was_recomputed_says_so_and_takes_no_more(clerk, make, official, result):
    add(clerk, result)
    recompute(make, official)
    newest = evaluations.stored(make.township.id, Q2)[official.id]
    for page in ({"evaluation_id": result.id}, {"evaluation_id": newest.id}):
        assert "第1次计算的结果登记的，结果后来重新计算过，请核对" in clerk.get("results.show", **page).text
    assert "请核对" in clerk.get("consequences.index", period="2026Q2").text
    assert "请到最新的结果上登记" in add(clerk, result).text and len(rows()) == 1


def test_after_the_close_it_goes_on(clerk, make, result):
    closing.close(Act(None, make.clock()), make.township.id, Q2)
    assert add(clerk, result).status == 302 and finish(clerk, rows()[0]).status == 302


def test_the_list_is_filtered_by_kind_and_marks_what_is_overdue(clerk, clock, result):
    add(clerk, result, **REMEDY)
    add(clerk, result)
    clock.now = datetime(2026, 8, 1, 9, 0)
    clerk.sign_in(clerk.account)
    seen = clerk.get("consequences.index", period="2026Q2", kind="remedy")
    assert "补齐日志" in seen.text and "全镇通报表扬" not in seen.text and "已过期" in seen.text
    assert "没有还没办结的“谈话”" in clerk.get("consequences.index", period="2026Q2", kind="talk").text
    assert "共 2 条" in clerk.get("consequences.index", period="2026Q2", kind="nothing").text


def test_what_is_done_is_not_changed(clerk, result):
    add(clerk, result)
    finish(clerk, rows()[0])
    assert "已在 2026-07-01 办结" in clerk.fill("consequences.edit", {"text": "x"}, consequence_id=rows()[0].id).text
    assert "已在 2026-07-01 办结" in finish(clerk, rows()[0]).text
    assert "还没有到" in finish(clerk, make_open(clerk, result), done_on="2026-07-02").text


def make_open(clerk, result):
    add(clerk, result, text="再一条")
    return rows()[-1]


def test_the_same_form_twice_makes_one(clerk, result):
    seen = clerk.get("consequences.add", evaluation_id=result.id)
    assert [add(clerk, result, seen=seen).status for _ in range(2)] == [302, 302] and len(rows()) == 1


def test_a_second_editor_is_noticed_even_where_only_steps_changed(clerk, result):
    add(clerk, result, **REMEDY)
    number = rows()[0].id
    seen = clerk.get("consequences.edit", consequence_id=number)
    clerk.fill("consequences.edit", {"done_1": "2026-07-01"}, consequence_id=number)
    late = clerk.fill("consequences.edit", {"text": "后改的"}, seen=seen, consequence_id=number)
    assert "别人改过这条记录" in late.text and rows()[0].text == "补齐日志"


def test_nobody_decides_what_follows_from_the_own_result(app, make, clerk, result, official):
    both = Page(app, make).sign_in(make.account("clerk", "official", person=official))
    assert "不能登记自己的结果运用" in add(both, result).text and rows() == []


def test_the_committee_writes_too(app, make, result):
    member = Page(app, make).sign_in(make.account("committee", person=make.person("郭委员")))
    assert add(member, result).status == 302


@pytest.mark.parametrize("role", ["secretary", "mentor", "official", "inspector"])
def test_nobody_else_writes(app, make, clerk, result, official, role):
    add(clerk, result)
    branch = make.branch()
    make.membership(official, branch)
    other = Page(app, make).sign_in(make.account(role, person=official if role == "official" else None, unit=branch))
    other.get("consequences.add", status=403, evaluation_id=result.id)
    other.get("consequences.edit", status=403, consequence_id=rows()[0].id)
    other.get("consequences.finish", status=403, consequence_id=rows()[0].id)


def test_readers_see_what_their_results_reach(app, make, clerk, result):
    add(clerk, result)
    branch = Page(app, make).sign_in(make.account("secretary", unit=make.branch()))
    assert "全镇通报表扬" not in branch.get("consequences.index", period="2026Q2").text
    stranger = Page(app, make).sign_in(make.other_township().account("clerk"))
    stranger.get("consequences.edit", status=404, consequence_id=rows()[0].id)
    stranger.get("consequences.add", status=404, evaluation_id=result.id)
