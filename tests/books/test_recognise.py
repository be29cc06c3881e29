"""Other townships' layouts: other titles, orders, names and blank lines; and what a title says."""

from datetime import date
from decimal import Decimal

import pytest

from evalsys.books import Override, PartialDate, read
from evalsys.books.context import branch_in, context_of, period_in, unit_in, village_in
from tests.books.making import codes, make_book, read_one

JUNK = (["附件3"], [], ["（内部资料）", None, "第1页"])


def test_a_member_book_of_another_township():
    reading = read_one(
        *JUNK,
        ["2026年河西乡党员基本情况登记表"],
        [],
        [
            "编号",
            "党员姓名",
            "手机号码",
            "公民身份号码",
            "入党年月",
            "转正年月",
            "文化程度",
            "党员类别",
            "所属支部",
            "出生日期",
        ],
        [],
        [
            "1",
            "张　三",
            "139 6582 8032",
            "140727195011194894",
            "1975.07",
            "1976.07",
            "高中",
            "正式党员",
            "一支部",
            "1950-11-19",
        ],
        [],
        ["2", "邱凤彩", None, "140727197601105301", "2004年6月", None, "大专", "预备党员", "二支部", 1976.01],
        ["本页小计", "2人"],
        ["制表人：李四"],
    )
    assert (reading.kind, len(reading.taken), codes(reading)) == ("members", 2, [])
    assert reading.rows[0].fields["name"] == "张三"
    assert reading.rows[1].fields["branch"] == "二支部"
    assert [skipped.why for skipped in reading.skipped] == ["合计行", "说明或签名"]


def test_an_official_book_of_another_township():
    reading = read_one(
        *JUNK,
        ["到村任职选调生花名册"],
        ["服务村", "帮带导师", "姓名", "到岗时间", "联系方式", "身份证件号码（18位）", "毕业学校", "岗位"],
        [
            "石佛村",
            "黄拴柱、王五",
            "贺 浩",
            "2026年4月20日",
            "13885606031",
            "140727200007228813",
            "山西大学",
            "书记助理",
        ],
    )
    assert (reading.kind, len(reading.taken), codes(reading)) == ("officials", 1, [])
    assert reading.rows[0].fields["posted_on"] == PartialDate(date(2026, 4, 20))
    assert reading.rows[0].fields["mentor"] == "黄拴柱、王五"


def test_a_weekly_book_of_another_township():
    reading = read_one(
        *JUNK,
        ["2026年第2季度到村大学生周点评台账"],
        ["点评人", "村官姓名", "打分", "周一日期", "导师意见"],
        ["蔡锁贵", "顾文拴", "９５", "4月20日", "好"],
        ["蔡锁贵", "顾文拴", 88, "4月28日", None],
    )
    assert (reading.kind, len(reading.taken), codes(reading)) == ("weekly", 2, ["week_not_monday"])
    assert [row.fields["week"] for row in reading.rows] == [date(2026, 4, 20), date(2026, 4, 27)]


def test_a_tally_of_another_township_with_a_header_of_two_rows():
    book = make_book(
        *JUNK,
        ["村官群众满意度测评计票单（2026年4-6月）"],
        ["村官姓名", "发放票", "回收票", "测评结果", None, None, "无效票"],
        [None, None, None, "满意（票）", "基本满意（票）", "不满意（票）", None],
        ["贺浩", 30, 28, 20, 5, 2, 1],
        ["乐秀兰", 30, 28, 20, 5, 2, 2],
        ["龚爱芳", 30, 31, 20, 5, 5, 1],
        merged=("A5:A6", "B5:B6", "C5:C6", "D5:F5", "G5:G6"),
    )
    reading = read(book)[0]
    assert (reading.kind, reading.layout.context.period) == ("tallies", "2026Q2")
    assert reading.rows[0].fields["votes"] == {"满意": 20, "基本满意": 5, "不满意": 2}
    assert codes(reading) == ["tally_differs", "tally_too_many"]


def test_headings_between_rows_say_the_branch():
    reading = read_one(
        ["党员名册"],
        ["姓名", "身份证号", "入党时间", "人员类别"],
        ["东阳坡村党支部"],
        ["孙博斌", "140727195011194894", "1975.07", "正式党员"],
        ["上梁村党支部"],
        ["邱凤彩", "140727197601105301", "2004.06", "正式党员"],
        merged=("A3:D3", "A5:D5"),
    )
    assert [row.fields["branch"] for row in reading.rows] == ["东阳坡村党支部", "上梁村党支部"]


def test_a_table_of_something_else_is_not_taken_for_a_committees_marks():
    reading = read_one(["低保户台账"], ["姓名", "家庭住址", "低保类型", "保障人口"], ["张三", "村东", "一类", 3])
    assert (reading.kind, reading.headers[2]) == ("", "家庭住址")


def test_a_missing_column_is_said_and_its_rows_wait():
    reading = read_one(["党员名册"], ["姓名", "入党时间", "人员类别"], ["孙博斌", "1975.07", "正式党员"])
    assert reading.problems[0].values["column"] == "身份证号码"
    assert (len(reading.taken), codes(reading)) == (0, ["missing"])


def test_a_corrected_mapping_is_remembered_by_the_header():
    rows = (["名单"], ["甲", "乙", "丙"], ["贺浩", "20260420", 95])
    unknown = read_one(*rows)
    assert unknown.kind == ""
    override = Override("weekly", {"name": 1, "week": 2, "mark": 3})
    again = read(make_book(*rows), {unknown.signature: override})[0]
    assert (again.kind, again.rows[0].fields["mark"]) == ("weekly", Decimal(95))


def test_logs_in_one_sheet_have_a_column_of_names():
    reading = read_one(
        ["日志"],
        ["姓名", "日期", "工作内容"],
        ["贺浩", "20260420", "走访"],
        ["贺浩", None, "开会"],
        merged=("A3:A4", "B3:B4"),
    )
    assert [(row.fields["name"], row.fields["on"]) for row in reading.rows] == [("贺浩", date(2026, 4, 20))] * 2


def test_other_numbers_of_the_villages_are_kept_as_facts():
    reading = read_one(
        ["村集体经济收入（单位：元）"],
        ["序号", "行政村", "2025年村集体经济收入", "流转土地（亩）", "排名", "带头人"],
        [1, "上梁村", 637800, 120.5, 1, "宋春"],
    )
    assert reading.rows[0].fields["income"] == {"2025": Decimal("63.78")}
    assert reading.rows[0].fields["other"] == {"流转土地亩": Decimal("120.5")}


def test_a_formula_is_no_data():
    reading = read_one(["周评价"], ["姓名", "周次", "评分"], ["贺浩", "2026.04.20", "=90+5"])
    assert (codes(reading), reading.rows[0].problems[0].raw) == (["formula"], "=90+5")


def test_a_typed_total_that_is_wrong_is_a_warning_and_the_sum_counts():
    reading = read_one(
        ["月考评"],
        ["姓名", "月份", "德", "能", "勤", "绩", "廉", "合计"],
        ["贺浩", "2026年4月", 16, 17, 18, 19, 20, 95],
    )
    assert (codes(reading), reading.taken[0].fields["total"]) == (["total_differs"], Decimal(90))


@pytest.mark.parametrize(
    ("last", "code"), [("2026.05.01", "span_backward"), (None, "leave_without_end"), ("2026.05.20", None)]
)
def test_a_leave_ends_after_it_begins(last, code):
    reading = read_one(["请假"], ["姓名", "类别", "开始日期", "结束日期"], ["贺浩", "请假", "2026.05.11", last])
    assert codes(reading) == ([code] if code else [])


@pytest.mark.parametrize(
    ("plus", "minus", "code"),
    [(None, None, "points_missing"), (3, 1, "points_two_sides"), (-3, None, "plus_negative")],
)
def test_points_have_one_side(plus, minus, code):
    reading = read_one(
        ["积分登记"], ["姓名", "日期", "事由", "加分", "扣分"], ["贺浩", "2026.05.11", "义务劳动", plus, minus]
    )
    assert codes(reading) == [code]


def test_the_same_week_twice_keeps_the_first():
    reading = read_one(["周评价"], ["姓名", "周次", "评分"], ["贺浩", "2026.04.20", 90], ["贺 浩", "20260420", 80])
    assert (len(reading.taken), codes(reading)) == (1, ["row_twice"])


PERIODS = [
    ("积分登记表（2026年第二季度）", "2026Q2"),
    ("2026年二季度", "2026Q2"),
    ("2026年第2季度", "2026Q2"),
    ("工作日志（2026年4—6月）", "2026Q2"),
    ("2026年4-5月", "2026-04/2026-05"),
    ("2026年4月份考评表", "2026-04"),
    ("2026年上半年", "2026H1"),
    ("2026年度考核", "2026"),
    ("填报时间：2026年6月30日", ""),
    ("党员花名册", ""),
]


@pytest.mark.parametrize(("title", "period"), PERIODS)
def test_a_title_says_the_period(title, period):
    assert period_in(title) == period


def test_the_nearest_title_wins_over_the_files_name():
    assert context_of(["2026年4月"], "表", "2025年.xlsx").period == "2026-04"
    assert context_of(["月考评表"], "表", "2026年二季度.xlsx").period == "2026Q2"


def test_units_branches_villages_and_persons_are_read_from_titles():
    assert (unit_in("单位：万元"), unit_in("收入（元）"), unit_in("填报单位：演示镇")) == ("万元", "元", "")
    assert (branch_in("东阳坡支部"), branch_in("支部书记（签字）：")) == ("东阳坡支部", "")
    assert (village_in("上梁村两委干部"), village_in("演示镇村“两委”干部台账")) == ("上梁村", "")
    assert context_of(["姓名：贺　浩"], "Sheet1", "a.xlsx").person == "贺浩"
    assert context_of(["大学生村官工作日志"], "贺浩", "a.xlsx").person == "贺浩"
