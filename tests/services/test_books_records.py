"""The books of the four mirrors: limits of the measure, nobody marks himself, one thing is one row."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from evalsys.models.closings import PeriodClose
from evalsys.models.people import Person
from evalsys.models.reviews import CommitteeMark, Conduct, Leave, LogEntry, MonthlyMark, Tally, WeeklyMark
from evalsys.models.units import Unit
from evalsys.services import calendars, evaluations, schemes
from evalsys.services.books import take_file
from evalsys.services.periods import period
from tests.services.test_books_making import act, all_of, dump, officials, states, take, told

LOG_HEADER = ["日期", "类别", "工作内容", "地点", "办理结果", "填写时间"]


@pytest.fixture
def office(make):
    """A township with the sample measure and one official, 李晓 of 东坡村."""
    schemes.adopt(act(), make.township.id, schemes.sample_text(schemes.OFFICIALS), "党委会")
    make.village = make.unit(name="东坡村")
    make.li = make.official("李晓", make.village)
    return make


def logs(make, *rows, owner="李晓"):
    return take(make, [f"{owner}  工作日志（2026年4—6月）"], LOG_HEADER, *rows, title=owner)


def entry(day="2026-04-20", text="走访三户", place="东坡村", kind="走访", outcome=None, at=None):
    return [day, kind, text, place, outcome, at]


def weekly(make, *rows):
    return take(make, ["周评价表"], ["姓名", "周次（周一日期）", "导师评分", "评语", "评价人"], *rows)


def monthly(make, *rows):
    return take(make, ["支部月考评表"], ["姓名", "月份", *"德能勤绩廉", "合计", "支部书记"], *rows)


def committee(make, *rows, title="党委班子成员评分表（2026年第二季度）", names=("萧建", "雷伟军")):
    return take(make, [title], ["姓名", "任职村", *names], *rows, title="党委评")


def tallies(make, *rows, title="群众测评计票表（2026年第二季度）"):
    header = ["姓名", "任职村", "发出", "收回", "优秀", "称职", "基本称职", "不称职", "弃权", "废票"]
    return take(make, [title], header, *rows, title="群众测评计票")


# Ballots


def test_a_book_adds_no_single_paper_to_a_count_that_a_result_rests_on(office):
    row = ["李晓", "东坡村", 30, 28, 17, 4, 2, 2, 1, 2]
    calendars.seed(act())
    tallies(office, row)
    evaluations.compute(act(), office.township.id, period("2026Q2"))
    shown = tallies(office, ["李晓", "东坡村", 30, 29, 18, 4, 2, 2, 1, 2])
    assert (states(shown), all_of(Tally)[0].returned) == (["refused"], 28)
    assert "只差几张票的不能再改" in told(shown)[0] and states(tallies(office, row)) == ["same"]


def test_counts_out_of_a_ballot_box_cannot_be_imported(office):
    office.ballot_round([office.li], slips=6, state="closed")
    shown = tallies(office, ["李晓", "东坡村", 30, 28, 17, 4, 2, 2, 1, 2])
    assert (states(shown), all_of(Tally)) == (["refused"], [])
    assert "票数由票箱计出" in told(shown)[0]


def test_a_preview_does_not_tell_the_choices_of_too_few_papers(office):
    office.tally(office.li, (31, 29, 3, 1, 0, 0, 0, 25))
    shown = tallies(office, ["李晓", "东坡村", 32, 28, 17, 4, 2, 2, 1, 2])
    (changed,) = shown.of_state("changed")
    before = {name: was for name, was, _now in changed.changes}
    assert before["handed_out"] == "31" and before["excellent"] == before["spoilt"] == ""


# Limits, and who may not


def test_a_mark_above_the_measure_is_refused_with_its_limits(office):
    shown = weekly(office, ["李晓", "2026-04-20", 100.5, None, "导师"])
    assert (states(shown), all_of(WeeklyMark)) == (["refused"], [])
    assert "应在 0 至 100 之间" in told(shown)[0]


def test_a_mark_between_two_steps_is_refused_with_the_step(office):
    assert told(weekly(office, ["李晓", "2026-04-20", 90.25, None, "导师"])) == [
        "评分 90.25 不合办法：应在 0 至 100 之间，以 0.5 为一档。"
    ]


def test_a_branch_mark_above_twenty_names_the_column_and_the_limits(office):
    shown = monthly(office, ["李晓", "2026年4月", 16, 20.5, 16, 20, 17, 89.5, "书记"])
    assert told(shown) == ["能 20.5 不合办法：应在 0 至 20 之间，以 0.5 为一档。"]
    assert all_of(MonthlyMark) == []
    (problem,) = shown.rows[0].row.problems
    where = (problem.sheet, problem.row, problem.column, problem.header, problem.raw)
    assert where == ("Sheet1", 3, "D", "能", "20.5")


def test_marks_of_a_day_without_a_measure_are_refused_row_by_row(office):
    shown = weekly(office, ["李晓", "2025-10-20", 90, None, "导师"], ["李晓", "2026-04-20", 90, None, "导师"])
    assert states(shown) == ["refused", "new"]
    assert "还没有通过的考核办法" in told(shown)[0]


def test_nobody_marks_himself_in_a_book(office):
    assert "“李晓”不能给自己评分" in told(weekly(office, ["李晓", "2026-04-20", 90, None, "李晓"]))[0]
    assert "“李晓”不能给自己评分" in told(committee(office, ["李晓", "东坡村", 90, 90], names=("李晓", "雷伟军")))[0]
    assert (all_of(WeeklyMark), all_of(CommitteeMark)) == ([], [])
    assert [person.name for person in all_of(Person)] == ["李晓"]


def test_a_title_without_a_quarter_is_refused_with_what_to_write(office):
    shown = committee(office, ["李晓", "东坡村", 90, 90], title="党委班子成员评分表")
    assert told(shown) == ["看不出是哪个季度。请在标题、工作表名或文件名里写明，如“2026年第二季度”。"]


def test_an_impossible_number_of_slips_is_refused(office):
    many = 3_000_000_000
    assert "票数大得不合情理" in told(tallies(office, ["李晓", "东坡村", many, many, many, 0, 0, 0, 0, 0]))[0]


# Who is meant


def test_two_officials_of_one_name_are_told_apart_by_the_village(office):
    other = office.official("李晓", office.unit(name="西坡村"))
    shown = tallies(office, ["李晓", "西坡村", 10, 9, 9, 0, 0, 0, 0, 0])
    assert (states(shown), [row.person_id for row in all_of(Tally)]) == (["new"], [other.id])


def test_a_log_sheet_of_a_name_that_two_officials_have_says_so(office):
    office.official("李晓", office.unit(name="西坡村"))
    assert "名册里有 2 个人叫“李晓”，分不清是哪一个" in told(logs(office, entry()))[0]


def test_a_village_that_does_not_fit_is_refused_and_not_founded(office):
    office.unit(name="西坡村")
    before = len(all_of(Unit))
    shown = tallies(office, *(["李晓", village, 10, 9, 9, 0, 0, 0, 0, 0] for village in ("西坡村", "南坡村")))
    assert told(shown) == [
        "“西坡村”的名册里没有叫“李晓”的人，别的单位有。请核对姓名和单位。",
        "系统里没有“南坡村”。请核对村名，或先导入这个村的名册。",
    ]
    assert len(all_of(Unit)) == before


def test_a_mentor_who_sits_on_the_committee_is_one_person(office):
    officials(office, ["王小", None, "山西大学", "2025-08-15", "东坡村", "助理", "萧建"])
    committee(office, ["李晓", "东坡村", 90, 90])
    xiao = [person for person in all_of(Person) if person.name == "萧建"]
    assert [sorted(post.kind for post in person.posts) for person in xiao] == [["committee_member", "mentor"]]


# One thing is one row


def test_the_same_words_twice_on_one_day_are_one_entry(office):
    assert states(logs(office, entry(), entry())) == ["new", "same"]
    assert len(all_of(LogEntry)) == 1


def test_the_same_words_with_another_place_are_a_question(office):
    shown = logs(office, entry(), entry(place="镇里"))
    assert states(shown) == ["new", "refused"]
    assert "与工作表“李晓”第 3 行是同一件事" in told(shown)[0]


def test_a_book_does_not_change_who_wrote_an_entry_and_when(office):
    office.log(office.li, date(2026, 4, 20), "走访三户", place="东坡村", recorded_by="王干事")
    assert states(logs(office, entry())) == ["same"]
    assert [(row.recorded_by, row.recorded_at) for row in all_of(LogEntry)] == [("王干事", datetime(2026, 4, 20, 19))]


def test_two_sheets_about_the_same_person_are_one_book(office):
    book = openpyxl.Workbook()
    for title in ("四月", "五月"):
        page = book.active if title == "四月" else book.create_sheet(title)
        page.title = title
        for row in (["李晓  工作日志（2026年4—6月）"], LOG_HEADER, entry()):
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    assert states(take_file(act(), office.township.id, "日志.xlsx", out.getvalue())) == ["new", "same"]


def test_two_quarters_in_one_book_are_two_tallies(office):
    book = openpyxl.Workbook()
    for page, quarter in ((book.active, "第一季度"), (book.create_sheet("二"), "第二季度")):
        page.append([f"群众测评计票表（2026年{quarter}）"])
        page.append(["姓名", "任职村", "发出", "收回", "优秀", "称职", "基本称职", "不称职", "弃权", "废票"])
        page.append(["李晓", "东坡村", 10, 9, 9, 0, 0, 0, 0, 0])
    out = io.BytesIO()
    book.save(out)
    assert states(take_file(act(), office.township.id, "计票.xlsx", out.getvalue())) == ["new", "new"]
    assert [row.first_on for row in all_of(Tally)] == [date(2026, 1, 1), date(2026, 4, 1)]


def test_another_mark_for_the_same_week_is_a_change_with_both_values(office):
    weekly(office, ["李晓", "2026-04-20", 90, "好", "导师"])
    shown = weekly(office, ["李晓", "2026-04-20", 85.5, "好", "导师"])
    assert (states(shown), shown.rows[0].changes) == (["changed"], (("mark", "90", "85.5"),))


def test_an_empty_cell_erases_nothing(office):
    weekly(office, ["李晓", "2026-04-20", 90, "好", "导师"])
    assert states(weekly(office, ["李晓", "2026-04-20", 90, None, None])) == ["same"]


def test_leave_and_commendation_are_kept_with_who_approved(office):
    rows = [
        ["李晓", "请假", "2026-05-06", "2026-05-08", "培训", "镇长"],
        ["李晓", "镇级表彰", "2026-06-30", None, "七一", "党委"],
    ]
    header = ["姓名", "类别", "开始日期", "结束日期", "事由", "批准人"]
    for expected in (["new", "new"], ["same", "same"]):
        assert states(take(office, ["请假与奖惩"], header, *rows)) == expected
    assert [(row.until_on, row.approved_by) for row in all_of(Leave)] == [(date(2026, 5, 8), "镇长")]
    assert [(row.kind, row.approved_by) for row in all_of(Conduct)] == [("township-commendation", "党委")]


def test_what_a_dry_run_says_is_what_taking_does_and_it_leaves_nothing(office):
    rows = [
        ["李晓", "2026-04-20", 90, None, "导师"],
        ["李晓", "2026-04-27", 101, None, "导师"],
        ["无名", "2026-04-27", 90, None, None],
    ]
    header = [["周评价表"], ["姓名", "周次", "导师评分", "评语", "评价人"]]
    before = dump()
    dry = take(office, *header, *rows, dry_run=True)
    assert dump() == before
    assert take(office, *header, *rows).counts == dry.counts == {"new": 1, "changed": 0, "same": 0, "refused": 2}


# A closed quarter


def test_a_row_of_a_closed_quarter_is_refused_unless_it_says_nothing_new(office, clock):
    logs(office, entry())
    now = clock()
    office.keep(
        PeriodClose(
            township_id=office.township.id,
            period="2026Q2",
            number=1,
            people=1,
            sha256="0" * 64,
            closed_on=now.date(),
            closed_by="王干事",
            closed_at=now,
        )
    )
    shown = logs(office, entry(), entry("2026-04-21", "修路灯"), entry("2026-07-01", "夏收"))
    assert states(shown) == ["same", "refused", "new"]
    assert "2026年第二季度已经关账" in told(shown)[0]
    assert states(tallies(office, ["李晓", "东坡村", 1, 1, 1, 0, 0, 0, 0, 0])) == ["refused"]
