"""The list of pay as a workbook for the finance office: exact amounts, every text a text and never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook

from evalsys.books.writing import put, saved

HEADS = ("序号", "姓名", "村和岗位", "标准", "基本报酬", "得分", "绩效报酬", "扣发", "差额", "实发合计", "领取人签字")
WIDTHS = (6, 12, 30, 12, 12, 10, 12, 12, 12, 14, 16)
SIGNATURES = "编制人（签字）：            审批人（签字）：            财政所（签字）：            年  月  日"


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
    return saved(made)


def sums(rows: Sequence[Sequence[Any]]) -> dict[int, Decimal]:
    """The sum of each column of money by its number in the sheet; standards and scores are not added up."""
    return {at + 2: sum((row[at] for row in rows), Decimal("0.00")) for at in (3, 5, 6, 7, 8)}
