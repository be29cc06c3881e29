"""The import through its pages: upload, columns, preview, taking, the rows that stay out, hostile files."""

import io
import stat
import zipfile
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from evalsys import sample
from evalsys.books import grid
from evalsys.models.actions import Action
from evalsys.models.imports import ColumnMapping, ImportRun
from evalsys.models.people import Membership, Person
from evalsys.models.reviews import LogEntry
from evalsys.services import books
from evalsys.services.books import files
from tests.books.making import make_file, with_part, with_sheet_data
from tests.services.test_books_making import MEMBER_HEADER, all_of, cells, dump, id_number

GOOD = ["东坡村党支部", "李明", id_number(1), "2010-07-01", "2011-07-01", "正式党员", None]
BAD = ["东坡村党支部", "王五", id_number(2)[:-1] + "?", "2012-07-01", None, "正式党员", None]
MENDED = [*BAD[:2], id_number(2), *BAD[3:]]


@pytest.fixture
def clerk(page, make):
    return page.sign_in(make.account("clerk"))


@pytest.fixture
def uploads(app):
    """The names of the files that wait."""
    return lambda: sorted(path.name for path in files.folder().iterdir())


def book(*rows, titles=("党员花名册",), header=MEMBER_HEADER):
    return make_file(*([title] for title in titles), header, *rows)


def send(page, data, name="党员花名册.xlsx", seen=None):
    """Hand a file in as a browser would; the answer is not followed."""
    return page.fill("books.index", {"file": (io.BytesIO(data), name)}, seen=seen)


def uploaded(page, data, name="党员花名册.xlsx"):
    """The preview of a file that was accepted."""
    return page.follow(send(page, data, name))


def confirm(page, seen):
    """Press the button that takes; the answer is followed."""
    form = next(form for form in seen.forms if (form["action"] or "").endswith("/take"))
    return page.follow(page.read(page.ask(page.client.post, form["action"], data=page.sent(form))))


def refused_file(page, run_id=1):
    """What the download gives."""
    return page.ask(page.client.get, page.address("books.refused_rows", run_id=run_id)).data


# From file to books


def test_a_book_goes_from_upload_to_preview_to_the_tables(clerk):
    seen = uploaded(clerk, book(GOOD, BAD))
    assert "还没有写入。新增 1 行，更新 0 行，没有变化 0 行，不能导入 1 行。" in seen.text
    assert all_of(Person) == []
    done = confirm(clerk, seen)
    assert "新增 1 行，更新 0 行，没有变化 0 行，不能导入 1 行" in done.text
    assert [person.name for person in all_of(Person)] == ["李明"]


def test_a_bad_row_is_shown_with_sheet_row_column_value_and_what_to_do(clerk):
    seen = uploaded(clerk, book(GOOD, BAD))
    assert "Sheet1 第 4 行" in seen.text
    assert "C 身份证号码" in seen.text
    assert "请照身份证核对" in seen.text


def test_id_numbers_are_masked_on_the_preview(clerk):
    seen = uploaded(clerk, book(GOOD, BAD))
    assert GOOD[2] not in seen.html
    assert f"140***********{GOOD[2][-4:]}" in seen.html


def test_refused_rows_come_back_mended_and_go_in(clerk):
    confirm(clerk, uploaded(clerk, book(GOOD, BAD)))
    returned = refused_file(clerk)
    (rows,) = cells(returned).values()
    assert [row[1] for row in rows[-1:]] == ["王五"]
    assert "身份证号码应为 18 位" in rows[-1][-1]
    mended = load_workbook(io.BytesIO(returned))
    mended.active.cell(mended.active.max_row, 3).value = MENDED[2]
    out = io.BytesIO()
    mended.save(out)
    confirm(clerk, uploaded(clerk, out.getvalue(), "党员花名册_不能导入的行.xlsx"))
    assert sorted(row.person.name for row in all_of(Membership)) == ["李明", "王五"]


def test_rows_that_were_mended_meanwhile_are_not_returned_again(clerk):
    confirm(clerk, uploaded(clerk, book(GOOD, ["东坡村党支部", None, None, None, None, None, None], MENDED)))
    (rows,) = cells(refused_file(clerk)).values()
    assert [row[1] for row in rows[-1:]] == [None]
    assert not any(GOOD[1] in row or MENDED[1] in row for row in rows)


def test_the_same_file_again_has_nothing_to_take(clerk):
    data = book(GOOD)
    confirm(clerk, uploaded(clerk, data))
    before = dump()
    seen = uploaded(clerk, data)
    assert "这个文件的内容都已经在系统里了，不用再导入" in seen.text
    assert "同一个文件 2026-07-01 09:00 已经导入过" in seen.text
    assert not [form for form in seen.forms if (form["action"] or "").endswith("/take")]
    assert dump() == before


def test_a_change_is_shown_with_both_values(clerk):
    confirm(clerk, uploaded(clerk, book([*GOOD[:5], "预备党员", None])))
    seen = uploaded(clerk, book(GOOD))
    assert "更新 1 行" in seen.text
    assert "类别：预备党员 → 正式党员" in seen.text


def test_each_act_leaves_its_line_in_the_log(clerk):
    confirm(clerk, uploaded(clerk, book(GOOD, BAD)))
    assert [(row.did, row.about) for row in all_of(Action)][-2:] == [
        ("book.upload", "import_run:1"),
        ("book.take", "import_run:1"),
    ]
    assert '"refused": 1' in all_of(Action)[-1].after


def test_the_page_lists_some_rows_of_a_long_book_and_counts_all(clerk):
    rows = [
        ["东坡村党支部", f"李{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{chr(0x4E00 + n)}", id_number(n), None, None, None, None]
        for n in range(60)
    ]
    seen = uploaded(clerk, book(*rows))
    assert "新增 60 行" in seen.text
    assert "列出前 30 行" in seen.text


@pytest.mark.parametrize("path", sample.files(), ids=lambda path: path.stem)
def test_a_preview_of_every_sample_book_opens(clerk, path):
    seen = uploaded(clerk, path.read_bytes(), path.name)
    assert "没有认出" not in seen.text or path.stem == "党员花名册"


# Two hands at once


def test_two_clerks_who_confirm_the_same_preview_take_it_once(clerk, make, app):
    seen = uploaded(clerk, book(GOOD))
    other = type(clerk)(app, make).sign_in(make.account("clerk"))
    theirs = other.get("books.preview", run_id=1)
    confirm(clerk, seen)
    before = dump()
    answer = confirm(other, theirs)
    assert "这个文件已经处理过了" in answer.text
    assert dump() == before
    assert [row.did for row in all_of(Action)].count("book.take") == 1


def test_a_second_press_of_the_button_changes_nothing(clerk):
    seen = uploaded(clerk, book(GOOD))
    confirm(clerk, seen)
    assert "已于" in confirm(clerk, seen).text
    assert len(all_of(Person)) == 1


def test_a_second_press_of_upload_opens_the_first_preview(clerk, uploads):
    seen, data = clerk.get("books.index"), book(GOOD)
    first, second = (send(clerk, data, seen=seen) for _time in range(2))
    assert first.answer.location == second.answer.location
    assert (len(all_of(ImportRun)), len(uploads())) == (1, 1)


def test_another_file_from_the_same_page_is_another_upload(clerk):
    seen = clerk.get("books.index")
    first, second = send(clerk, book(GOOD), seen=seen), send(clerk, book(BAD), seen=seen)
    assert first.answer.location != second.answer.location


def test_another_townships_run_is_as_unknown_as_one_that_never_was(clerk, make, page, app):
    uploaded(clerk, book(GOOD))
    stranger = type(clerk)(app, make).sign_in(make.other_township().account("clerk"))
    for endpoint in ("books.preview", "books.refused_rows"):
        assert stranger.get(endpoint, 404, run_id=1).text == stranger.get(endpoint, 404, run_id=99).text


# The files that wait


def test_an_upload_is_readable_by_the_program_alone(clerk, uploads):
    uploaded(clerk, book(GOOD))
    (name,) = uploads()
    assert stat.S_IMODE((files.folder() / name).stat().st_mode) == 0o600


def test_a_dropped_preview_leaves_no_file(clerk, uploads):
    uploaded(clerk, book(GOOD))
    seen = clerk.get("books.preview", run_id=1)
    form = next(form for form in seen.forms if (form["action"] or "").endswith("/drop"))
    clerk.read(clerk.ask(clerk.client.post, form["action"], data=clerk.sent(form)))
    assert (uploads(), [run.state for run in all_of(ImportRun)], all_of(Person)) == ([], ["dropped"], [])
    assert "这次上传已放弃" in clerk.get("books.preview", run_id=1).text


def test_old_uploads_are_removed_at_the_next_one(clerk, clock, uploads):
    confirm(clerk, uploaded(clerk, book(GOOD, BAD)))
    (old,) = uploads()
    clock.now += timedelta(days=31)
    clerk.sign_in(clerk.account)
    uploaded(clerk, book(MENDED))
    assert old not in uploads()
    assert "下载不能导入的" not in clerk.get("books.preview", run_id=1).text
    assert "上传的文件已经清理，请重新上传" in clerk.get("books.refused_rows", 409, run_id=1).text


# Columns by hand

ODD = ["所属组织", "党员", "证件编码", "加入党组织的日子"]


def test_an_unknown_sheet_asks_for_its_kind_first(clerk):
    seen = uploaded(clerk, make_file(["甲", "乙", "丙"], ["东坡村党支部", "李明", GOOD[2]]), "名单.xlsx")
    assert "没有认出，不读取" in seen.text
    page = clerk.get("books.columns", run_id=1, sheet="Sheet1")
    assert "请先选它是哪一种台账" in page.text
    assert not [form for form in page.forms if any("column_" in field["name"] for field in form["fields"])]


def test_columns_chosen_by_hand_are_shown_with_their_values_and_remembered(clerk):
    data = make_file(["甲", "乙", "丙"], ["东坡村党支部", "李明", GOOD[2]])
    uploaded(clerk, data, "名单.xlsx")
    page = clerk.get("books.columns", run_id=1, sheet="Sheet1", kind="members")
    assert "前几行：李明" in page.text
    assert GOOD[2] not in page.html
    chosen = {"column_1": "branch", "column_2": "name", "column_3": "id_number"}
    answer = clerk.fill("books.columns", chosen, seen=page, run_id=1, sheet="Sheet1")
    assert "新增 1 行" in clerk.follow(answer).text
    assert "新增 1 行" in uploaded(clerk, data, "又一份名单.xlsx").text
    assert len(all_of(ColumnMapping)) == 1


def test_one_thing_in_two_columns_is_refused_and_keeps_what_was_chosen(clerk):
    uploaded(clerk, make_file(["甲", "乙", "丙"], ["东坡村党支部", "李明", GOOD[2]]), "名单.xlsx")
    page = clerk.get("books.columns", run_id=1, sheet="Sheet1", kind="members")
    chosen = {"column_1": "branch", "column_2": "name", "column_3": "name"}
    answer = clerk.fill("books.columns", chosen, seen=page, run_id=1, sheet="Sheet1")
    assert "“姓名”已经选给“B 乙”列，请改其中一列" in answer.text
    assert all_of(ColumnMapping) == []


def test_correcting_a_sheet_of_members_marks_keeps_the_columns_of_the_members(clerk, make):
    make.official("李晓")
    header = ["姓名", "任职村", "萧建", "雷伟军"]
    data = make_file(["党委班子成员评分表（2026年第二季度）"], header, ["李晓", None, 90, 91], title="党委评")
    uploaded(clerk, data, "评分.xlsx")
    page = clerk.get("books.columns", run_id=1, sheet="党委评")
    clerk.fill("books.columns", {"column_2": ""}, seen=page, run_id=1, sheet="党委评")
    assert (
        all_of(ColumnMapping)[0].columns == '{"name": 1, "marks.\\u8427\\u5efa": 3, "marks.\\u96f7\\u4f1f\\u519b": 4}'
    )


def test_another_townships_layout_goes_in_by_the_same_pages(clerk):
    rows = [
        ["河西乡党员基本信息汇总"],
        [],
        ["填报：组织办", None, None, "2026年6月"],
        ["序", "公民身份号码", "党员姓名", "加入党组织日期", "支部名称", "手机"],
        [1, GOOD[2], "李　明", "2010.07", "河西村支部", "13800138000"],
        [],
        [2, MENDED[2], "王五", "2012年7月", "河西村支部", None],
        ["合计", None, "2人"],
    ]
    done = confirm(clerk, uploaded(clerk, make_file(*rows), "汇总.xlsx"))
    assert "新增 2 行" in done.text
    assert [row.branch.name for row in all_of(Membership)] == ["河西村支部"] * 2


# Hostile files


def archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


ENTITIES = b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
BARE_ROWS = b"".join(b'<row r="%d"><c t="str"><v>1</v></c></row>' % n for n in range(1, grid.MAX_ROWS + 2))
HOSTILE = {
    "a renamed PDF": (lambda: b"%PDF-1.7 ...", "台账.xlsx", "这不是 .xlsx 或 .csv 表格"),
    "nothing": (lambda: b"", "台账.xlsx", "文件是空的"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "台账.xls", "旧格式"),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "台账.xlsx", "宏"),
    "entities": (lambda: with_part("xl/workbook.xml", ENTITIES), "台账.xlsx", "不允许的内容"),
    "a zip bomb": (lambda: with_part("xl/media/a.bin", bytes(300 * 1024 * 1024)), "台账.xlsx", "请"),
    "an empty archive": (lambda: archive(a="b"), "台账.xlsx", "这不是 Excel 工作簿"),
    "too many rows": (lambda: with_sheet_data(BARE_ROWS), "台账.xlsx", "行"),
    "binary text": (lambda: b"a,b\0c\n", "台账.csv", "损坏"),
}


@pytest.mark.parametrize("made", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_leaves_no_trace(clerk, uploads, made):
    data, name, says = HOSTILE[made]
    before = dump()
    seen = send(clerk, data(), name)
    assert (seen.status, "文件没有收下" in seen.text) == (200, True)
    assert says in seen.text
    assert (dump(), all_of(ImportRun), uploads()) == (before, [], [])


def test_no_file_chosen_says_so(clerk):
    assert "请选择要导入的工作簿" in clerk.fill("books.index", {"form_key": "a"}).text


@pytest.mark.parametrize("hidden", ["_x0000_", "_xD800_", "_xFFFE_", "_x001B_"])
def test_characters_that_no_table_holds_do_no_harm(clerk, make, hidden):
    make.official("李晓")
    header = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("姓名", "日期", "工作内容", "地点"))
    cells_of_row = ("李晓", "2026-06-30", f"走访{hidden}三户", f"村{hidden}里")
    row = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in cells_of_row)
    data = with_sheet_data(f'<row r="1">{header}</row><row r="2">{row}</row>'.encode())
    assert "新增 1 行" in confirm(clerk, uploaded(clerk, data, f"日志{chr(0)}.xlsx")).text
    assert [entry.text for entry in all_of(LogEntry)] == ["走访三户"]


def test_markup_in_cells_and_names_is_only_text(clerk):
    evil = "<script>alert(1)</script>"
    seen = uploaded(clerk, book(["东坡村党支部", evil, id_number(1), None, None, None, None]), f"{evil}.xlsx")
    assert evil not in seen.html


def test_a_formula_in_the_returned_book_never_runs(clerk):
    confirm(clerk, uploaded(clerk, book(GOOD, [*BAD[:6], "'=1+1"], [*BAD[:6], "+cmd|' /C calc'!A0"])))
    page = load_workbook(io.BytesIO(refused_file(clerk))).active
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None} == {"s"}


@pytest.mark.parametrize("role", ["official", "mentor", "committee", "inspector", "secretary"])
def test_only_the_clerk_imports(page, make, role):
    page.sign_in(make.account(role, person=make.official("李晓")))
    page.get("books.index", 403)


def test_a_run_keeps_the_numbers_of_the_day_it_was_taken(clerk):
    confirm(clerk, uploaded(clerk, book(GOOD, BAD)))
    confirm(clerk, uploaded(clerk, book(MENDED)))
    assert books.kept_counts(all_of(ImportRun)[0]) == {"new": 1, "changed": 0, "same": 0, "refused": 1}
