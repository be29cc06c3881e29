"""Household visits: recorded once with the day's log, without private numbers, followed up, taken back."""

from datetime import date

import pytest

from evalsys.extensions import db
from evalsys.models.closings import PeriodClose
from evalsys.models.reviews import LogEntry
from evalsys.models.visits import Visit
from tests.page import Page

VISIT = {"household": "东头老李家", "situation": "屋顶漏雨，老人独居", "needs": "想修房", "follow_up": "报危房改造"}


@pytest.fixture
def official(make):
    return make.official("李晓")


@pytest.fixture
def own(page, make, official):
    return page.sign_in(make.account("official", person=official))


def rows(table):
    return list(db.session.scalars(db.select(table).order_by(table.id)))


def test_a_visit_is_also_the_log_of_a_day_that_has_none(own):
    seen = own.follow(own.fill("visits.add", VISIT))
    assert "走访已登记，当天的日志也写好了" in seen.text and "还没办结" in seen.text
    (visit,), (entry,) = rows(Visit), rows(LogEntry)
    assert visit.log_entry_id == entry.id and (entry.kind, entry.day) == ("串门子", date(2026, 7, 1))
    assert entry.text == "东头老李家：屋顶漏雨，老人独居 想修房"


def test_a_day_that_has_a_log_gets_no_second_one(own, make, official):
    make.log(official, date(2026, 7, 1))
    seen = own.follow(own.fill("visits.add", VISIT))
    assert "走访已登记。" in seen.text and len(rows(LogEntry)) == 1 and rows(Visit)[0].log_entry_id is None


def test_without_the_tick_no_log_is_written(own):
    form = own.get("visits.add")
    data = own.sent(own.form(form, "household"))
    data.pop("with_log")
    own.ask(own.client.post, "/visits/add", data={**data, **VISIT})
    assert len(rows(Visit)) == 1 and rows(LogEntry) == []


def test_the_same_form_twice_is_one_visit_and_one_log(own):
    form = own.get("visits.add")
    own.fill("visits.add", VISIT, seen=form)
    again = own.fill("visits.add", VISIT, seen=form)
    assert "没有重复登记" in own.follow(again).text
    assert len(rows(Visit)) == len(rows(LogEntry)) == 1


@pytest.mark.parametrize(
    "number",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+8613812345678",
        "142427199605121234",
        "14242719960512123X",
        "１３８１２３４５６７８",
        "142427 19960512 1234",
        "142427960512123",
    ],
)
def test_private_numbers_are_refused_with_how_they_begin(own, number):
    seen = own.fill("visits.add", {**VISIT, "situation": f"电话{number}，缺水"})
    assert "像是身份证号码或手机号码" in seen.text and "请删去后再保存" in seen.text and rows(Visit) == []
    for field in ("household", "needs", "follow_up"):
        assert "像是身份证号码" in own.fill("visits.add", {**VISIT, field: number[:20]}).text


@pytest.mark.parametrize(
    "text", ["2026-07-01 至 2026-07-15 住院", "欠款 12500 元，3 月还 4000", "合同号 20260701001"]
)
def test_other_numbers_may_stand(own, text):
    own.fill("visits.add", {**VISIT, "situation": text})
    assert rows(Visit)[0].situation == text


def test_tomorrow_and_an_empty_household_are_refused(own):
    assert "还没有到" in own.fill("visits.add", {**VISIT, "day": "2026-07-02"}).text
    assert "请写是哪一户" in own.fill("visits.add", {**VISIT, "household": ""}).text
    assert rows(Visit) == []


def test_what_came_of_it_is_marked_and_the_list_of_open_ones_is_empty(own, make, official):
    visit = make.visit(official, needs="修路")
    assert "老李家" in own.get("visits.index", open=1, period="2026-06").text
    own.fill("visits.follow", {"follow_up": "已报水利站，通水"}, visit_id=visit.id)
    assert "2026-07-01 办结" in own.get("visits.index", period="2026-06").text
    assert "都办结了" in own.get("visits.index", open=1, period="2026-06").text


def test_nothing_is_done_before_the_visit(own, make, official):
    visit = make.visit(official)
    data = {"follow_up": "办了", "followed_up_on": "2026-06-29"}
    assert "早于走访日期" in own.fill("visits.follow", data, visit_id=visit.id).text


def test_a_visit_is_taken_back_with_a_reason_and_stays_in_the_list(own, make, official):
    visit = make.visit(official)
    assert "请写为什么撤销" in own.fill("visits.cancel", {"reason": ""}, visit_id=visit.id).text
    own.fill("visits.cancel", {"reason": "登错了户"}, visit_id=visit.id)
    seen = own.get("visits.index", period="2026-06").text
    assert "已撤销" in seen and "登错了户" in seen
    assert "不能再改" in own.fill("visits.edit", {"situation": "别的"}, visit_id=visit.id).text


def test_the_second_editor_sees_both_versions(own, make, official):
    visit = make.visit(official)
    form = own.get("visits.edit", visit_id=visit.id)
    own.fill("visits.edit", {"situation": "先到的"}, visit_id=visit.id)
    late = own.fill("visits.edit", {"situation": "后到的"}, seen=form, visit_id=visit.id)
    assert "别人改过这条记录" in late.text and "先到的" in late.text and "后到的" in late.text
    own.fill("visits.edit", {"situation": "后到的"}, seen=late, visit_id=visit.id)
    assert rows(Visit)[0].situation == "后到的"


def test_a_closed_quarter_takes_no_visit_and_gives_none_away(own, make, official, clock):
    visit = make.visit(official)
    db.session.add(closed_quarter(make, clock))
    db.session.commit()
    assert "已经关账" in own.fill("visits.add", {**VISIT, "day": "2026-06-30"}).text
    assert "已经关账" in own.fill("visits.edit", {"situation": "改"}, visit_id=visit.id).text
    assert "已经关账" in own.fill("visits.cancel", {"reason": "登错"}, visit_id=visit.id).text
    own.fill("visits.follow", {"follow_up": "通水了"}, visit_id=visit.id)
    assert rows(Visit)[0].followed_up_on == date(2026, 7, 1)


def closed_quarter(make, clock):
    given = {"people": 0, "sha256": "0" * 64, "closed_on": clock().date(), "closed_by": "王干事"}
    return PeriodClose(township_id=make.township.id, period="2026Q2", number=1, closed_at=clock(), **given)


def test_who_reads_and_who_writes(app, make, official):
    mentor, branch = make.person("导师"), make.branch()
    make.mentoring(official, mentor)
    make.membership(official, branch)
    stranger = make.visit(make.official("别人"), household="别家")
    visit = make.visit(official)
    for role, person, unit in (
        ("mentor", mentor, None),
        ("secretary", make.person("书记"), branch),
        ("committee", make.person("委员"), None),
        ("inspector", None, None),
    ):
        reader = Page(app, make).sign_in(make.account(role, person=person, unit=unit))
        seen = reader.get("visits.index", period="2026-06")
        assert "老李家" in seen.text and ("别家" in seen.text) == (role in ("committee", "inspector"))
        reader.get("visits.add", status=403)
        reader.get("visits.edit", status=403, visit_id=visit.id)
    own = Page(app, make).sign_in(make.account("official", person=official))
    own.get("visits.edit", status=404, visit_id=stranger.id)
    assert "别家" not in own.get("visits.index", period="2026-06").text
    Page(app, make).sign_in(make.account("member", person=make.person("党员"))).get("visits.index", status=403)
