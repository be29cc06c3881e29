"""The summary of a month or a quarter, and the year's report on duty (述职报告), as papers to sign and file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalsys.pdf.faces import clean
from evalsys.pdf.press import press
from evalsys.pdf.seal import Seal
from evalsys.pdf.setting import lines
from evalsys.pdf.sheet import LEADING, PAD, WIDE, Cell, Sheet

SIGNATURES = ("本人（签字）", "支部书记（签字）", "党委（盖章）")
NONE = "（未写）"
INDENT = "口口"
LABEL, SIZE = 60.0, 10.5
SIGN_HIGH = 70.0
# A section that begins with less room than this goes to the next page.
LEAST_LINES = 3
LONGEST = 20_000


@dataclass(frozen=True)
class SummaryPaper:
    """Everything on the paper: who, which period, the sections with their headings, in which state it is."""

    title: str
    township: str
    period: str
    name: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[tuple[str, str]]
    state: str
    seal: Seal | None = None


def summary(card: SummaryPaper) -> bytes:
    """The paper as a PDF."""
    return press(laid_out(card).pages, f"{card.title} {card.name}", card.township)


def laid_out(card: SummaryPaper) -> Sheet:
    """The pages, ready for the press."""
    sheet = Sheet(row_pad=4.0, seal=card.seal)
    beneath = (f"单位：{card.township}", f"时段：{card.period}", card.state)
    sheet.heading("", card.title, beneath, f"{card.title}（续）　{card.name}　{card.period}")
    sheet.facts(card.facts)
    for title, text in card.sections:
        put_section(sheet, title, text)
    sheet.signatures(SIGNATURES, SIGN_HIGH)
    sheet.close()
    sheet.foot(f"{card.title}　{card.name}", card.state)
    return sheet


def put_section(sheet: Sheet, title: str, text: str) -> None:
    """One section; what finds no room goes on on the next page, under its heading again."""
    left = set_lines(text)
    step, heading = SIZE * LEADING, title
    while left:
        sheet.need(min(LEAST_LINES, len(left)) * step + 2 * PAD)
        fit = int((sheet.room - 2 * PAD) / step)
        head = Cell.of(heading, align="centre", bold=True)
        sheet.row([head, Cell.of(*left[:fit], size=SIZE)], (LABEL, WIDE - LABEL), least=40)
        left, heading = left[fit:], f"{title}（续）"


def set_lines(text: str) -> list[str]:
    """The text in lines that fill the column, each paragraph moved in by two characters."""
    room = WIDE - LABEL - 2 * PAD
    paragraphs = [clean(one, LONGEST).strip() for one in text.splitlines() if one.strip()] or [NONE]
    found = []
    for one in paragraphs:
        # Spaces at the head of a paragraph would be trimmed with its line: two characters keep their place.
        first, *rest = lines(f"{INDENT}{one}", room, SIZE)
        found += [f"　　{first.removeprefix(INDENT)}", *rest]
    return found
