"""The rows that could not be taken, as a workbook to mend and upload again."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from evalsys.books.book import Book, Sheet, show
from evalsys.books.dates import PartialDate
from evalsys.books.merging import carried_down
from evalsys.books.recognise import REASON_HEADER, Layout
from evalsys.books.rows import Row, SheetReading

SOURCE_LABEL = "原文件："
_TEXT_FORMAT = "@"
_MAX_CELL = 32_000
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_COMMAND_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def bad_rows_workbook(readings: Iterable[SheetReading], book: Book) -> bytes:
    """One sheet per original sheet that has bad rows: its titles, its header, the rows, and why."""
    sheets = {sheet.title: sheet for sheet in book.sheets}
    made = Workbook()
    made.remove(made.active)
    for reading in readings:
        if reading.layout and reading.bad:
            _write_sheet(made, reading, reading.layout, sheets[reading.sheet], book.name)
    if not made.worksheets:
        made.create_sheet("没有问题")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _write_sheet(made: Workbook, reading: SheetReading, layout: Layout, sheet: Sheet, book_name: str) -> None:
    page = made.create_sheet(_NOT_IN_TITLES.sub(" ", reading.sheet)[:31] or "表")
    line = 0
    for number in [number for number in sheet.rows if number < layout.header_top]:
        line += 1
        _write_line(page, line, [show(value) for value in sheet.rows[number]])
    # The file's name may be the only place that says the period; it stays readable above the header.
    _write_line(page, line + 1, [SOURCE_LABEL + book_name])
    width = max(layout.headers)
    headers = [layout.headers.get(column, "") for column in range(1, width + 1)]
    if REASON_HEADER not in headers:
        headers.append(REASON_HEADER)
    _write_line(page, line + 2, headers, bold=True)
    page.freeze_panes = f"A{line + 3}"
    _write_rows(page, line + 3, reading, layout, sheet, headers)
    page.column_dimensions[page.cell(1, headers.index(REASON_HEADER) + 1).column_letter].width = 60


def _write_rows(
    page: Worksheet, start: int, reading: SheetReading, layout: Layout, sheet: Sheet, headers: Sequence[str]
) -> None:
    reasons: dict[int, list[str]] = {}
    rows: dict[int, Row] = {}
    for row in reading.bad:
        rows[row.number] = row
        texts = [f"{problem.header}：{problem.text}" if problem.header else problem.text for problem in row.problems]
        reasons.setdefault(row.number, []).extend(text for text in texts if text not in reasons.get(row.number, []))
    carried = carried_down(sheet, layout.header_row)
    for line, number in enumerate(sorted(rows), start):
        cells = [
            _cell_text(column, rows[number], layout, carried.get(number, {}).get(column, sheet.cell(number, column)))
            for column in range(1, len(headers) + 1)
        ]
        cells[headers.index(REASON_HEADER)] = " ".join(reasons[number])
        _write_line(page, line, cells)


def _cell_text(column: int, row: Row, layout: Layout, value: object) -> str:
    """As shown; but a number that was read as a month (1985.1 is October) is written out, as text keeps no doubt."""
    key = next((key for key, mapped in layout.mapping.items() if mapped == column), "")
    cleaned = row.fields.get(key)
    return str(cleaned) if isinstance(value, float) and isinstance(cleaned, PartialDate) else show(value)


def _write_line(page: Worksheet, line: int, texts: Sequence[str], bold: bool = False) -> None:
    for column, text in enumerate(texts, 1):
        if text:
            _write_text(page.cell(line, column), text, bold)


def _write_text(cell: Cell, text: str, bold: bool) -> None:
    """Always text, so that no ID number loses digits and nothing is ever run as a formula."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_MAX_CELL]
    cell.data_type = "s"
    cell.number_format = _TEXT_FORMAT
    if text.startswith(_COMMAND_SIGNS):
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
