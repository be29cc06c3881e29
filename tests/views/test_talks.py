"""The record of a talk is read by the clerk, the committee and the person, and by nobody else."""

from __future__ import annotations

from datetime import date

import pytest

from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.talks import Talk
from evalsys.services import closing, evaluations
from evalsys.services.periods import period
from evalsys.services.write import Act
from tests.page import Page

SECRET = "家里老人住院，想调回本村"
GIVEN = {
    "held_on": "2026-06-30",
    "quarter": "2026-04-01",
    "talker": "郭委员",
    "place": "镇政府二楼",
    "topics": "二季度考核结果",
    "content": f"谈了考核结果。{SECRET}。",
    "agreed": "七月起每周回村三天。",
    "own_words": "会努力的，请组织放心。",
}


@pytest.fixture
def official(make):
    return make.official("李晓")


@pytest.fixture
def clerk(page, make, official):
    return page.sign_in(make.account("clerk", shown_name="王干事"))


def rows():
    return list(db.session.scalars(db.select(Talk).order_by(Talk.id)))


def add(page, official, seen=None, **changes):
    return page.fill("talks.add", {"person_id": str(official.id), **GIVEN, **changes}, seen=seen)


@pytest.fixture
def talk(clerk, official):
    add(clerk, official)
    return rows()[0]


def test_a_talk_is_recorded_and_read(clerk, official):
    assert "和李晓的谈话已登记" in clerk.follow(add(clerk, official)).text
    seen = clerk.get("talks.show", talk_id=rows()[0].id)
    for piece in (SECRET, "七月起每周回村三天", "请组织放心", "郭委员", "镇政府二楼"):
        assert piece in seen.text, piece
    assert (rows()[0].held_on, rows()[0].quarter) == (date(2026, 6, 30), date(2026, 4, 1))


def test_the_list_names_whom_nobody_has_talked_with(clerk, make, talk):
    make.official("赵明")
    seen = clerk.get("talks.index", period="2026Q2")
    assert "还没有谈过的 1 人： 赵明" in seen.text and "李晓" in seen.text and SECRET not in seen.text


@pytest.mark.parametrize("role", ["clerk", "committee"])
def test_the_clerk_and_the_committee_read_and_record(app, make, official, talk, role):
    reader = Page(app, make).sign_in(make.account(role, person=make.person("郭委员")))
    assert SECRET in reader.get("talks.show", talk_id=talk.id).text
    assert add(reader, official, topics="再谈").status == 302 and len(rows()) == 2


@pytest.mark.parametrize("role", ["secretary", "mentor", "inspector", "admin", "member"])
def test_nobody_else_opens_any_page_of_it(app, make, official, talk, role):
    branch, mentor = make.branch(), make.person("导师")
    make.membership(official, branch), make.mentoring(official, mentor)
    reader = Page(app, make).sign_in(make.account(role, person=mentor, unit=branch))
    for endpoint in ("talks.index", "talks.add"):
        reader.get(endpoint, status=403)
    for endpoint in ("talks.show", "talks.edit", "talks.cancel"):
        reader.get(endpoint, status=403, talk_id=talk.id)
    assert "/talks/" not in reader.get("home.index").links


def test_the_person_reads_the_own_record_and_changes_nothing(app, make, official, talk):
    own = Page(app, make).sign_in(make.account("official", person=official))
    assert SECRET in own.get("talks.show", talk_id=talk.id).text
    own.get("talks.edit", status=403, talk_id=talk.id)
    own.get("talks.add", status=403)


def test_another_official_and_another_township_do_not_reach_it(app, make, talk):
    other = Page(app, make).sign_in(make.account("official", person=make.official("别人")))
    other.get("talks.show", status=404, talk_id=talk.id)
    assert "李晓" not in other.get("talks.index", period="2026Q2").text
    stranger = Page(app, make).sign_in(make.other_township().account("clerk"))
    stranger.get("talks.show", status=404, talk_id=talk.id)
    stranger.get("talks.edit", status=404, talk_id=talk.id)


def test_who_is_secretary_besides_reads_only_the_own_record(app, make, talk):
    branch = make.branch()
    person = make.official("双职")
    make.membership(db.session.get(type(person), talk.person_id), branch)
    both = Page(app, make).sign_in(make.account("official", "secretary", person=person, unit=branch))
    both.get("talks.show", status=404, talk_id=talk.id)


def test_the_log_says_that_there_was_a_talk_and_not_a_word_of_it(clerk, talk):
    clerk.fill("talks.edit", {"content": f"{SECRET}，再谈。"}, talk_id=talk.id)
    clerk.fill("talks.cancel", {"reason": "登错了人"}, talk_id=talk.id)
    lines = list(db.session.scalars(db.select(Action).where(Action.about == f"talk:{talk.id}")))
    assert [line.did for line in lines] == ["talk.add", "talk.change", "talk.cancel"]
    assert {(line.before, line.after) for line in lines} == {(None, None)}
    assert SECRET not in clerk.get("actions.index").text


def test_no_search_and_no_other_page_finds_the_words(clerk, official, talk):
    for where in ({"q": "住院"}, {"q": "李晓"}):
        assert SECRET not in clerk.get("people.index", **where).text
    assert SECRET not in clerk.get("people.show", person_id=official.id).text
    assert SECRET not in clerk.get("home.index").text


def test_a_record_is_taken_back_with_a_reason_and_stays_readable(clerk, talk):
    assert "请写明为什么撤销" in clerk.fill("talks.cancel", {"reason": ""}, talk_id=talk.id).text
    clerk.fill("talks.cancel", {"reason": "登错了人"}, talk_id=talk.id)
    assert "已在 2026-07-01 撤销：登错了人" in clerk.get("talks.show", talk_id=talk.id).text
    assert "不能再改" in clerk.fill("talks.edit", {"topics": "别的"}, talk_id=talk.id).text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"held_on": "2026-07-02"}, "还没有到"),
        ({"held_on": "2026-03-31"}, "早于所谈的季度"),
        ({"held_on": "昨天"}, "请按“2026-04-20”的样子填写日期"),
        ({"talker": ""}, "请填写谈话人"),
        ({"content": ""}, "请填写谈话内容"),
        ({"content": "长" * 3001}, "请控制在 3000 字以内"),
    ],
)
def test_a_wrong_record_is_refused(clerk, official, change, says):
    assert says in add(clerk, official, **change).text and rows() == []


def test_nobody_records_a_talk_with_himself(app, make, official):
    both = Page(app, make).sign_in(make.account("clerk", "official", person=official))
    both_seen = both.get("talks.add")
    assert "李晓（" not in both_seen.text


def test_the_same_form_twice_makes_one_record(clerk, official):
    seen = clerk.get("talks.add")
    assert [add(clerk, official, seen=seen).status for _ in range(2)] == [302, 302] and len(rows()) == 1


def test_a_second_editor_sees_both_versions(clerk, talk):
    seen = clerk.get("talks.edit", talk_id=talk.id)
    clerk.fill("talks.edit", {"agreed": "先改的"}, talk_id=talk.id)
    late = clerk.fill("talks.edit", {"agreed": "后改的"}, seen=seen, talk_id=talk.id)
    assert "别人改过这条记录" in late.text and "先改的" in late.text and rows()[0].agreed == "先改的"


def test_a_talk_on_a_day_of_a_closed_quarter_is_refused_and_one_later_about_it_is_not(clerk, make, first, official):
    act = Act(None, make.clock())
    evaluations.compute(act, make.township.id, period("2026Q2"))
    closing.close(act, make.township.id, period("2026Q2"))
    assert "2026年第二季度已经关账" in add(clerk, official).text
    assert add(clerk, official, held_on="2026-07-01").status == 302
