"""Makes books for tests: the samples, sheets from rows, and archives with one part changed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl

import evalsys.books
from evalsys.books import Book, SheetReading, open_book, read

SAMPLES = Path(evalsys.books.__file__).parent / "sample"
ROOT_TAG = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def sample_book(name: str) -> Book:
    return open_book(sample(name), name)


def read_sample(name: str, **options) -> dict[str, SheetReading]:
    return {reading.sheet: reading for reading in read(sample_book(name), **options)}


def make_book(*rows: list, title: str = "Sheet1", name: str = "表.xlsx", merged: tuple[str, ...] = ()) -> Book:
    return open_book(make_file(*rows, title=title, merged=merged), name)


def make_file(*rows: list, title: str = "Sheet1", merged: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for reference in merged:
        book.active.merge_cells(reference)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_one(*rows: list, latest=None, **options) -> SheetReading:
    return read(make_book(*rows, **options), latest=latest)[0]


def with_part(part: str, content: bytes, data: bytes | None = None) -> bytes:
    """A workbook in which one part is replaced or added."""
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(data or sample("农村居民人均可支配收入.xlsx")))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            if name != part:
                made.writestr(name, source.read(name))
        made.writestr(part, content)
    return out.getvalue()


def with_sheet_data(content: bytes) -> bytes:
    """A workbook whose first sheet has this inside its sheetData."""
    return with_part("xl/worksheets/sheet1.xml", ROOT_TAG + content + b"</sheetData></worksheet>")


def codes(reading: SheetReading) -> list[str]:
    return [problem.code for row in reading.rows for problem in row.problems]
