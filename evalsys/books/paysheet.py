"""The list of pay as a workbook for the finance office: exact amounts, every text a text and never a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font

HEADS = ("序号", "姓名", "村和岗位", "标准", "基本报酬", "得分", "绩效报酬", "扣发", "差额", "实发合计", "领取人签字")
WIDTHS = (6, 12, 30, 12, 12, 10, 12, 12, 12, 14, 16)
SIGNATURES = "编制人（签字）：            审批人（签字）：            财政所（签字）：            年  月  日"
# A cell that begins like this would be run as a formula by some programs.
COMMANDS = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_000


def pay_workbook(title: str, beneath: Sequence[str], rows: Sequence[Sequence[Any]], capitals: str) -> bytes:
    """Title, what stands beneath it, the rows, the sums below the columns of money, places to sign."""
    made = Workbook()
    page = made.active
    page.title = "报酬发放表"
    put(page.cell(1, 1), title, bold=True)
    for line, text in enumerate(beneath, 2):
        put(page.cell(line, 1), text)
    top = len(beneath) + 2
    for column, (head, wide) in enumerate(zip(HEADS, WIDTHS, strict=True), 1):
        put(page.cell(top, column), head, bold=True)
        page.column_dimensions[page.cell(top, column).column_letter].width = wide
    page.freeze_panes = page.cell(top + 1, 3)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate((number, *row), 1):
            put(page.cell(top + number, column), value)
    end = top + len(rows) + 1
    put(page.cell(end, 2), "合计", bold=True)
    for column, total in sums(rows).items():
        put(page.cell(end, column), total, bold=True)
    put(page.cell(end + 1, 1), f"实发合计（大写）：{capitals}", bold=True)
    put(page.cell(end + 3, 1), SIGNATURES)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def sums(rows: Sequence[Sequence[Any]]) -> dict[int, Decimal]:
    """The sum of each column of money by its number in the sheet; standards and scores are not added up."""
    return {at + 2: sum((row[at] for row in rows), Decimal("0.00")) for at in (3, 5, 6, 7, 8)}


def put(cell: Cell, value: Any, bold: bool = False) -> None:
    """A number as a number with two decimals, anything else as text that nothing runs."""
    if isinstance(value, Decimal):
        cell.value, cell.number_format = value, "0.00"
        cell.alignment = Alignment(horizontal="right")
    elif isinstance(value, int):
        cell.value = value
    elif value is not None:
        text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST]
        cell.value, cell.data_type, cell.number_format = text, "s", "@"
        cell.quotePrefix = text.startswith(COMMANDS)
    if bold:
        cell.font = Font(bold=True)
