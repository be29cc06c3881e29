"""The card with fpdf2: its tables, lines and circles; fonts belong to a document there and are read for each."""

from __future__ import annotations

from itertools import pairwise
from math import cos, pi, sin

from fpdf import FPDF

from benches import cards
from evalsys.pdf.faces import font_path
from evalsys.pdf.qr import matrix
from evalsys.pdf.scorecard import Scorecard

WIDE, LEFT = 511, 42
RED = (179, 38, 30)


def printer():
    """Nothing can be kept."""
    return printed


def printed(card: Scorecard) -> bytes:
    """The card as a PDF."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_margins(LEFT, 24)
    pdf.add_font("Song", "", font_path("NotoSerifSC"))
    pdf.add_font("Song", "B", font_path("NotoSerifSC-Bold"))
    pdf.add_page()
    _head(pdf, card)
    _tables(pdf, card)
    _charts(pdf, card)
    _end(pdf, card)
    return bytes(pdf.output())


def _head(pdf: FPDF, card: Scorecard) -> None:
    pdf.set_font("Song", "B", 10.5)
    pdf.cell(0, 12, card.form_number, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Song", "B", 18)
    pdf.cell(0, 24, "四镜五步考核评分表", align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Song", "", 9.5)
    for text, align in zip(cards.heading(card), "LCR", strict=True):
        pdf.cell(WIDE / 3, 16, text, align=align)
    pdf.ln(18)


def _tables(pdf: FPDF, card: Scorecard) -> None:
    pdf.set_font("Song", "", 9)
    with pdf.table(
        col_widths=[63, 107] * 3, text_align="CENTER", first_row_as_headings=False, line_height=17
    ) as table:
        for start in range(0, 12, 3):
            table.row([text for pair in card.facts[start : start + 3] for text in pair])
    aligns = ("CENTER", "LEFT", "LEFT", "RIGHT")
    with pdf.table(
        col_widths=(44, 144, 277, 46), text_align=aligns, line_height=15, first_row_as_headings=False
    ) as table:
        table.row(("条款", "项目", "计算", "得分"))
        for level, clause, title, working, amount in cards.rows(card):
            table.row((clause, f"{'　' * level}{title}", working, amount))
        table.row(("合计", "", cards.written_sum(card), f"{card.result.score:.2f}"))
        table.row(("等次", "", card.result.grade, ""))


def _charts(pdf: FPDF, card: Scorecard) -> None:
    top = pdf.get_y()
    pdf.rect(LEFT, top, WIDE / 2, 128)
    pdf.rect(LEFT + WIDE / 2, top, WIDE / 2, 128)
    middle, centre, radius = LEFT + WIDE / 4, top + 64, 48
    ways = [2 * pi * n / len(card.mirrors) for n in range(len(card.mirrors))]

    def at(way: float, share: float) -> tuple[float, float]:
        return middle + radius * sin(way) * share, centre - radius * cos(way) * share

    pdf.set_draw_color(181)
    for ring in (0.2, 0.4, 0.6, 0.8, 1):
        pdf.polygon([at(way, ring) for way in ways])
    pdf.set_draw_color(*RED)
    pdf.polygon([at(way, float(value) / 100) for way, (_, value) in zip(ways, card.mirrors, strict=True)])
    pdf.set_font("Song", "", 7.5)
    for way, (title, value) in zip(ways, card.mirrors, strict=True):
        x, y = at(way, 1.2)
        pdf.text(x - 25, y + 3, f"{title} {value}")
    points = [
        (LEFT + WIDE * (0.6 + 0.15 * n), top + 110 - (float(value) - 60) * 2)
        for n, (_, value) in enumerate(card.months)
    ]
    for start, end in pairwise(points):
        pdf.line(*start, *end)
    for (x, y), (title, value) in zip(points, card.months, strict=True):
        pdf.circle(x, y, 1.5)
        pdf.text(x - 10, y - 5, str(value))
        pdf.text(x - 6, top + 124, title)
    pdf.set_draw_color(0)
    pdf.set_y(top + 128)


def _end(pdf: FPDF, card: Scorecard) -> None:
    top = pdf.get_y()
    pdf.rect(LEFT, top, WIDE, 84)
    pdf.set_font("Song", "", 9)
    for number, note in enumerate(cards.noted(card)):
        pdf.text(LEFT + 50, top + 24 + 12 * number, note)
    squares = matrix(card.verify_url)
    side = 52 / len(squares)
    for y, row in enumerate(squares):
        for x, cell in enumerate(row):
            if cell == "1":
                pdf.rect(480 + x * side, top + 6 + y * side, side, side, style="F")
    pdf.text(490, top + 70, card.verify_code)
    for number, place in enumerate(card.signatures):
        pdf.rect(LEFT + WIDE / 4 * number, top + 84, WIDE / 4, 70)
        pdf.text(LEFT + WIDE / 4 * number + 4, top + 98, place)
        pdf.text(LEFT + WIDE / 4 * number + 50, top + 146, "年　　月　　日")
    pdf.set_font("Song", "", 7)
    for number, text in enumerate(cards.foot(card)):
        pdf.text(LEFT if number == 3 else LEFT + number * 200, 803 if number < 3 else 815, text)
