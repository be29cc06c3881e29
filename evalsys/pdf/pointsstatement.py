"""A member's statement of points: every line with its clause, the sum, what the measure makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalsys.pdf.press import press
from evalsys.pdf.seal import Seal
from evalsys.pdf.sheet import WIDE, Cell, Sheet

TITLE = "党员积分对账单"
HEADS = ("日期", "事由", "分值", "依据", "说明", "申报和核对")
WIDTHS = (62.0, 98.0, 40.0, 50.0, 150.0, WIDE - 400.0)
# In large type four columns stay: the rest stands under the reason.
LARGE_HEADS = ("日期", "事由和说明", "分值", "依据")
LARGE_WIDTHS = (105.0, WIDE - 265.0, 70.0, 90.0)
NORMAL, LARGE = 9.0, 15.0


@dataclass(frozen=True)
class Entry:
    """One line of the statement."""

    day: str
    title: str
    points: str
    clause: str
    reason: str
    by: str


@dataclass(frozen=True)
class StatementCard:
    """Everything on the statement."""

    name: str
    branch: str
    kind: str
    period: str
    day: str
    township: str
    entries: Sequence[Entry]
    sums: Sequence[tuple[str, str]]
    notes: Sequence[str]
    measure: str = ""
    seal: Seal | None = None


def points_statement(card: StatementCard, is_large: bool = False) -> bytes:
    """The statement as a PDF."""
    return press(laid_out(card, is_large).pages, f"{card.name}{TITLE}", card.township)


def points_statements(cards: Sequence[StatementCard], title: str, is_large: bool) -> bytes:
    """Many statements in one PDF; each numbers its own pages."""
    return press([page for card in cards for page in laid_out(card, is_large).pages], title, cards[0].township)


def laid_out(card: StatementCard, is_large: bool) -> Sheet:
    """The pages, ready for the press."""
    size = LARGE if is_large else NORMAL
    sheet = Sheet(row_pad=4.0 if is_large else 2.0, seal=card.seal)
    sheet.heading("", TITLE, (f"姓名：{card.name}", card.period, f"支部：{card.branch}"), TITLE)
    heads, widths = (LARGE_HEADS, LARGE_WIDTHS) if is_large else (HEADS, WIDTHS)
    sheet.table_head(heads, widths)
    for entry in card.entries:
        sheet.row(large_cells(entry) if is_large else cells(entry), widths, least=18)
    sheet.table_end()
    if not card.entries:
        sheet.row([Cell.of("这段时间没有积分记录", align="centre", size=size)], (WIDE,), least=24)
    for name, amount in card.sums:
        pair = [Cell.of(name, bold=True, size=size), Cell.of(amount, align="right", bold=True, size=size)]
        sheet.row(pair, (WIDE * 0.7, WIDE * 0.3), least=20)
    for note in card.notes:
        sheet.row([Cell.of(note, size=size)], (WIDE,), least=18)
    sheet.close()
    sheet.foot(card.measure or card.township, f"{card.kind}　{card.day} 打印")
    return sheet


def cells(entry: Entry) -> list[Cell]:
    """A line in normal type."""
    return [
        Cell.of(entry.day, align="centre"),
        Cell.of(entry.title),
        Cell.of(entry.points, align="right"),
        Cell.of(entry.clause, align="centre"),
        Cell.of(entry.reason),
        Cell.of(entry.by),
    ]


def large_cells(entry: Entry) -> list[Cell]:
    """A line in large type."""
    return [
        Cell.of(entry.day, align="centre", size=LARGE),
        Cell.of(entry.title, entry.reason, size=LARGE),
        Cell.of(entry.points, align="right", size=LARGE),
        Cell.of(entry.clause, align="centre", size=LARGE),
    ]
