"""The nine workbooks of the demonstration township are read to the last row."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import pytest

from evalsys.books import PartialDate, read
from tests.books.making import read_sample, sample_book

FOUR_MIRRORS = "大学生村官四镜评价2026年二季度.xlsx"
POINTS = "党员积分登记表2026年二季度.xlsx"
MEMBERS = "党员花名册.xlsx"
SECRETARIES = "村党组织书记考核与任职经历.xlsx"
LOGS = "大学生村官工作日志2026年二季度.xlsx"
END = date(2026, 7, 10)

COUNTS = [
    (MEMBERS, "花名册", "members", 478, 458),
    ("村两委干部台账.xlsx", "两委干部", "cadres", 53, 53),
    ("大学生村官名册.xlsx", "Sheet", "officials", 12, 12),
    (FOUR_MIRRORS, "周评价", "weekly", 139, 139),
    (FOUR_MIRRORS, "支部月考评", "monthly", 34, 34),
    (FOUR_MIRRORS, "党委评", "committee", 12, 12),
    (FOUR_MIRRORS, "群众测评计票", "tallies", 12, 12),
    (FOUR_MIRRORS, "请假与奖惩", "events", 6, 6),
    (POINTS, "东阳坡支部", "points", 79, 79),
    (POINTS, "西阳坡支部", "points", 108, 108),
    (POINTS, "上梁支部", "points", 99, 99),
    (POINTS, "下梁支部", "points", 165, 165),
    (POINTS, "石佛支部", "points", 93, 93),
    (POINTS, "柳沟支部", "points", 111, 111),
    (SECRETARIES, "年度考核", "grades", 36, 36),
    (SECRETARIES, "任职经历", "spells", 19, 19),
    ("村级集体经济收入统计表.xlsx", "Sheet", "economy", 12, 12),
    ("农村居民人均可支配收入.xlsx", "Sheet", "income", 4, 4),
]


@pytest.mark.parametrize(("name", "sheet", "kind", "rows", "taken"), COUNTS)
def test_every_row_of_a_sample_is_read(name, sheet, kind, rows, taken):
    reading = read_sample(name)[sheet]
    assert (reading.kind, len(reading.rows), len(reading.taken)) == (kind, rows, taken)


def test_every_log_is_read_under_its_owners_name():
    readings = read_sample(LOGS, latest=END)
    assert sum(len(reading.taken) for reading in readings.values()) == 642
    assert all(row.fields["name"] == title for title, reading in readings.items() for row in reading.rows)
    assert not [problem for reading in readings.values() for row in reading.rows for problem in row.problems]


def test_faults_of_the_member_book_are_counted_by_kind():
    reading = read_sample(MEMBERS, latest=END)["花名册"]
    found = Counter((problem.severity, problem.code) for row in reading.rows for problem in row.problems)
    assert found == {
        ("error", "id_number_lost_digits"): 5,
        ("error", "id_number_check"): 5,
        ("error", "id_number_twice"): 5,
        ("error", "birth_differs"): 5,  # the five that carry another member's number
        ("error", "missing"): 5,  # no name
        ("warning", "phone_wrong"): 5,
        ("warning", "month_ambiguous"): 3,
        ("warning", "date_in_future"): 6,
    }


def test_a_fault_names_sheet_row_column_and_what_was_written():
    row = next(row for row in read_sample(MEMBERS)["花名册"].bad if row.number == 33)
    problem = row.problems[0]
    assert (problem.sheet, problem.row, problem.column, problem.header) == ("花名册", 33, "H", "身份证号码")
    assert problem.raw == "1.40727200007190E+17"
    assert "设为“文本”格式" in problem.text


def test_a_repeated_number_names_the_earlier_row():
    row = next(row for row in read_sample(MEMBERS)["花名册"].bad if row.number == 57)
    assert "与第 56 行身份证号码相同" in row.problems[-1].text


def test_totals_blanks_and_signatures_are_left_out_with_the_reason():
    reading = read_sample(MEMBERS)["花名册"]
    assert [(skipped.number, skipped.why) for skipped in reading.skipped] == [(482, "合计行"), (484, "说明或签名")]


def test_the_instruction_sheet_is_no_table():
    reading = read_sample(MEMBERS)["填表说明"]
    assert (reading.kind, reading.problems[0].code) == ("", "sheet_unknown")


def test_a_merged_branch_is_carried_down():
    rows = read_sample(MEMBERS)["花名册"].rows
    assert all(row.fields["branch"].endswith("村党支部") for row in rows)
    assert len({row.fields["branch"] for row in rows}) == 12


def test_members_are_cleaned():
    rows = {row.number: row.fields for row in read_sample(MEMBERS)["花名册"].rows}
    assert rows[6]["born"] == PartialDate(date(1973, 1, 25))
    assert rows[17]["born"] == PartialDate(date(1982, 2, 1), "month")
    assert rows[95]["born"] == PartialDate(
        date(1981, 10, 1), "month"
    )  # 1981.1 as a number; the ID number says October
    assert rows[87]["id_number"] == "140727194404244616"
    assert not [fields["name"] for fields in rows.values() if fields["name"] and " " in fields["name"]]
    assert {"䶮", "㛃", "𬍛"} <= set("".join(fields["name"] or "" for fields in rows.values()))


def test_a_cadres_date_after_today_is_a_warning():
    reading = read_sample("村两委干部台账.xlsx", latest=END)["两委干部"]
    assert [(row.number, row.problems[0].code) for row in reading.rows if row.problems] == [(51, "date_in_future")]
    assert reading.rows[0].fields["both_posts"] is True
    assert reading.rows[0].fields["chief_since"] == PartialDate(date(2024, 4, 1), "month")


def test_both_signs_of_a_deduction_cost_points():
    rows = [row for reading in read(sample_book(POINTS)) for row in reading.rows]
    assert all((row.fields["points"] < 0) == (row.fields["plus"] is None) for row in rows)
    assert len([row for row in rows if row.fields["points"] < 0]) == 144
    assert read_sample(POINTS)["东阳坡支部"].layout.context.branch == "东阳坡支部"


def test_a_monthly_total_is_recomputed_whatever_the_formula():
    rows = read_sample(FOUR_MIRRORS)["支部月考评"].rows
    assert rows[0].fields["total"] == Decimal("88.0")
    assert all(row.fields["total"] == sum(row.fields["marks"].values()) for row in rows)
    assert rows[0].fields["month"] == date(2026, 4, 1)


def test_committee_marks_are_by_member_and_gaps_are_gaps():
    fields = read_sample(FOUR_MIRRORS)["党委评"].rows[9].fields
    assert fields["name"] == "马丽秀"
    assert fields["marks"] == {"萧建": Decimal("79.5"), "朴红勇": Decimal(78)}


def test_tallies_weeks_and_events_are_cleaned():
    readings = read_sample(FOUR_MIRRORS)
    assert readings["群众测评计票"].rows[0].fields["votes"] == {"优秀": 17, "称职": 4, "基本称职": 2, "不称职": 2}
    assert all(row.fields["week"].weekday() == 0 for row in readings["周评价"].rows)
    assert readings["请假与奖惩"].rows[0].fields["last"] == date(2026, 5, 15)
    assert {reading.layout.context.period for reading in readings.values()} == {"2026Q2"}


def test_grades_are_one_row_for_each_person_and_year():
    rows = read_sample(SECRETARIES)["年度考核"].rows
    assert [(row.fields["name"], row.fields["year"], row.fields["grade"]) for row in rows[3:6]] == [
        ("毛英", 2023, "优秀"),
        ("毛英", 2024, "合格"),
        ("毛英", 2025, "基本合格"),
    ]


def test_a_spell_until_now_is_open():
    rows = read_sample(SECRETARIES)["任职经历"].rows
    assert (rows[0].fields["first"], rows[0].fields["last"]) == (PartialDate(date(2013, 3, 1)), None)
    assert rows[1].fields["last"] == PartialDate(date(2011, 3, 1))


def test_sums_are_in_the_sheets_unit_whether_or_not_the_cell_repeats_it():
    rows = read_sample("村级集体经济收入统计表.xlsx")["Sheet"].rows
    assert rows[3].fields["income"] == {"2024": Decimal("41.33"), "2025": Decimal("52.69")}
    assert read_sample("农村居民人均可支配收入.xlsx")["Sheet"].rows[0].fields["amount"] == Decimal("17985.20")


def test_a_log_keeps_when_it_was_written():
    fields = read_sample(LOGS)["乐秀兰"].rows[2].fields
    assert (fields["on"], fields["recorded_at"]) == (date(2026, 4, 3), datetime(2026, 4, 7, 17, 42))
