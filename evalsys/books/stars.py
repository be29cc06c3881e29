"""The filing list of stars as a workbook: text that looks like a command stays text."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

COMMANDS = ("=", "+", "-", "@", "\t", "\r")
NARROW, WIDE = 14, 60
TEXT = "@"


def star_book(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A title, the heads, the rows; every cell is text, numbers of stars alone are numbers."""
    made = Workbook()
    page = made.active
    page.title = "备案表"
    page.append([title])
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(heads))
    page["A1"].font, page["A1"].alignment = Font(bold=True, size=14), Alignment(horizontal="center")
    page.append(list(heads))
    for cell in page[2]:
        cell.font = Font(bold=True)
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row, 1):
            put(page.cell(number, column), value)
    for column in range(1, len(heads) + 1):
        page.column_dimensions[get_column_letter(column)].width = WIDE if column == len(heads) else NARROW
    page.freeze_panes = "A3"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def put(cell: object, value: str) -> None:
    """Plain digits are a number; whatever a program could take for a command is written as text behind a mark."""
    if value.isascii() and value.isdigit():
        cell.value = int(value)
        return
    safe = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.value = f"'{safe}" if safe.startswith(COMMANDS) else safe
    cell.data_type, cell.number_format = "s", TEXT
    cell.alignment = Alignment(wrap_text=True, vertical="top")
