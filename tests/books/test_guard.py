"""Hostile and damaged files: one clear answer, little work, never another exception."""

import io
import random
import time
import zipfile

import pytest

from evalsys.books import BookRefused, grid, open_book, package, read
from tests.books.making import make_file, sample, with_part, with_sheet_data

SMALL = "农村居民人均可支配收入.xlsx"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
COLUMNS = "ABCDEFGHIJKLM"
GENEROUS_SECONDS = 10  # the aim is 3; a busy machine must not fail the test

OUTSIDE = [
    (b"", "a.xlsx", "空的"),
    (b"%PDF-1.7 ...", "a.xlsx", "不是 .xlsx"),
    (b"<html><table></table></html>", "a.xlsx", "不是 .xlsx"),
    (OLE + b"Workbook", "a.xls", "旧格式"),
    (OLE + b"Workbook", "a.xlsx", "旧格式"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "密码"),
    (b"x" * (package.MAX_FILE + 1), "a.xlsx", "超过 20 MB"),
    (b"a,b", "a.docx", "不是 .xlsx"),
    (b"PK\x03\x04" + b"0" * 200, "a.xlsx", "已损坏"),
]


def refusal(data: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(BookRefused) as refused:
        open_book(data, name)
    return str(refused.value)


@pytest.mark.parametrize(("data", "name", "says"), OUTSIDE)
def test_what_is_no_workbook_is_refused_with_the_reason(data, name, says):
    assert says in refusal(data, name)


def test_a_zip_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", "<a/>")
    assert "不是 Excel 工作簿" in refusal(out.getvalue())


def test_macros_are_refused_by_part_and_by_name():
    assert "宏" in refusal(with_part("xl/vbaProject.bin", b"x"))
    assert "宏" in refusal(sample(SMALL), "a.xlsm")


def test_a_workbook_under_another_name_is_refused():
    assert "不是 .xlsx" in refusal(sample(SMALL), "a.csv")


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
)
def test_document_types_and_entities_are_refused_in_any_part(part):
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert "XML 实体" in refusal(with_part(part, bomb))


def test_another_encoding_cannot_hide_a_document_type():
    assert "XML 实体" in refusal(
        with_part("xl/workbook.xml", '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"))
    )
    assert "XML 实体" in refusal(with_part("xl/workbook.xml", b'<?xml version="1.0" encoding="cp037"?><a/>'))


def test_a_zip_bomb_is_refused_before_unpacking(monkeypatch):
    bomb = with_sheet_data(b"<row><c><v>" + b"1" * (package.MAX_UNPACKED + 1) + b"</v></c></row>")
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
    assert "过大" in refusal(bomb)


def test_too_many_parts_are_refused_before_the_table_of_contents_is_read(monkeypatch):
    monkeypatch.setattr(package.zipfile, "ZipFile", lambda *_: pytest.fail("it was opened"))
    assert "部件太多" in refusal(b"PK\x03\x04" + b"PK\x01\x02" * (package.MAX_PARTS + 1))


def test_a_part_larger_than_it_says_is_cut_short():
    data = with_part("xl/styles.xml", b"<a>" + bytes(range(65, 91)) * 40_000 + b"</a>")
    with pytest.raises(BookRefused, match="过大"):
        list(package.chunks(zipfile.ZipFile(io.BytesIO(data)), "xl/styles.xml", limit=1_000_000))


EMPTY_ROWS = {
    "two hundred thousand bare rows": lambda: b"".join(b'<row r="%d" ht="14"/>' % n for n in range(9, 200_009)),
    "a million rows": lambda: b"".join(b'<row r="%d"/>' % n for n in range(9, 1_048_577)),
    "two hundred thousand rows of formatted blanks": lambda: "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}" s="1"/>' for c in COLUMNS) + "</row>" for n in range(9, 200_009)
    ).encode(),
}


@pytest.mark.parametrize("made", EMPTY_ROWS.values(), ids=EMPTY_ROWS)
def test_empty_rows_cost_little_and_hide_nothing(made):
    head = b'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
    tail = b'<row r="1048576"><c r="B1048576"><v>7</v></c></row>'
    data = with_sheet_data(head + made().replace(b'<row r="1048576"/>', b"") + tail)
    before = time.perf_counter()
    book = open_book(data, "a.xlsx")
    assert time.perf_counter() - before < GENEROUS_SECONDS
    assert book.sheets[0].rows == {1: ("x",), 1_048_576: (None, 7)}


LIMITS = {
    "已超行": (
        lambda: b"".join(b'<row r="%d"><c><v>1</v></c></row>' % n for n in range(1, grid.MAX_ROWS + 2)),
        "20000 行",
    ),
    "太宽": (lambda: b'<row r="1"><c r="CW1"><v>1</v></c></row>', "100 列"),
    "格太多": (lambda: (b"<row>" + b"<c><v>1</v></c>" * 90 + b"</row>") * 3400, "300000 个"),
    "空格太多": (lambda: b'<row><c s="1" r="A1"/></row>' * 700_000, "空白单元格太多"),
    "字太多": (
        lambda: b"<row><c t='str'><v>" + "".join(map("第{}户".format, range(2_000_000))).encode() + b"</v></c></row>",
        "文字太多",
    ),
    "合并太多": (
        lambda: b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:A9"/>' * 5001 + b"</mergeCells><sheetData>",
        "5000 处",
    ),
}


@pytest.mark.parametrize(("made", "says"), LIMITS.values(), ids=LIMITS)
def test_each_limit_is_said(made, says):
    before = time.perf_counter()
    assert says in refusal(with_sheet_data(made()))
    assert time.perf_counter() - before < GENEROUS_SECONDS


def test_huge_merged_ranges_cost_little():
    merged = b"</sheetData><mergeCells>" + b'<mergeCell ref="A2:A1048576"/>' * 4000 + b"</mergeCells><sheetData>"
    head = "".join(f"<c t='str'><v>{text}</v></c>" for text in ("年份", "来源", "人均可支配收入"))
    rows = b"".join(b'<row><c t="str"><v>2025</v></c><c/><c><v>9</v></c></row>' for _ in range(2000))
    book = open_book(with_sheet_data(f"<row>{head}</row>".encode() + rows + merged), "a.xlsx")
    with pytest.raises(BookRefused, match="合并单元格"):
        read(book)


@pytest.mark.parametrize(
    "cell",
    [
        '<c t="s"><v>99999</v></c>',
        '<c t="s"><v>-1</v></c>',
        '<c t="e"><v>#N/A</v></c>',
        "<c><v>1e999</v></c>",
        "<c><v>" + "9" * 400 + "</v></c>",
        "<c><v>NaN</v></c>",
    ],
)
def test_an_impossible_value_is_a_cell_in_error(cell):
    book = open_book(with_sheet_data(f"<row>{cell}</row>".encode()), "a.xlsx")
    assert isinstance(book.sheets[0].cell(1, 1), grid.CellError)


def test_shared_and_array_formulas_are_only_formulas():
    row = b'<row><c><f t="shared" ref="A1:A9" si="0">B1+1</f><v>5</v></c><c><f t="shared" si="0"/><v>6</v></c></row>'
    cells = open_book(with_sheet_data(row), "a.xlsx").sheets[0].rows[1]
    assert cells == (grid.Formula("=B1+1"), grid.Formula("="))


def test_truncated_files_are_refused():
    data = sample(SMALL)
    for length in range(4, len(data), 211):
        assert refusal(data[:length])


def test_flipped_bits_never_give_anything_but_a_reading_or_a_refusal():
    chance = random.Random(20260420)
    original = sample("大学生村官名册.xlsx")
    for _ in range(400):
        data = bytearray(original)
        for _ in range(chance.choice((1, 3, 20))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        try:
            read(open_book(bytes(data), "a.xlsx"))
        except BookRefused as refused:
            assert str(refused)


def test_flipped_bits_inside_a_sheet_are_survived_too():
    chance = random.Random(7)
    sheet = zipfile.ZipFile(io.BytesIO(sample("村级集体经济收入统计表.xlsx"))).read("xl/worksheets/sheet1.xml")
    for _ in range(300):
        damaged = bytearray(sheet)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        try:
            read(open_book(with_part("xl/worksheets/sheet1.xml", bytes(damaged)), "a.xlsx"))
        except BookRefused as refused:
            assert str(refused)


def test_links_to_other_files_are_not_followed():
    rels = zipfile.ZipFile(io.BytesIO(sample(SMALL))).read("xl/_rels/workbook.xml.rels").decode()
    link = '<Relationship Id="rX" Type="http://x/externalLink" TargetMode="External" Target="http://example.com/a.xlsx"/>'
    data = with_part(
        "xl/_rels/workbook.xml.rels", rels.replace("</Relationships>", link + "</Relationships>").encode()
    )
    assert open_book(data, SMALL).sheets[0].title == "Sheet"


def test_a_hidden_sheet_is_not_read_and_said():
    workbook = zipfile.ZipFile(io.BytesIO(make_file(["年份", "可支配收入"], [2025, 9]))).read("xl/workbook.xml")
    data = with_part(
        "xl/workbook.xml",
        workbook.replace(b'state="visible"', b'state="hidden"'),
        make_file(["年份", "可支配收入"], [2025, 9]),
    )
    assert read(open_book(data, "a.xlsx"))[0].problems[0].code == "sheet_hidden"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_file_is_read_in_the_encodings_of_the_office(encoding):
    text = '年份,农村居民人均可支配收入\r\n2025年,"21,733.07"\r\n'
    reading = read(open_book(text.encode(encoding), "收入.csv"))[0]
    assert (reading.kind, len(reading.taken), reading.sheet) == ("income", 1, "收入")


def test_a_csv_file_that_is_binary_is_refused():
    assert refusal(b"\0\1\2\3", "a.csv")
    assert refusal(b"\xff\xff\xff", "a.csv")
