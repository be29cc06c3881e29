"""The card of a week or of a month: what was recorded each day or week, what was marked, how it was worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalsys.pdf.press import press
from evalsys.pdf.seal import Seal
from evalsys.pdf.sheet import PAD, WIDE, Cell, Sheet

LABEL, SIGN_HIGH = 60.0, 58.0
# What the rows of each kind of card hold, and how they share the width.
TABLES = {
    "week": (("日期", "日志", "当天的工作"), (0.2, 0.12, 0.68)),
    "month": (("周", "周评价", "评语"), (0.3, 0.12, 0.58)),
}
STEP_HEADS, STEP_WIDTHS = ("条款", "项目", "计算", "得分"), (52.0, 140.0, WIDE - 252.0, 60.0)


@dataclass(frozen=True)
class Step:
    """One line of a calculation: how deep it stands, clause, title, arithmetic or why there is none, amount."""

    level: int
    clause: str
    title: str
    working: str
    amount: str


@dataclass(frozen=True)
class PeriodCard:
    """Everything on the card. `rows` are the days of a week or the weeks of a month, as `kind` says;
    `texts` are labelled paragraphs below."""

    kind: str
    title: str
    township: str
    period: str
    name: str
    facts: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]
    steps: Sequence[Step]
    texts: Sequence[tuple[str, str]]
    notes: Sequence[str]
    signatures: Sequence[str]
    measure: str
    seal: Seal | None = None


def period_card(card: PeriodCard) -> bytes:
    """One card as a PDF."""
    return period_cards([card])


def period_cards(cards: Sequence[PeriodCard]) -> bytes:
    """Many cards in one PDF; each numbers its own pages."""
    pages = [page for card in cards for page in laid_out(card).pages]
    return press(pages, cards[0].title, cards[0].township) if cards else press((), "")


def laid_out(card: PeriodCard) -> Sheet:
    """The pages, ready for the press."""
    sheet = Sheet(row_pad=2.6, seal=card.seal)
    beneath = (f"单位：{card.township}", card.period, "")
    sheet.heading("", card.title, beneath, f"{card.title}（续）　{card.name}　{card.period}")
    sheet.facts(card.facts)
    put_rows(sheet, card)
    put_steps(sheet, card.steps)
    for label, text in card.texts:
        labelled(sheet, label, text.splitlines() or ["（无）"])
    if card.notes:
        labelled(sheet, "备注", card.notes)
    sheet.signatures(card.signatures, SIGN_HIGH)
    sheet.close()
    sheet.foot(card.measure, f"{card.name}　{card.period}")
    return sheet


def put_rows(sheet: Sheet, card: PeriodCard) -> None:
    """The days or the weeks; the first columns stand in the middle, the last one holds the words."""
    heads, shares = TABLES[card.kind]
    wide = [share * WIDE for share in shares]
    sheet.table_head(heads, wide)
    for row in card.rows:
        last = len(row) - 1
        cells = [Cell.of(*text.splitlines(), align="left" if n == last else "centre") for n, text in enumerate(row)]
        sheet.row(cells, wide, least=18)
    sheet.table_end()


def put_steps(sheet: Sheet, steps: Sequence[Step]) -> None:
    """The calculation, the parts of a line below it and moved in."""
    if not steps:
        return
    sheet.table_head(STEP_HEADS, STEP_WIDTHS)
    for step in steps:
        bold = step.level == 0
        cells = [
            Cell.of(step.clause, align="centre"),
            Cell.of(step.title, bold=bold, indent=10.0 * step.level),
            Cell.of(step.working),
            Cell.of(step.amount, align="right", bold=bold),
        ]
        sheet.row(cells, STEP_WIDTHS, least=17)
    sheet.table_end()


def labelled(sheet: Sheet, label: str, paragraphs: Sequence[str]) -> None:
    """A label and its paragraphs, one row each, so that none is too high for a page."""
    for number, text in enumerate(paragraphs):
        head = Cell.of("" if number else label, align="centre", bold=True)
        sheet.row([head, Cell.of(text)], (LABEL, WIDE - LABEL), least=2 * PAD + 12)
