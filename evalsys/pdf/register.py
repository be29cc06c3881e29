"""The annual register (年度考核登记表): the person, the own account, the results, room for opinions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalsys.pdf.press import press
from evalsys.pdf.seal import Seal
from evalsys.pdf.sheet import LEFT, PAD, RIGHT, WIDE, Cell, Sheet
from evalsys.pdf.summary import put_section

TITLE = "大学生村官年度考核登记表"
OPINIONS = (("支部意见", "支部书记（签字）"), ("乡镇党委意见", "乡镇党委（盖章）"), ("县委组织部意见", "（盖章）"))
LABEL, OPINION_HIGH, OWN_HIGH = 60.0, 86.0, 46.0


@dataclass(frozen=True)
class Register:
    """Everything on the register; `results` are the parts of the year with score and grade, the year last."""

    township: str
    year: str
    name: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[tuple[str, str]]
    results: Sequence[tuple[str, str, str]]
    grade: str
    follows: Sequence[str]
    measure: str
    seal: Seal | None = None


def register(card: Register) -> bytes:
    """One register as a PDF."""
    return registers([card])


def registers(cards: Sequence[Register]) -> bytes:
    """Many registers in one PDF; each numbers its own pages."""
    pages = [page for card in cards for page in laid_out(card).pages]
    return press(pages, TITLE, cards[0].township) if cards else press((), "")


def laid_out(card: Register) -> Sheet:
    """The pages, ready for the press."""
    sheet = Sheet(row_pad=3.5, seal=card.seal)
    beneath = (f"单位：{card.township}", f"年度：{card.year}", "")
    sheet.heading("", TITLE, beneath, f"{TITLE}（续）　{card.name}　{card.year}")
    sheet.facts(card.facts)
    for title, text in card.sections:
        put_section(sheet, title, text)
    signed(sheet, "", "本人（签字）", OWN_HIGH)
    put_results(sheet, card.results)
    for label, place in OPINIONS:
        signed(sheet, label, place, OPINION_HIGH)
    grade = Cell.of(card.grade, align="centre", bold=True, size=12)
    sheet.row([Cell.of("确定等次", align="centre", bold=True), grade], (LABEL, WIDE - LABEL), least=28)
    for text in card.follows:
        sheet.row([Cell.of("结果运用", align="centre"), Cell.of(text)], (LABEL, WIDE - LABEL), least=20)
    sheet.close()
    sheet.foot(card.measure, f"{card.name}　{card.year}")
    return sheet


def put_results(sheet: Sheet, results: Sequence[tuple[str, str, str]]) -> None:
    """Score and grade of each part of the year."""
    widths = (WIDE * 0.4, WIDE * 0.3, WIDE * 0.3)
    sheet.table_head(("考核期", "得分", "等次"), widths)
    for row in results:
        sheet.row([Cell.of(text, align="centre") for text in row], widths, least=18)
    sheet.table_end()


def signed(sheet: Sheet, label: str, place: str, high: float) -> None:
    """Room to write in, with a place to sign and the date in its lower corner."""
    widths = (LABEL, WIDE - LABEL)
    top, bottom = sheet.strip(high, widths)
    sheet.cell(Cell.of(label, align="centre", bold=True), LEFT, LABEL, top, high)
    sheet.page.say(place, RIGHT - 190, bottom + 2 * PAD, 9)
    sheet.page.say("年　　月　　日", RIGHT - PAD, bottom + 2 * PAD, 9, align="right")
