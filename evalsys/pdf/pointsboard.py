"""The points board for the notice board of a branch: names by band; places only where the measure says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalsys.pdf.press import press
from evalsys.pdf.seal import Seal
from evalsys.pdf.sheet import WIDE, Cell, Sheet

NARROW = 60.0
SIZE = 12.0


@dataclass(frozen=True)
class BoardCard:
    """Everything on the sheet; each row has the texts of the heads."""

    title: str
    branch: str
    period: str
    day: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str]
    measure: str = ""
    seal: Seal | None = None


def points_board(card: BoardCard) -> bytes:
    """The sheet as a PDF."""
    return press(laid_out(card).pages, card.title, card.branch)


def points_boards(cards: Sequence[BoardCard], title: str) -> bytes:
    """The lists of many branches in one PDF; each numbers its own pages."""
    return press([page for card in cards for page in laid_out(card).pages], title, title)


def laid_out(card: BoardCard) -> Sheet:
    """The pages, ready for the press."""
    sheet = Sheet(row_pad=3.0, seal=card.seal)
    sheet.heading("", card.title, (f"支部：{card.branch}", card.period, f"{card.day} 张榜"), card.title)
    others = len(card.heads) - 1
    widths = (NARROW, *((WIDE - NARROW) / others,) * others)
    sheet.table_head(card.heads, widths)
    for texts in card.rows:
        sheet.row([Cell.of(text, align="centre", size=SIZE) for text in texts], widths, least=22)
    sheet.table_end()
    for note in card.notes:
        sheet.row([Cell.of(note)], (WIDE,), least=20)
    sheet.row(
        [Cell.of("支部书记（签字）：　　　　　　　　　　　　　　（支部盖章）　　　　年　　月　　日")],
        (WIDE,),
        least=46,
    )
    sheet.close()
    sheet.foot(card.measure or card.branch, card.day)
    return sheet
