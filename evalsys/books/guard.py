"""The door for uploaded files: opens a book, or refuses it in words that say what to do."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath

from evalsys.books.book import Book, Sheet, is_blank, visible
from evalsys.books.grid import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Notebook, read_grid
from evalsys.books.markup import plain
from evalsys.books.package import MAX_FILE, MAX_UNPACKED, MEBIBYTE, chunks, open_package
from evalsys.books.parts import read_workbook
from evalsys.books.problems import N_, BookRefused

MAX_SHEETS = 50
MAX_TITLE = 100
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_DAMAGED = N_("文件已损坏或不完整，无法读取。请用 Excel 或 WPS 打开，另存为新的 .xlsx 后再上传。")
_TOO_LARGE = N_("表格超过 %(rows)s 行或 %(columns)s 列。请分成几个文件再上传。")


def open_book(data: bytes, name: str) -> Book:
    """Read an uploaded .xlsx or .csv file; whatever is wrong with it becomes BookRefused."""
    try:
        _check_outside(data, name)
        sheets = _xlsx_sheets(data) if data.startswith(_ZIP) else _csv_sheets(data, name)
    except BookRefused:
        raise
    except Exception as error:  # a damaged file may fail anywhere; the sender needs one clear answer
        raise BookRefused(_DAMAGED) from error
    return Book(_shown_name(name), sheets)


def _shown_name(name: str) -> str:
    return visible(plain(PurePath(name.replace("\\", "/")).name))[-MAX_TITLE:]


def _check_outside(data: bytes, name: str) -> None:
    ending = PurePath(name).suffix.lower()
    if len(data) > MAX_FILE:
        raise BookRefused(N_("文件超过 %(limit)s MB。请分成几个文件再上传。"), limit=MAX_FILE // MEBIBYTE)
    if not data:
        raise BookRefused(N_("文件是空的。请确认后重新上传。"))
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise BookRefused(N_("文件设了密码。请在 Excel 里取消密码，另存后再上传。"))
    if data.startswith(_OLE) or ending in (".xls", ".et"):
        raise BookRefused(N_("这是旧格式的表格。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"))
    if ending in (".xlsm", ".xltm", ".xlsb", ".xlam"):
        raise BookRefused(N_("文件带有宏。请另存为不带宏的 .xlsx 后再上传。"))
    if data.startswith(_ZIP) != (ending == ".xlsx") or ending not in (".xlsx", ".csv"):
        raise BookRefused(N_("这不是 .xlsx 或 .csv 表格（改后缀名不行）。请用 Excel 或 WPS 另存为 .xlsx 后再上传。"))


def _xlsx_sheets(data: bytes) -> tuple[Sheet, ...]:
    package = open_package(data)
    workbook = read_workbook(package)
    if len(workbook.sheets) > MAX_SHEETS:
        raise BookRefused(N_("文件里的工作表超过 %(limit)s 张。请分成几个文件再上传。"), limit=MAX_SHEETS)
    return tuple(_sheet(package, part.part, part.title, part.hidden, workbook.notebook) for part in workbook.sheets)


def _sheet(package, part: str, title: str, hidden: bool, notebook: Notebook) -> Sheet:
    grid = read_grid(chunks(package, part, MAX_UNPACKED), notebook)
    return Sheet(title[:MAX_TITLE], dict(sorted(grid.rows.items())), tuple(grid.merged), hidden)


def _csv_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    rows: dict[int, tuple[object, ...]] = {}
    left = MAX_CELLS
    for number, values in enumerate(csv.reader(io.StringIO(_decoded(data), newline="")), 1):
        while values and is_blank(values[-1]):
            values.pop()
        left -= len(values)
        if len(rows) >= MAX_ROWS or len(values) > MAX_COLUMNS or left < 0:
            raise BookRefused(_TOO_LARGE, rows=MAX_ROWS, columns=MAX_COLUMNS)
        if values:
            rows[number] = tuple(value[:MAX_TEXT] or None for value in values)
    return (Sheet(PurePath(name).stem[:MAX_TITLE], rows),)


def _decoded(data: bytes) -> str:
    if b"\0" in data:
        raise BookRefused(_DAMAGED)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")
