"""The reminder list: what is missing, under the name of who owes it, to be handed round on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evalsys.pdf.press import press
from evalsys.pdf.seal import Seal
from evalsys.pdf.sheet import WIDE, Cell, Sheet

TITLE = "材料催办单"
HEADS = ("序号", "材料", "时段", "村官", "从哪天起", "办好后打勾")
WIDTHS = (34.0, 105.0, 145.0, 85.0, 72.0, WIDE - 441.0)


@dataclass(frozen=True)
class Reminder:
    """One missing form: what, for what time, about whom, since when."""

    form: str
    period: str
    name: str
    since: str


@dataclass(frozen=True)
class Reminders:
    """Everything on the list: who owes it, with the missing forms."""

    township: str
    day: date
    groups: Sequence[tuple[str, Sequence[Reminder]]]
    seal: Seal | None = None


def reminders(card: Reminders) -> bytes:
    """The list as a PDF."""
    return press(laid_out(card).pages, TITLE, card.township)


def laid_out(card: Reminders) -> Sheet:
    """The pages, ready for the press."""
    total = sum(len(lines) for _by, lines in card.groups)
    sheet = Sheet(seal=card.seal)
    beneath = (f"单位：{card.township}", f"共 {total} 份", f"截至：{card.day.isoformat()}")
    sheet.heading("", TITLE, beneath, TITLE)
    for by, lines in card.groups:
        sheet.need(70)
        sheet.row([Cell.of(f"{by}　　{len(lines)} 份", bold=True, size=10.5)], (WIDE,), least=22)
        sheet.table_head(HEADS, WIDTHS)
        for number, line in enumerate(lines, 1):
            put_row(sheet, number, line)
        sheet.table_end()
    sheet.close()
    sheet.foot("只列已经到期而没有的材料", f"{card.day.isoformat()} 打印")
    return sheet


def put_row(sheet: Sheet, number: int, line: Reminder) -> None:
    """One missing form with a box to tick."""
    texts = (str(number), line.form, line.period, line.name, line.since, "□")
    cells = [Cell.of(text, align="left" if place in (1, 2) else "centre") for place, text in enumerate(texts)]
    sheet.row(cells, WIDTHS, least=17)
