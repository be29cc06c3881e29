"""Merged cells: the value of the first is carried down to the rows that it covers."""

from __future__ import annotations

from evalsys.books.book import Sheet, is_blank
from evalsys.books.problems import N_, BookRefused

MAX_CARRIED = 200_000
_WIDE = 3  # a merged cell this wide across one row is a heading, not data


def carried_down(sheet: Sheet, header_row: int) -> dict[int, dict[int, object]]:
    """Values by row and column that merged ranges below the header give to their lower rows."""
    carried: dict[int, dict[int, object]] = {}
    last = max(sheet.rows, default=0)
    left = MAX_CARRIED
    for merged in sheet.merged:
        value = sheet.cell(merged.top, merged.left)
        if merged.top <= header_row or merged.bottom == merged.top or is_blank(value):
            continue
        bottom = min(merged.bottom, last)
        left -= bottom - merged.top
        if left < 0:
            raise BookRefused(N_("合并单元格覆盖的行太多。请取消合并后再上传。"))
        for row in range(merged.top + 1, bottom + 1):
            carried.setdefault(row, {})[merged.left] = value
    return carried


def spanning_rows(sheet: Sheet) -> set[int]:
    """Rows over which one merged cell spreads from the first columns."""
    return {
        merged.top
        for merged in sheet.merged
        if merged.top == merged.bottom and merged.left <= _WIDE - 1 and merged.right - merged.left >= _WIDE - 1
    }
