"""The calendar of workdays: read by all, kept by the clerk, line by line as in the notice."""

from datetime import date
from io import BytesIO

import pytest

from evalsys.extensions import db
from evalsys.models.schemes import CalendarDay, CalendarYear
from evalsys.services import calendars, dossiers, workdays
from evalsys.services.write import Act
from tests.books.making import make_file

NOTICE = "国务院办公厅关于2027年部分节假日安排的通知"
DAYS = "元旦 2027-01-01..2027-01-03 调休 2027-01-09 2027-01-10\n清明节 2027-04-05"


@pytest.fixture
def clerk(page, make):
    calendars.seed(Act(None, make.clock()))
    return page.sign_in(make.account("clerk"))


def fill(clerk, days=DAYS, **change):
    return clerk.fill("workdays.edit", {"state": "official", "source": NOTICE, "days": days, **change}, code="2027")


def test_a_year_without_a_notice_says_that_it_is_an_estimate(clerk):
    seen = clerk.get("workdays.index").text
    assert "2027 年的放假安排还不是正式的" in seen and "2026 年的放假安排还不是正式的" not in seen
    assert "21 16 22" in seen  # January to March 2026, counted by hand in the notice


def test_the_days_of_a_notice_are_kept_and_counted(clerk):
    before = dossiers.calendar().is_workday(date(2027, 4, 5))
    fill(clerk)
    calendar = dossiers.calendar()
    assert before and not calendar.is_workday(date(2027, 4, 5)) and calendar.is_workday(date(2027, 1, 10))
    assert 2027 in calendar.official and db.session.get(CalendarYear, 2027).source == NOTICE
    assert "2027 年的放假安排还不是正式的" not in clerk.get("workdays.index").text


def test_what_was_kept_comes_back_as_lines_and_saving_it_again_changes_nothing(clerk):
    fill(clerk)
    kept = workdays.lines_of(2027)
    assert kept == "元旦 2027-01-01..2027-01-03 调休 2027-01-09 2027-01-10\n清明节 2027-04-05..2027-04-05"
    fill(clerk, days=kept)
    assert workdays.lines_of(2027) == kept
    shipped = workdays.lines_of(2026)
    days = {(row.day, row.kind) for row in db.session.scalars(db.select(CalendarDay)) if row.day.year == 2026}
    fill_2026 = {"state": "official", "source": "通知", "days": shipped}
    clerk.fill("workdays.edit", fill_2026, code="2026")
    again = {(row.day, row.kind) for row in db.session.scalars(db.select(CalendarDay)) if row.day.year == 2026}
    assert again == days and len(days) > 30


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ("元旦", "第 1 行看不懂"),
        ("元旦 2027-01-01..2027-01-03\n春节 2027-02-30", "第 2 行没有这个日期：2027-02-30"),
        ("元旦 2026-12-31..2027-01-02", "第 1 行的 2026-12-31 不在 2027 年"),
        ("元旦 2027-01-03..2027-01-01", "第 1 行的结束日期不对"),
        ("长假 2027-01-01..2027-12-31", "第 1 行的结束日期不对"),
        ("元旦 2027-01-01..2027-01-03 调休 2027-01-02", "2027-01-02 写了两次"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_changed(clerk, days, says):
    fill(clerk)
    kept = workdays.lines_of(2027)
    assert says in fill(clerk, days=days).text
    assert workdays.lines_of(2027) == kept


def test_others_may_look_and_not_change(page, make):
    official = page.sign_in(make.account("official"))
    assert "修改" not in official.get("workdays.index").text
    official.get("workdays.edit", code="2027", status=403)


def upload(clerk, *rows):
    content = make_file(["节日", "开始", "结束", "调休上班"], *rows)
    return clerk.fill("workdays.book", {"file": (BytesIO(content), "2027年放假.xlsx")}, code="2027")


def test_a_workbook_is_read_into_the_form_and_saved_only_by_the_clerk(clerk):
    seen = upload(clerk, ["元旦", "2027-01-01", "2027-01-03", "2027-01-09"], ["清明节", "2027-04-05", None, None])
    assert "还没有保存" in seen.text and db.session.get(CalendarYear, 2027) is None
    clerk.fill(None, {"source": NOTICE}, seen=seen)
    assert db.session.get(CalendarYear, 2027).state == "official"
    assert not dossiers.calendar().is_workday(date(2027, 4, 5)) and dossiers.calendar().is_workday(date(2027, 1, 9))


def test_a_workbook_with_a_wrong_date_names_the_row(clerk):
    seen = upload(clerk, ["元旦", "2027-02-30", None, None])
    assert "第 2 行的日期看不懂：2027-02-30" in seen.text


def test_a_workbook_without_holidays_is_refused(clerk):
    assert "没有一天放假" in upload(clerk).text


def test_only_the_clerk_hands_in_a_workbook(page, make):
    page.sign_in(make.account("inspector"))
    page.get("workdays.book", code="2027", status=403)
