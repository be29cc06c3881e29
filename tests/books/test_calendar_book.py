"""A year's holidays out of a workbook, in the two layouts in which offices keep them."""

from datetime import date

import pytest

from evalsys.books import BookRefused
from evalsys.books.calendar_book import holidays
from tests.books.making import make_book

HEAD = ["节日", "开始", "结束", "调休上班"]


def lines(*rows, year=2027):
    return [one.line for one in holidays(make_book(*rows), year)]


def test_a_row_for_each_holiday():
    assert lines(
        ["2027年放假安排"],
        HEAD,
        ["元旦", date(2027, 1, 1), date(2027, 1, 3), None],
        ["春节", "2027.2.5", "2027年2月11日", "2027-01-31、2027-02-20"],
        ["清明节", "4月5日", None, None],
        [None, None, None, None],
    ) == [
        "元旦 2027-01-01..2027-01-03",
        "春节 2027-02-05..2027-02-11 调休 2027-01-31 2027-02-20",
        "清明节 2027-04-05..2027-04-05",
    ]


def test_a_span_in_one_cell():
    assert lines(["名称", "放假日期", "补班"], ["国庆节", "10月1日至10月7日", date(2027, 9, 26)]) == [
        "国庆节 2027-10-01..2027-10-07 调休 2027-09-26"
    ]


def test_a_row_for_each_day_is_joined_and_worked_days_go_to_the_nearest():
    found = lines(
        ["日期", "类型", "节日"],
        ["2027-10-02", "休", "国庆节"],
        ["2027-10-01", "放假", "国庆节"],
        ["2027-01-01", "休", "元旦"],
        ["2027-10-09", "班", None],
        ["2027-06-01", "工作日", None],
    )
    assert found == ["元旦 2027-01-01..2027-01-01", "国庆节 2027-10-01..2027-10-02 调休 2027-10-09"]


@pytest.mark.parametrize("written", ["2027-02-30", "下个月", "2027年"])
def test_a_date_that_is_none_is_named_with_its_row(written):
    with pytest.raises(BookRefused, match=f"第 2 行的日期看不懂：{written}"):
        lines(HEAD, ["元旦", written, None, None])


def test_a_book_without_such_a_header_is_refused():
    with pytest.raises(BookRefused, match="没有找到放假安排"):
        lines(["姓名", "支部"], ["张三", "一支部"])
