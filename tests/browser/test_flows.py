"""What people come for, in a real browser: the clerk's first minutes, a day, a week, a month, a sheet, a book."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from evalsys import sample
from evalsys.extensions import db
from evalsys.models.people import Person
from evalsys.models.reviews import CommitteeMark, LogEntry, MonthlyMark, WeeklyMark

MEMBERS = next(path for path in sample.BOOKS.glob("党员花名册*.xlsx"))


either = pytest.mark.parametrize("phone", [True, False], ids=["phone", "pc"])


@pytest.fixture
def count(site):
    """Counts rows as the server has them."""

    def rows(table, **conditions):
        with site.app_context():
            number = db.session.scalar(db.select(db.func.count()).select_from(table).filter_by(**conditions))
            db.session.remove()
        return number

    return rows


@either
def test_the_clerk_answers_why_within_three_clicks(visit, phone):
    clerk = visit("clerk", phone)
    assert "本月还差什么" in clerk.text
    clerk.fill("姓名、拼音或首字母，如 zxm", "gws").press("搜索")
    assert "92.31" in clerk.text and "2026年第二季度" in clerk.text
    closed = clerk.page.get_by_text("100 × 18 ÷ 19 = 94.74")
    assert not closed.is_visible()
    # The second of the three months; its log share is the second of three, too.
    for opened, place in (
        ("日常评（权重 30%）", 0),
        ("日常评", 0),
        ("当月日常评（2026年5月）", 0),
        ("记录率的 40%", 1),
    ):
        clerk.page.locator("summary", has=clerk.page.get_by_text(opened, exact=True)).nth(place).click()
    assert closed.is_visible()
    clerk.check()


def test_the_paper_is_one_click_away_and_says_the_same(visit):
    clerk = visit("clerk").go("/results/")
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="PDF 顾文拴").first.click()
    assert download.value.suggested_filename == "顾文拴_2026年第二季度考核评分表.pdf"
    text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(Path(download.value.path()).read_bytes())).pages)
    assert "28.12 + 17.12 + 21.46 + 23.61 + 2.00 = 92.31".replace(" ", "") in "".join(text.split())


@either
def test_an_official_writes_a_day_and_a_lost_draft_comes_back(visit, count, phone):
    official = visit("official", phone)
    before = count(LogEntry)
    official.page.get_by_role("link", name="写今天的日志").click()
    address = official.page.url
    official.fill("做了什么", "走访张大爷家").pick("走访")
    official.page.wait_for_timeout(700)
    official.go("/").page.goto(address)
    assert official.page.get_by_label("做了什么").input_value() == "走访张大爷家"
    official.check().press("提交日志").until("已提交。").check()
    assert "已提交" in official.text and "走访张大爷家" in official.text
    assert count(LogEntry) == before + 1
    official.page.goto(address)
    assert official.page.get_by_label("做了什么").input_value() == ""


def test_a_broken_line_loses_nothing_and_doubles_nothing(visit, count):
    official = visit("official", phone=True)
    before = count(LogEntry)
    official.page.get_by_role("link", name="写今天的日志").click()
    address = official.page.url
    official.fill("做了什么", "排查防汛隐患").pick("应急")
    official.page.wait_for_timeout(700)
    # The server takes the entry, but its answer never arrives.
    official.page.route("**/add", lambda route: (route.fetch(max_redirects=0), route.abort()))
    official.page.get_by_role("button", name="提交日志").click()
    official.page.wait_for_timeout(500)
    official.page.unroute("**/add")
    official.page.goto(address)
    assert official.page.get_by_label("做了什么").input_value() == "排查防汛隐患"
    official.press("提交日志").until("没有重复登记")
    assert count(LogEntry) == before + 1


@either
def test_a_mentor_reads_the_week_and_marks_it(visit, count, phone):
    mentor = visit("mentor", phone).go("/weekly/?period=2026-06-29")
    mentor.check().follow("改评")
    assert "这一周写了什么" in mentor.text
    mentor.fill("评分", "101").press("保存周评价")
    assert "评分应在 0 至 100 之间" in mentor.text
    mentor.check().fill("评分", "95.5").fill("评语", "入户及时").press("保存周评价")
    assert "周评价已保存" in mentor.text and "95.5" in mentor.text
    assert mentor.check() and count(WeeklyMark) == 139


@either
def test_a_branch_gives_the_months_five_marks(visit, count, phone):
    secretary = visit("secretary", phone).go("/monthly/?period=2026-06")
    secretary.check().follow("改评")
    for label, mark in zip("德能勤绩廉", ("18", "18.5", "19", "17", "20"), strict=True):
        secretary.fill(label, mark)
    secretary.check().press("保存月考评").check()
    assert "92.5" in secretary.text and count(MonthlyMark) == 34


@either
def test_a_member_fills_one_sheet_for_everybody(visit, count, phone):
    member = visit("committee", phone).go("/committee/sheet?period=2026Q2")
    before = count(CommitteeMark)
    member.page.get_by_label("顾文拴的评分").fill("96")
    member.check().press("保存评分表").check()
    assert "评分表已保存" in member.text and count(CommitteeMark) == before
    assert "96" in member.page.locator("tr", has_text="顾文拴").inner_text()


def test_two_clerks_on_one_tally_see_both_versions(visit):
    first, second = visit("clerk"), visit("clerk")
    address = "/tallies/"
    for clerk in (first, second):
        clerk.go(address).page.locator("tr", has_text="顾文拴").get_by_role("link", name="修改").click()
    first.fill("优秀", "16").fill("称职", "5").press("保存计票表")
    assert "计票表已保存" in first.text
    second.fill("优秀", "15").fill("称职", "6").press("保存计票表")
    assert "别人改过这条记录" in second.text
    second.check()
    second.press("保存计票表")
    assert "计票表已保存" in second.text


def mended(path: Path, target: Path) -> Path:
    """The clerk mends what the reason column asks for: a new person with a right number."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "姓名" for cell in row))
    columns = {cell.value: cell.column for cell in header}
    row = next(
        row[0].row
        for row in sheet.iter_rows(min_row=header[0].row + 1)
        if any("校验位" in str(cell.value) for cell in row)
    )
    sheet.cell(row, columns["身份证号码"]).value = right_number(str(sheet.cell(row, columns["身份证号码"]).value))
    book.save(target)
    return target


def right_number(wrong: str) -> str:
    """The same number with the check digit that fits."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return wrong[:17] + "10X98765432"[sum(int(d) * w for d, w in zip(wrong, weights, strict=False)) % 11]


def test_her_file_survives_bad_rows_come_back_mended(visit, count, tmp_path):
    clerk = visit("clerk").go("/books/")
    people = count(Person)
    clerk.page.get_by_label("工作簿（.xlsx 或 .csv）").set_input_files(MEMBERS)
    clerk.press("上传并预览")
    assert "没有变化 458 行，不能导入 20 行" in clerk.text and "校验位不对" in clerk.text
    clerk.check()
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="下载不能导入的 20 行").click()
    file = mended(Path(download.value.path()), tmp_path / "改好.xlsx")
    clerk.go("/books/").page.get_by_label("工作簿（.xlsx 或 .csv）").set_input_files(file)
    clerk.press("上传并预览")
    assert "新增 1 行" in clerk.text and "不能导入 19 行" in clerk.text
    clerk.press("确认导入 1 行")
    assert "导入：新增 1 行，更新 0 行" in clerk.text and count(Person) == people + 1


def test_a_renamed_file_is_refused_in_plain_words(visit, tmp_path):
    fake = tmp_path / "名册.xlsx"
    fake.write_bytes(b"%PDF-1.7 not a workbook")
    clerk = visit("clerk").go("/books/")
    clerk.page.get_by_label("工作簿（.xlsx 或 .csv）").set_input_files(fake)
    clerk.press("上传并预览")
    assert "文件没有收下" in clerk.text and clerk.page.title().startswith("错误：")


def test_the_keyboard_alone_reaches_the_text_and_the_mistake(visit):
    official = visit("official")
    official.page.get_by_role("link", name="写今天的日志").click()
    official.press("提交日志").until("请写一句今天做了什么")
    focused = official.page.evaluate("document.activeElement.id")
    assert focused == "mistakes" and "请写一句今天做了什么" in official.text
    official.page.keyboard.press("Tab")
    official.page.keyboard.press("Enter")
    assert official.page.evaluate("location.hash") == "#text"
    official.check()
