"""The certificate of a secretary's stars, and the list that is filed with the county (备案表)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalsys.pdf.press import press
from evalsys.pdf.seal import Seal
from evalsys.pdf.sheet import WIDE, Cell, Sheet
from evalsys.scoring.numbers import plain
from evalsys.scoring.results import Line

CERTIFICATE = "村党组织书记星级评定证书"
SIGNATURES = ("本人（签字）", "组织委员（签字）", "乡镇党委（盖章）")
COLUMNS = (60.0, 130.0, WIDE - 250.0, 60.0)
WIDTHS = (30.0, 52.0, 92.0, 62.0, 50.0, 62.0, 34.0, WIDE - 382.0)
SIGN_HIGH, LEVEL_HIGH = 84.0, 70.0


@dataclass(frozen=True)
class StarCertificate:
    """Everything on a certificate; nothing is looked up while drawing."""

    township: str
    year: int
    name: str
    facts: Sequence[tuple[str, str]]
    level: str
    lines: Sequence[Line]
    notes: Sequence[str]
    measure: str
    fingerprint: str
    seal: Seal | None = None


@dataclass(frozen=True)
class StarFiling:
    """The list of a year with its heads and rows."""

    township: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    measure: str
    rated_on: str
    seal: Seal | None = None


def certificate(card: StarCertificate) -> bytes:
    """One certificate as a PDF."""
    return press(certificate_pages(card).pages, f"{CERTIFICATE} {card.name}", card.township)


def certificate_pages(card: StarCertificate) -> Sheet:
    """The pages of a certificate, ready for the press."""
    sheet = Sheet(row_pad=5.0, seal=card.seal)
    sheet.heading("", CERTIFICATE, (f"单位：{card.township}", f"{card.year}年度", ""), f"{CERTIFICATE}（续）")
    sheet.facts(card.facts)
    said = f"经评定，确定{card.name}同志{card.year}年度星级为："
    sheet.row([Cell.of(said, align="centre", size=13)], (WIDE,), least=46)
    sheet.row([Cell.of(card.level, align="centre", bold=True, size=30)], (WIDE,), least=LEVEL_HIGH)
    put_lines(sheet, card.lines, card.notes)
    if card.notes:
        sheet.row([Cell.of("说明", align="centre", bold=True), Cell.of(*card.notes)], (60.0, WIDE - 60.0), least=30)
    sheet.signatures(SIGNATURES, SIGN_HIGH)
    sheet.close()
    sheet.foot(card.measure, f"数据指纹 {card.fingerprint}")
    return sheet


def put_lines(sheet: Sheet, lines: Sequence[Line], said_below: Sequence[str]) -> None:
    """How the stars were worked out: each line, and what it rests on, whose own number need not be stars."""
    sheet.table_head(("条款", "项目", "怎样算", "星数"), COLUMNS)
    for line in lines:
        for level, one in [(0, line), *((1, part) for part in line.parts)]:
            amount = "" if level else "无" if one.amount is None else plain(one.amount)
            notes = [note for note in one.notes if note not in said_below]
            cells = [
                Cell.of(one.clause, align="centre"),
                Cell.of(one.title, indent=10.0 * level, bold=level == 0),
                Cell.of(one.arithmetic or one.why_none, *notes),
                Cell.of(amount, align="right", bold=True),
            ]
            sheet.row(cells, COLUMNS, least=20)
    sheet.table_end()


def filing(card: StarFiling) -> bytes:
    """The filing list as a PDF."""
    return press(filing_pages(card).pages, card.title, card.township)


def filing_pages(card: StarFiling) -> Sheet:
    """The pages of the list, ready for the press."""
    sheet = Sheet(seal=card.seal)
    beneath = (f"单位：{card.township}", f"共 {len(card.rows)} 人", f"评定日：{card.rated_on}")
    sheet.heading("", card.title, beneath, f"{card.title}（续）")
    sheet.table_head(card.heads, WIDTHS)
    for row in card.rows:
        last = len(row) - 1
        cells = [Cell.of(text, align="left" if place in (2, last) else "centre") for place, text in enumerate(row)]
        sheet.row(cells, WIDTHS, least=22)
    sheet.table_end()
    sheet.signatures(("填表人（签字）", "审核人（签字）", "乡镇党委（盖章）"), SIGN_HIGH)
    sheet.close()
    sheet.foot(card.measure, "不评星的不等于零星级")
    return sheet
