"""The minutes of a meeting on A4: who came, what was talked over, what was decided, who signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalsys.pdf.press import press
from evalsys.pdf.seal import Seal
from evalsys.pdf.sheet import LEFT, WIDE, Cell, Sheet

WIDTHS = (63.0, WIDE - 63.0)
SIGNATURES = ("主持人（签字）", "记录人（签字）")
SIGN_HIGH = 60.0
SIZE = 10.5


@dataclass(frozen=True)
class Minutes:
    """Everything on the sheet; who stayed away stands with the reason."""

    title: str
    unit: str
    held_on: str
    facts: Sequence[tuple[str, str]]
    came: Sequence[str]
    away: Sequence[tuple[str, str]]
    matters: Sequence[str]
    decisions: Sequence[str]
    notes: Sequence[str] = ()
    seal: Seal | None = None


def minutes(card: Minutes) -> bytes:
    """The sheet as a PDF."""
    return press(laid_out(card).pages, card.title, card.unit)


def laid_out(card: Minutes) -> Sheet:
    """The pages, ready for the press; long minutes run on."""
    sheet = Sheet(row_pad=4.0, seal=card.seal)
    sheet.heading("", card.title, (f"单位：{card.unit}", "", f"日期：{card.held_on}"), card.title)
    sheet.facts(card.facts, across=3)
    said = [f"{name}（{reason}）" for name, reason in card.away]
    put(sheet, "到会", [f"{'、'.join(card.came)}，共 {len(card.came)} 人"])
    put(sheet, "缺席", ["、".join(said) or "无"])
    put(sheet, "议题", numbered(card.matters), least=210)
    put(sheet, "决定", numbered(card.decisions) or ["无"], least=210)
    for note in card.notes:
        put(sheet, "备注", [note])
    sheet.signatures(SIGNATURES, SIGN_HIGH)
    sheet.close()
    sheet.foot(card.unit, card.held_on)
    return sheet


def numbered(texts: Sequence[str]) -> list[str]:
    """Several lines with their numbers; a single one as it is."""
    return [f"{number}. {text}" for number, text in enumerate(texts, 1)] if len(texts) > 1 else list(texts)


def put(sheet: Sheet, name: str, texts: Sequence[str], least: float = 24) -> None:
    """Paragraphs beside their name; what finds no room on the page goes on in rows below."""
    texts = list(texts)
    while texts:
        first = [texts.pop(0)]
        while texts and Cell.of(*first, texts[0], size=SIZE).height(WIDTHS[1]) <= sheet.room - 20:
            first.append(texts.pop(0))
        put_row(sheet, name, Cell.of(*first, size=SIZE), least=0 if texts else least)


def put_row(sheet: Sheet, name: str, text: Cell, least: float) -> None:
    """One row; its text begins at the top, so that there is room to write below it."""
    written = text.height(WIDTHS[1]) + 2 * sheet.row_pad
    high = max(written, least)
    top, _bottom = sheet.strip(high, WIDTHS)
    sheet.cell(Cell.of(name, align="centre", bold=True, size=SIZE), LEFT, WIDTHS[0], top, high)
    sheet.cell(text, LEFT + WIDTHS[0], WIDTHS[1], top, written)
