"""The filing list of stars as a workbook: text that looks like a command stays text."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from evalsys.books.writing import put_text, saved

NARROW, WIDE = 14, 60


def star_book(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A title, the heads, the rows; every cell is text, numbers of stars alone are numbers."""
    made = Workbook()
    page = made.active
    page.title = "备案表"
    put_text(page["A1"], title)
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(heads))
    page["A1"].font, page["A1"].alignment = Font(bold=True, size=14), Alignment(horizontal="center")
    for column, head in enumerate(heads, 1):
        put_text(page.cell(2, column), head)
        page.cell(2, column).font = Font(bold=True)
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row, 1):
            put(page.cell(number, column), value)
    for column in range(1, len(heads) + 1):
        page.column_dimensions[get_column_letter(column)].width = WIDE if column == len(heads) else NARROW
    page.freeze_panes = "A3"
    return saved(made)


def put(cell: Cell, value: str) -> None:
    """Plain digits are a number; everything else is text."""
    if value.isascii() and value.isdigit():
        cell.value = int(value)
        return
    put_text(cell, value)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
