"""Meetings: who came, what was decided, tasks from decisions, the paper, and who may read them."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from evalsys.extensions import db
from evalsys.models.closings import PeriodClose
from evalsys.models.meetings import Meeting
from evalsys.models.tasks import Task
from tests.page import Page

MINUTES = {"chaired_by": "萧建", "matters": "防汛值班\n医保缴费", "decisions": "每村排查一次隐患\n月底前缴清"}


@pytest.fixture
def official(make):
    return make.official("李晓", make.unit(name="上梁村"))


@pytest.fixture
def clerk(page, make):
    return page.sign_in(make.account("clerk", shown_name="赵干事"))


def rows(table):
    return list(db.session.scalars(db.select(table).order_by(table.id)))


def attendance(meeting):
    return sorted((row.person.name, row.came, row.reason) for row in meeting.people)


def test_minutes_are_recorded_with_who_came_and_who_was_away(clerk, make, official):
    other, mentor = make.official("王芳"), make.person("导师甲")
    make.post(mentor, make.township, "mentor", "导师")
    data = {**MINUTES, f"reason_{other.id}": "县里培训"}
    form = clerk.get("meetings.add", unit_id=make.township.id)
    sent = {**clerk.sent(clerk.form(form)), **data}
    sent.pop(f"came_{other.id}")
    answer = clerk.ask(clerk.client.post, clerk.address("meetings.add", unit_id=make.township.id), data=sent)
    assert answer.status_code == 302
    (meeting,) = rows(Meeting)
    assert attendance(meeting) == [("李晓", True, None), ("王芳", False, "县里培训")]
    seen = clerk.get("meetings.show", meeting_id=meeting.id).text
    assert "到会 1 人" in seen and "王芳（县里培训）" in seen and "每村排查一次隐患" in seen


def test_nobody_is_both_there_and_away_and_somebody_was_there(clerk, make, official):
    both = clerk.fill("meetings.add", {**MINUTES, f"reason_{official.id}": "病假"}, unit_id=make.township.id)
    assert "李晓 勾了到会，又写了缺席原因" in both.text
    form = clerk.get("meetings.add", unit_id=make.township.id)
    sent = {**clerk.sent(clerk.form(form)), **MINUTES}
    sent.pop(f"came_{official.id}")
    answer = clerk.ask(clerk.client.post, clerk.address("meetings.add", unit_id=make.township.id), data=sent)
    assert "请至少勾选一位到会的人" in answer.get_data(as_text=True) and rows(Meeting) == []


def test_the_same_form_twice_is_one_meeting(clerk, make, official):
    form = clerk.get("meetings.add", unit_id=make.township.id)
    for _ in range(2):
        again = clerk.fill("meetings.add", MINUTES, seen=form, unit_id=make.township.id)
    assert "没有重复登记" in clerk.follow(again).text and len(rows(Meeting)) == 1


def test_a_correction_keeps_the_list_and_the_second_editor_is_told(clerk, make, official):
    other = make.official("王芳")
    meeting = make.meeting(came=[official], away=[other])
    form = clerk.get("meetings.edit", meeting_id=meeting.id)
    clerk.fill("meetings.edit", {"matters": "先到的"}, meeting_id=meeting.id)
    late = clerk.fill("meetings.edit", {"matters": "后到的"}, seen=form, meeting_id=meeting.id)
    assert "别人改过这条记录" in late.text
    clerk.fill("meetings.edit", {"matters": "后到的", f"reason_{other.id}": ""}, seen=late, meeting_id=meeting.id)
    assert rows(Meeting)[0].matters == "后到的" and attendance(rows(Meeting)[0]) == [("李晓", True, None)]


def test_a_decision_becomes_a_task_with_a_day_and_a_village(clerk, make, official):
    meeting = make.meeting(came=[official], decisions="每村排查一次隐患\n月底前缴清")
    village = official.posts[0].unit_id
    seen = clerk.get("tasks.add", meeting=meeting.id, line=1)
    assert 'value="月底前缴清"' in seen.html and "2026-06-29 碰头会（演示镇）" in seen.html
    data = {"due_on": "2026-07-31", "village_id": str(village)}
    clerk.fill("tasks.add", data, meeting=meeting.id, line=1)
    (task,) = rows(Task)
    assert (task.title, task.due_on, task.village_id, task.meeting_id) == (
        "月底前缴清",
        date(2026, 7, 31),
        village,
        meeting.id,
    )
    assert "由这次会议定下的任务" in clerk.get("meetings.show", meeting_id=meeting.id).text


def test_the_paper_says_the_same_on_one_page(clerk, make, official):
    meeting = make.meeting(came=[official], away=[make.official("王芳")], decisions="甲事\n乙事")
    answer = clerk.ask(clerk.client.get, clerk.address("meetings.minutes", meeting_id=meeting.id))
    pages = PdfReader(BytesIO(answer.data)).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    assert len(pages) == 1 and "王芳（下村）" in text and "2.乙事" in text and "主持人（签字）" in text


def test_minutes_are_taken_back_with_a_reason(clerk, make, official):
    meeting = make.meeting(came=[official])
    clerk.fill("meetings.cancel", {"reason": "登重了"}, meeting_id=meeting.id)
    assert "登重了" in clerk.get("meetings.show", meeting_id=meeting.id).text
    assert "不能再改" in clerk.fill("meetings.edit", {"matters": "改"}, meeting_id=meeting.id).text


def test_a_closed_quarter_takes_no_minutes(clerk, make, official, clock):
    meeting = make.meeting(came=[official])
    given = {"people": 0, "sha256": "0" * 64, "closed_on": clock().date(), "closed_by": "王干事"}
    make.keep(PeriodClose(township_id=make.township.id, period="2026Q2", number=1, closed_at=clock(), **given))
    add = clerk.fill("meetings.add", {**MINUTES, "held_on": "2026-06-30"}, unit_id=make.township.id)
    assert "已经关账" in add.text
    assert "已经关账" in clerk.fill("meetings.edit", {"matters": "改"}, meeting_id=meeting.id).text
    assert "已经关账" in clerk.fill("meetings.cancel", {"reason": "登重了"}, meeting_id=meeting.id).text


def test_a_secretary_keeps_minutes_of_her_branch_and_of_no_other(app, make, official):
    village = official.posts[0].unit
    branch, secretary = make.branch(village=village), make.person("书记")
    make.post(secretary, branch, "secretary", "党支部书记")
    other = make.branch()
    foreign = make.meeting(other, came=[official])
    own = Page(app, make).sign_in(make.account("secretary", person=secretary, unit=branch))
    own.follow(own.get("meetings.choose", status=302))
    own.fill("meetings.add", MINUTES, unit_id=branch.id)
    assert rows(Meeting)[-1].unit_id == branch.id
    own.get("meetings.add", status=404, unit_id=other.id)
    own.get("meetings.edit", status=404, meeting_id=foreign.id)
    own.get("meetings.show", status=404, meeting_id=foreign.id)
    own.get("tasks.add", status=403)


def test_an_official_reads_meetings_that_name_her_and_those_of_her_branch(app, make, official):
    branch = make.branch(village=official.posts[0].unit)
    named = make.meeting(came=[official], matters="点到名的")
    local = make.meeting(branch, matters="本支部的")
    absent = make.meeting(make.branch(), matters="别处的")
    own = Page(app, make).sign_in(make.account("official", person=official))
    seen = own.get("meetings.index", period="2026Q2")
    assert seen.text.count("2026-06-29") == 2
    own.get("meetings.show", meeting_id=named.id)
    own.get("meetings.show", meeting_id=local.id)
    own.get("meetings.show", status=404, meeting_id=absent.id)
    own.get("meetings.edit", status=403, meeting_id=named.id)


def test_committee_and_inspector_read_all_and_write_nothing(app, make, official):
    meeting = make.meeting(make.branch(), came=[official])
    for role in ("committee", "inspector"):
        reader = Page(app, make).sign_in(make.account(role))
        reader.get("meetings.show", meeting_id=meeting.id)
        reader.get("meetings.choose", status=403)
    far = make.other_township()
    Page(app, far).sign_in(far.account("clerk")).get("meetings.show", status=404, meeting_id=meeting.id)
