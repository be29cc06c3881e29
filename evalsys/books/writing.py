"""How a workbook is written: exact numbers and days as such, every text a text and never a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

# A cell that begins like this would be run as a formula by some programs.
COMMANDS = ("=", "+", "-", "@", "\t", "\r")
TEXT, DAY = "@", "yyyy-mm-dd"
LONGEST = 32_000
# A program keeps fifteen digits of a number; a longer one stays as it is written only as text.
MOST_DIGITS = 15
NARROWEST, WIDEST, ASIDE = 8, 48, 2
LOOKED_AT = 200
# What the name of a sheet cannot hold.
OUTSIDE, LONGEST_NAME = re.compile(r"[\[\]:*?/\\]"), 31


def put(cell: Cell, value: Any, bold: bool = False) -> None:
    """A number or a day as such, anything else as text that nothing runs."""
    if isinstance(value, Decimal) and len(value.as_tuple().digits) <= MOST_DIGITS:
        cell.value, cell.number_format = value, decimals(value)
        cell.alignment = Alignment(horizontal="right")
    elif isinstance(value, date):
        cell.value, cell.number_format = value, DAY
    elif isinstance(value, int):
        cell.value = value
    elif value is not None:
        put_text(cell, str(value))
    if bold:
        cell.font = Font(bold=True)


def put_text(cell: Cell, text: str) -> None:
    """A text; whatever a program could take for a command carries the mark that says text."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST]
    cell.data_type, cell.number_format = "s", TEXT
    cell.quotePrefix = str(cell.value).startswith(COMMANDS)


def decimals(value: Decimal) -> str:
    """The format that shows as many decimals as the number has."""
    places = max(0, -int(value.as_tuple().exponent))
    return f"0.{'0' * places}" if places else "0"


@dataclass(frozen=True)
class Table:
    """One table of a list: its name, the heads, the rows, rows of sums, and how much it holds in all."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    sums: Sequence[Sequence[Any]]
    total: str


def list_book(title: str, beneath: Sequence[str], tables: Sequence[Table]) -> bytes:
    """A list, a sheet for each of its tables: the title, what stands beneath it, the table, the total."""
    made = Workbook()
    made.remove(made.active)
    for table in tables:
        write_table(made.create_sheet(OUTSIDE.sub(" ", table.name)[:LONGEST_NAME]), title, beneath, table)
    return saved(made)


def write_table(page: Worksheet, title: str, beneath: Sequence[str], table: Table) -> None:
    """One sheet of a list."""
    put(page.cell(1, 1), title, bold=True)
    for line, text in enumerate(beneath, 2):
        put(page.cell(line, 1), text)
    top = len(beneath) + 2
    after = top + len(table.rows)
    for line, row in enumerate((table.heads, *table.rows, *table.sums), top):
        for column, value in enumerate(row, 1):
            put(page.cell(line, column), value, bold=line == top or line > after)
    put(page.cell(after + len(table.sums) + 1, 1), table.total, bold=True)
    page.freeze_panes = page.cell(top + 1, 2)
    widen(page, table)


def widen(page: Worksheet, table: Table) -> None:
    """Each column as wide as its first texts; a sign of Chinese takes two places."""
    for column, head in enumerate(table.heads):
        texts = [head, *(str(row[column] or "") for row in table.rows[:LOOKED_AT] if column < len(row))]
        longest = max(sum(1 if sign.isascii() else 2 for sign in text) for text in texts)
        width = min(max(longest + ASIDE, NARROWEST), WIDEST)
        page.column_dimensions[get_column_letter(column + 1)].width = width


def saved(made: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
