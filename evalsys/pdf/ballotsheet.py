"""The tally sheet of a closed round: what was counted about each official, and who signs for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalsys.pdf.press import press
from evalsys.pdf.seal import Seal
from evalsys.pdf.sheet import WIDE, Cell, Sheet

HEADS = ("姓名", "优秀", "称职", "基本称职", "不称职", "有效", "弃权", "废票")
WIDTHS = (105.0, *((WIDE - 105.0) / 7,) * 7)
SIGNATURES = ("监票人（签字）", "计票人（签字）", "负责人（签字）")
TOO_FEW = "有效票不足5张，不计票，不列各项票数"
SIGN_HIGH = 70.0


@dataclass(frozen=True)
class BallotSheet:
    """Everything on the sheet; a row is a name with its seven numbers, or with None where there were too few."""

    title: str
    township: str
    period: str
    closed: str
    handed_out: int
    returned: int
    rows: Sequence[tuple[str, Sequence[int] | None]]
    seal: Seal | None = None


def ballot_sheet(card: BallotSheet) -> bytes:
    """The sheet as a PDF."""
    return press(laid_out(card).pages, f"{card.title}计票表", card.township)


def laid_out(card: BallotSheet) -> Sheet:
    """The pages, ready for the press."""
    title = f"{card.title}计票表"
    sheet = Sheet(seal=card.seal)
    sheet.heading("", title, (f"单位：{card.township}", f"考核期：{card.period}", f"结束：{card.closed}"), title)
    sheet.facts([("发出", f"{card.handed_out} 张"), ("收回", f"{card.returned} 张")], across=2)
    sheet.table_head(HEADS, WIDTHS)
    for name, numbers in card.rows:
        put_row(sheet, name, numbers)
    sheet.table_end()
    sheet.signatures(SIGNATURES, SIGN_HIGH)
    sheet.close()
    sheet.foot("有效票 = 优秀 + 称职 + 基本称职 + 不称职", "收回 = 有效 + 弃权 + 废票")
    return sheet


def put_row(sheet: Sheet, name: str, numbers: Sequence[int] | None) -> None:
    """One official."""
    if numbers is None:
        sheet.row([Cell.of(name), Cell.of(TOO_FEW, align="centre")], (WIDTHS[0], WIDE - WIDTHS[0]), least=17)
        return
    cells = [Cell.of(str(number), align="right") for number in numbers]
    sheet.row([Cell.of(name), *cells], WIDTHS, least=17)
