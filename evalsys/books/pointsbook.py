"""The points board as a workbook: text stays text, whatever a name begins with."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

_COMMAND_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_WIDTH = 16


def points_book(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str]) -> bytes:
    """Title, head, one row a member, the notes below."""
    made = Workbook()
    sheet = made.active
    sheet.title = "积分公示"
    for number, texts in enumerate(((title,), heads, *rows, *((note,) for note in notes)), 1):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(number, column)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
            cell.data_type = "s"
            cell.number_format = "@"
            cell.quotePrefix = text.startswith(_COMMAND_SIGNS)
            cell.font = Font(bold=number <= 2)
    for column in range(1, len(heads) + 1):
        sheet.column_dimensions[sheet.cell(2, column).column_letter].width = _WIDTH
    sheet.freeze_panes = "A3"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
