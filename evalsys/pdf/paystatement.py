"""The pay statement of one cadre on one page: every formula with its numbers, large enough for elderly readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evalsys.pdf.press import press
from evalsys.pdf.seal import Seal
from evalsys.pdf.sheet import WIDE, Cell, Sheet
from evalsys.scoring.capitals import capitals
from evalsys.scoring.results import Line

SIGNATURES = ("领取人（签字）", "经办人（签字）", "单位（盖章）")
LABEL = 84.0
WORKING = (150.0, WIDE - 250.0, 100.0)
SIGN_HIGH = 64.0
# Sizes of the letters: the largest that lets everything stand on one page; the last one takes more pages if need be.
SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
DEPTH = 4


@dataclass(frozen=True)
class PayStatement:
    """Everything on the statement; `paid` are the months of the year so far with their totals, this one last."""

    township: str
    period: str
    name: str
    facts: Sequence[tuple[str, str]]
    measure: str
    lines: Sequence[Line]
    total: Decimal
    paid: Sequence[tuple[str, Decimal]]
    notes: Sequence[str]
    state: str
    digest: str
    seal: Seal | None = None


def pay_statement(card: PayStatement) -> bytes:
    """The statement as a PDF."""
    return press(laid_out(card).pages, f"报酬单 {card.name} {card.period}", card.township)


def pay_statements(cards: Sequence[PayStatement], title: str) -> bytes:
    """Many statements in one PDF; each numbers its own pages."""
    return press([page for card in cards for page in laid_out(card).pages], title, cards[0].township)


def laid_out(card: PayStatement) -> Sheet:
    """The pages, ready for the press, in the largest letters that fit one."""
    for size in SIZES:
        sheet = drawn(card, size)
        if len(sheet.pages) == 1:
            break
    return sheet


def drawn(card: PayStatement, size: float) -> Sheet:
    """The statement in letters of that size."""
    sheet = Sheet(row_pad=size / 3, seal=card.seal)
    beneath = (f"单位：{card.township}", f"发放时段：{card.period}", card.state)
    sheet.heading("", "村干部报酬单", beneath, f"报酬单（续）　{card.name}　{card.period}")
    half = WIDE / 2 - LABEL
    for start in range(0, len(card.facts), 2):
        pairs = [*card.facts[start : start + 2], ("", "")][:2]
        cells = [
            Cell.of(text, align=at, size=size)
            for pair in pairs
            for text, at in zip(pair, ("centre", "left"), strict=True)
        ]
        sheet.row(cells, (LABEL, half, LABEL, half))
    wide(sheet, "依据", card.measure, size - 1)
    sheet.table_head(("项目", "怎样算（可用计算器核对）", "金额（元）"), WORKING)
    for level, line in steps(card.lines):
        sheet.row(step(level, line, size), WORKING)
    sheet.table_end()
    adding = " ".join(signed(line.amount, n == 0) for n, line in enumerate(card.lines) if line.amount is not None)
    cells = [
        Cell.of("实发合计", bold=True, size=size),
        Cell.of(f"{adding} = {card.total:.2f}" if len(card.lines) > 1 else "", size=size - 1),
        Cell.of(f"{card.total:.2f}", align="right", bold=True, size=size + 1),
    ]
    sheet.row(cells, WORKING)
    wide(sheet, "大写", capitals(card.total), size + 1, bold=True)
    wide(sheet, "本年已发", paid_so_far(card.paid), size - 1)
    for note in card.notes:
        wide(sheet, "说明", note, size - 1)
    sheet.signatures(SIGNATURES, SIGN_HIGH, size - 1)
    sheet.close()
    sheet.foot("对金额有疑问，请找镇薪酬经办核对。", card.state, f"校验码 {card.digest[:16]}")
    return sheet


def wide(sheet: Sheet, label: str, text: str, size: float, bold: bool = False) -> None:
    """A row with a label and one text across the page."""
    cells = [Cell.of(label, align="centre", size=size), Cell.of(text, size=size, bold=bold)]
    sheet.row(cells, (LABEL, WIDE - LABEL))


def steps(lines: Sequence[Line], level: int = 0) -> Iterator[tuple[int, Line]]:
    """The lines with what they are made of, in reading order."""
    for line in lines:
        yield level, line
        if level + 1 < DEPTH:
            yield from steps(line.parts, level + 1)


def step(level: int, line: Line, size: float) -> list[Cell]:
    """A line as a row; what it is made of stands below it, smaller and moved in."""
    size = size if level == 0 else size - 1
    source = "；".join(f"{one.on.year}年 {one.text}".strip() for one in line.sources[:2])
    amount = "无" if line.amount is None else (f"{line.amount:.2f}" if level == 0 else format(line.amount, "f"))
    clause = f"（{line.clause}）" if line.clause else ""
    return [
        Cell.of(f"{line.title}{clause}", bold=level == 0, indent=10.0 * level, size=size),
        Cell.of(line.arithmetic, line.why_none, *(() if line.arithmetic else (source,)), size=size - 1),
        Cell.of(amount, align="right", bold=level == 0, size=size),
    ]


def signed(amount: Decimal, is_first: bool) -> str:
    """An amount as a part of a sum."""
    if is_first:
        return f"{amount:.2f}"
    return f"{'-' if amount < 0 else '+'} {abs(amount):.2f}"


def paid_so_far(paid: Sequence[tuple[str, Decimal]]) -> str:
    """Each month with its total, and their sum."""
    months = "，".join(f"{title} {amount:.2f}" for title, amount in paid)
    whole = sum((amount for _title, amount in paid), Decimal("0.00"))
    return f"{months}；合计 {whole:.2f} 元（{capitals(whole)}）"
