"""What a cell may look like and what it comes to, as tables."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsys.books import amounts, cells, dates
from evalsys.books.book import CellError, Formula
from evalsys.books.catalogue import KINDS
from evalsys.books.cells import Hints
from evalsys.books.dates import PartialDate

GOOD_ID = "140727195011194894"

VALUES = [
    (cells.name, "张　三", "张三"),
    (cells.name, " 欧 阳\u00a0强 才 ", "欧阳强才"),
    (cells.name, "叶银𬍛", "叶银𬍛"),
    (cells.name, "魏䶮", "魏䶮"),
    (cells.name, "宋浩翀", "宋浩翀"),
    (cells.name, "阿依古丽•买买提", "阿依古丽·买买提"),
    (cells.name, "阿依古丽 · 买买提", "阿依古丽·买买提"),
    (cells.name, "张\u200b三\ufeff", "张三"),
    (cells.name, "\uf9e1明", "\uf9e1明"),
    (cells.name, None, None),
    (cells.sex, "男性", "男"),
    (cells.id_number, GOOD_ID, GOOD_ID),
    (cells.id_number, f" {GOOD_ID} ", GOOD_ID),
    (cells.id_number, f"'{GOOD_ID}", GOOD_ID),
    (cells.id_number, "１４０７２７１９５０１１１９４８９４", GOOD_ID),
    (cells.id_number, "14072719571213267x", "14072719571213267X"),
    (cells.phone, "139 6582 8032", "13965828032"),
    (cells.phone, "139-6582-8032", "13965828032"),
    (cells.phone, "１５０８７１４４４３９", "15087144439"),
    (cells.phone, 13965828032, "13965828032"),
    (cells.phone, 13965828032.0, "13965828032"),
    (cells.phone, "0354-7221234", "03547221234"),
    (cells.phone, "无", None),
    (cells.yes_no, "是", True),
    (cells.yes_no, "√", True),
    (cells.yes_no, "×", False),
    (cells.yes_no, False, False),
    (cells.people, "张三、李　四", "张三、李四"),
    (dates.partial, "1985.07", PartialDate(date(1985, 7, 1), "month")),
    (dates.partial, 1985.07, PartialDate(date(1985, 7, 1), "month")),
    (dates.partial, "1985.7", PartialDate(date(1985, 7, 1), "month")),
    (dates.partial, "1985.1", PartialDate(date(1985, 1, 1), "month")),
    (dates.partial, "1985.10", PartialDate(date(1985, 10, 1), "month")),
    (dates.partial, "2026年4月", PartialDate(date(2026, 4, 1), "month")),
    (dates.partial, "198507", PartialDate(date(1985, 7, 1), "month")),
    (dates.partial, 198507, PartialDate(date(1985, 7, 1), "month")),
    (dates.partial, "20260420", PartialDate(date(2026, 4, 20))),
    (dates.partial, 20260420, PartialDate(date(2026, 4, 20))),
    (dates.partial, "２０２６．０４．２０", PartialDate(date(2026, 4, 20))),
    (dates.partial, "2026 年 4 月 20 日", PartialDate(date(2026, 4, 20))),
    (dates.partial, 46132, PartialDate(date(2026, 4, 20))),
    (dates.partial, "—", None),
    (dates.whole, "2026/4/20", date(2026, 4, 20)),
    (dates.whole, datetime(2026, 4, 20), date(2026, 4, 20)),
    (dates.month, "2026年4月", date(2026, 4, 1)),
    (dates.open_end, "至今", None),
    (dates.clock, datetime(2026, 4, 20, 19, 7, 59), datetime(2026, 4, 20, 19, 7)),
    (dates.clock, "2026-04-20 19:07", datetime(2026, 4, 20, 19, 7)),
    (dates.clock, "2026年4月20日19：07", datetime(2026, 4, 20, 19, 7)),
    (dates.clock, "20260420 9:07:33", datetime(2026, 4, 20, 9, 7)),
    (dates.clock, "2026.04.20", datetime(2026, 4, 20)),
    (amounts.number, "17,985.20", Decimal("17985.20")),
    (amounts.number, "１２．５", Decimal("12.5")),
    (amounts.number, 0.1 + 0.2, Decimal("0.3")),
    (amounts.number, "-2", Decimal(-2)),
    (amounts.number, "41.33万", Decimal(413300)),
    (amounts.mark, "95分", Decimal(95)),
    (amounts.deduction, 0.5, Decimal("-0.5")),
    (amounts.deduction, -1, Decimal(-1)),
    (amounts.count, "27票", 27),
    (amounts.count, 27.0, 27),
    (amounts.year, "2025年", 2025),
    (amounts.year, 2025, 2025),
    (amounts.money_in("万元"), "41.33万", Decimal("41.33")),
    (amounts.money_in("万元"), "413300元", Decimal("41.33")),
    (amounts.money_in("元"), "2万元", Decimal(20000)),
    (amounts.money_in("元"), 19312.44, Decimal("19312.44")),
]

FAULTS = [
    (cells.name, "张三1", "name_unreadable"),
    (cells.name, 12, "name_unreadable"),
    (cells.name, "张\ue123", "name_private_character"),
    (cells.id_number, 1.407272000071898e17, "id_number_lost_digits"),
    (cells.id_number, 140727200007189800, "id_number_lost_digits"),
    (cells.id_number, "1.40727E+17", "id_number_lost_digits"),
    (cells.id_number, "140727195011194890", "id_number_check"),
    (cells.id_number, "140727195013194890", "id_number_birth"),
    (cells.id_number, "140727501119489", "id_number_length"),
    (cells.phone, "177045033", "phone_wrong"),
    (cells.sex, "不详", "sex_unknown"),
    (cells.yes_no, "可能", "yes_no_unknown"),
    (dates.partial, "2026.13", "date_impossible"),
    (dates.partial, "2026.02.30", "date_impossible"),
    (dates.partial, "1985", "date_without_month"),
    (dates.partial, "4月20日", "date_without_year"),
    (dates.partial, "去年", "date_unreadable"),
    (dates.partial, time(8, 30), "date_unreadable"),
    (dates.partial, "0985.07", "date_out_of_range"),
    (dates.partial, 2003.1, "month_ambiguous"),
    (dates.whole, "2026.04", "date_without_day"),
    (dates.monday, "2026.04.21", "week_not_monday"),
    (amounts.number, "若干", "number_unreadable"),
    (amounts.number, True, "number_unreadable"),
    (amounts.number, 1e15, "number_too_big"),
    (amounts.mark, 100.5, "mark_out_of_range"),
    (amounts.count, -1, "count_not_whole"),
    (amounts.count, 1.5, "count_not_whole"),
    (amounts.year, "去年", "year_unreadable"),
]


@pytest.mark.parametrize(("clean", "written", "value"), VALUES)
def test_a_cell_comes_to(clean, written, value):
    cleaned = clean(written, Hints())
    assert (cleaned.value, cleaned.problem) == (value, None)


@pytest.mark.parametrize(("clean", "written", "code"), FAULTS)
def test_a_fault_is_named(clean, written, code):
    cleaned = clean(written, Hints())
    assert cleaned.problem.code == code
    assert cleaned.problem.text.endswith("。")


def test_a_years_missing_from_a_date_comes_from_the_title():
    assert dates.whole("4月20日", Hints(year=2026)).value == date(2026, 4, 20)
    assert dates.month("4月", Hints(year=2026)).value == date(2026, 4, 1)


def test_the_sheets_unit_converts_but_the_cells_own_wins():
    clean = amounts.money_in("万元")
    assert clean(300000, Hints(unit="元")).value == Decimal(30)
    assert clean("30万", Hints(unit="元")).value == Decimal(30)


def test_a_date_after_the_last_believable_day_is_a_warning():
    cleaned = dates.partial("2026.11.25", Hints(latest=date(2026, 7, 1)))
    assert (cleaned.value, cleaned.problem.severity) == (PartialDate(date(2026, 11, 25)), "warning")


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=40),
    st.from_regex(r"[0-9]{1,8}[.年/\-][0-9]{1,4}[.月]?[0-9]{0,3}", fullmatch=True),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.builds(Formula, st.text(max_size=9)),
    st.builds(CellError, st.text(max_size=9)),
)
CLEANERS = {each.clean for kind in KINDS.values() for each in (*kind.fields, *kind.spreads)}


@settings(max_examples=300, deadline=None, database=None)
@given(ANYTHING, st.sampled_from(sorted(CLEANERS, key=repr)))
def test_no_cell_makes_a_cleaner_fail(value, clean):
    cleaned = clean(value, Hints(year=2026, latest=date(2026, 7, 1)))
    assert cleaned.problem is None or cleaned.problem.text
