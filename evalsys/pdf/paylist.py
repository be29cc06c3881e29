"""The list of pay of one run for the finance office, with its sums and places to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evalsys.pdf.press import press
from evalsys.pdf.seal import Seal
from evalsys.pdf.sheet import WIDE, Cell, Sheet

HEADS = ("姓名", "村和岗位", "标准", "基本报酬", "得分", "绩效报酬", "扣发", "差额", "实发合计")
WIDTHS = (52.0, 97.0, 57.0, 56.0, 38.0, 56.0, 48.0, 50.0, WIDE - 454.0)
SIGNATURES = ("编制人（签字）", "审批人（签字）", "财政所（签字）")
SUMMED = (3, 5, 6, 7, 8)
SIGN_HIGH = 60.0
PADS = (3.0, 2.0, 1.2, 0.6)


@dataclass(frozen=True)
class PayList:
    """Everything on the list; a row has a value for each heading, None where there is none."""

    title: str
    township: str
    period: str
    state: str
    measure: str
    rows: Sequence[Sequence[Any]]
    control_total: Decimal
    capitals: str
    notes: Sequence[str]
    digest: str
    seal: Seal | None = None


def pay_list(card: PayList) -> bytes:
    """The list as a PDF."""
    return press(laid_out(card).pages, card.title, card.township)


def laid_out(card: PayList) -> Sheet:
    """The pages, ready for the press: close where that saves a page, so that no signatures stand alone."""
    return min((drawn(card, pad) for pad in PADS), key=lambda sheet: len(sheet.pages))


def drawn(card: PayList, pad: float) -> Sheet:
    """The list with so much air above and below each line."""
    sheet = Sheet(row_pad=pad, seal=card.seal)
    beneath = (f"单位：{card.township}", f"发放时段：{card.period}", card.state)
    sheet.heading("", card.title, beneath, f"{card.title}（续）")
    sheet.row([Cell.of("依据", align="centre"), Cell.of(card.measure)], (WIDTHS[0], WIDE - WIDTHS[0]), least=17)
    sheet.table_head(HEADS, WIDTHS)
    for row in card.rows:
        sheet.row([cell(value) for value in row], WIDTHS, least=13 + 2 * pad)
    sums = [
        sum((row[at] for row in card.rows), Decimal("0.00")) if at in SUMMED else None for at in range(len(HEADS))
    ]
    sheet.row(
        [Cell.of("合计", bold=True), *(cell(value, bold=True) for value in sums[1:])], WIDTHS, least=15 + 2 * pad
    )
    sheet.table_end()
    total = f"{card.control_total:.2f} 元（{card.capitals}）"
    sheet.row(
        [Cell.of("控制数", align="centre", bold=True), Cell.of(total, bold=True)], (WIDTHS[0], WIDE - WIDTHS[0])
    )
    for note in card.notes:
        sheet.row([Cell.of("备注", align="centre"), Cell.of(note)], (WIDTHS[0], WIDE - WIDTHS[0]))
    sheet.signatures(SIGNATURES, SIGN_HIGH)
    sheet.close()
    sheet.foot(
        "实发合计 = 基本报酬 + 绩效报酬 - 扣发 + 差额", f"共 {len(card.rows)} 人", f"校验码 {card.digest[:16]}"
    )
    return sheet


def cell(value: Any, bold: bool = False) -> Cell:
    """Money and scores at the right with two decimals, words at the left."""
    if isinstance(value, Decimal):
        return Cell.of(f"{value:.2f}", align="right", bold=bold, size=8.5)
    return Cell.of(str(value or ""), bold=bold)
