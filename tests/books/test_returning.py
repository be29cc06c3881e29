"""The book of bad rows is mended and comes back through the same door."""

import io
from datetime import date

import openpyxl
from stdnum.cn import ric

from evalsys.books import PartialDate, bad_rows_workbook, open_book, read
from evalsys.books.recognise import REASON_HEADER
from tests.books.making import make_book, sample_book

MEMBERS = "党员花名册.xlsx"
TALLY_HEADER = ["姓名", "发出", "收回", "优秀", "称职", "弃权"]


def returned(book) -> bytes:
    return bad_rows_workbook(read(book), book)


def as_rows(data: bytes) -> list[list]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def mended(data: bytes, change) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def give_good_numbers_and_names(sheet) -> None:
    header = next(row for row in sheet.iter_rows() if any(cell.value == "身份证号码" for cell in row))
    at = {cell.value: cell.column for cell in header}
    for line in range(header[0].row + 1, sheet.max_row + 1):
        digits = f"140727198001{line:02d}{line:03d}"
        sheet.cell(line, at["身份证号码"]).value = digits + ric.calc_check_digit(digits + "0")
        sheet.cell(line, at["出生年月"]).value = "1980.01"
        sheet.cell(line, at["姓名"]).value = sheet.cell(line, at["姓名"]).value or "补名"


def test_twenty_bad_members_come_back_and_read_clean_when_mended():
    data = returned(sample_book(MEMBERS))
    again = read(open_book(data, "不能导入的行.xlsx"))[0]
    assert (again.kind, again.sheet, len(again.bad)) == ("members", "花名册", 20)
    mended_data = mended(data, give_good_numbers_and_names)
    clean = read(open_book(mended_data, "不能导入的行.xlsx"))[0]
    assert (len(clean.rows), len(clean.taken)) == (20, 20)
    assert all(row.fields["branch"].endswith("党支部") for row in clean.rows)


def test_each_row_carries_its_reasons_and_text_cells():
    data = returned(sample_book(MEMBERS))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["花名册"]
    header = [cell.value for cell in sheet[4]]
    assert header[-1] == REASON_HEADER
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert "校验位" in sheet.cell(5, len(header)).value


def test_a_float_id_number_never_comes_back_as_a_good_looking_one():
    numbers = [row[7] for row in as_rows(returned(sample_book(MEMBERS)))[4:]]
    assert "1.40727200007190E+17" in numbers


def test_the_period_of_the_files_name_survives():
    book = make_book(["测评计票"], TALLY_HEADER, ["贺浩", 30, 28, 20, 5, 2], name="2026年二季度.xlsx")
    again = read(open_book(returned(book), "a.xlsx"))[0]
    assert (again.kind, again.layout.context.period) == ("tallies", "2026Q2")
    assert again.signature == read(book)[0].signature


def test_a_log_sheet_keeps_its_person_and_a_month_written_as_a_number_its_zero():
    log = make_book(["贺浩  工作日志（2026年4—6月）"], ["日期", "工作内容"], ["不记得", "走访"], title="贺浩")
    again = read(open_book(returned(log), "a.xlsx"))[0]
    assert again.rows[0].fields["name"] == "贺浩"
    members = make_book(
        ["党员名册"], ["姓名", "身份证号", "入党时间", "人员类别"], [None, "140727195011194894", 2003.1, "正式党员"]
    )
    row = read(open_book(returned(members), "a.xlsx"))[0].rows[0]
    assert row.fields["joined_on"] == PartialDate(date(2003, 10, 1), "month")


def test_returned_twice_there_is_still_one_column_of_reasons():
    book = make_book(["测评计票"], TALLY_HEADER, ["贺浩", 30, 28, 20, 5, 2])
    once = open_book(returned(book), "a.xlsx")
    rows = as_rows(returned(once))
    assert sum(row.count(REASON_HEADER) for row in rows) == 1


def test_text_that_looks_like_a_command_stays_text():
    book = make_book(
        ["党员名册"], ["姓名", "身份证号", "入党时间", "备注"], ["@SUM(A1)", "1", "-2+3", "=cmd|' /C calc'!A0"]
    )
    cells = openpyxl.load_workbook(io.BytesIO(returned(book))).worksheets[0]
    written = [cell for row in cells.iter_rows() for cell in row if str(cell.value).startswith(("=", "@", "-"))]
    assert {cell.data_type for cell in written} == {"s"}
    assert all(cell.quotePrefix for cell in written)
    assert len(written) == 3


def test_when_all_is_well_the_book_says_so():
    book = make_book(["测评计票"], TALLY_HEADER, ["贺浩", 30, 27, 20, 5, 2])
    assert openpyxl.load_workbook(io.BytesIO(returned(book))).sheetnames == ["没有问题"]
