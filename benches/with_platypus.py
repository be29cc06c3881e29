"""The card with reportlab's platypus as its guide has it: a template, tables, paragraphs, stock fonts and codes."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from benches import cards
from evalsys.charts import radar, trend
from evalsys.pdf.faces import font_path
from evalsys.pdf.scorecard import Scorecard

FACE, BOLD = "Stock", "Stock-Bold"
WIDE, HALF = 511, 511 / 2
GRID = ("GRID", (0, 0), (-1, -1), 0.4, black)
TIGHT = [
    ("TOPPADDING", (0, 0), (-1, -1), 1),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
]
PLAIN = ParagraphStyle("plain", fontName=FACE, fontSize=9, leading=11.5, wordWrap="CJK")
STRONG = ParagraphStyle("strong", PLAIN, fontName=BOLD)
MIDDLE = ParagraphStyle("middle", PLAIN, alignment=1)
HEAD = ParagraphStyle("head", STRONG, alignment=1)
TITLE = ParagraphStyle("title", PLAIN, fontName=BOLD, fontSize=18, leading=24, alignment=1)


def printer():
    """Fonts are loaded once."""
    for name, file in ((FACE, "NotoSerifSC"), (BOLD, "NotoSerifSC-Bold")):
        font = TTFont(name, str(font_path(file)))
        font.face.name = name.encode()  # reportlab keeps one font of a name: else this one would be the plain press's
        registerFont(font)
    return printed


def printed(card: Scorecard) -> bytes:
    """The card as a PDF."""
    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=42, rightMargin=42, topMargin=24, bottomMargin=46, title="四镜五步考核评分表"
    )
    document.build(story(card), onFirstPage=partial(_foot, card))
    return out.getvalue()


def story(card: Scorecard) -> list[Flowable]:
    """From top to bottom."""
    beneath = Table([cards.heading(card)], [WIDE / 3] * 3, style=[("FONT", (0, 0), (-1, -1), FACE, 9.5)])
    return [
        Paragraph(card.form_number, STRONG),
        Paragraph("四镜五步考核评分表", TITLE),
        beneath,
        _facts(card),
        _scores(card),
        _charts(card),
        _notes(card),
        _signatures(card),
        Spacer(1, 1),
    ]


def _facts(card: Scorecard) -> Table:
    cells = [[Paragraph(text, MIDDLE) for pair in card.facts[n : n + 3] for text in pair] for n in range(0, 12, 3)]
    return Table(cells, [63, WIDE / 3 - 63] * 3, style=[GRID, *TIGHT])


def _scores(card: Scorecard) -> Table:
    table = [[Paragraph(text, HEAD) for text in ("条款", "项目", "计算", "得分")]]
    for level, clause, title, working, amount in cards.rows(card):
        style = PLAIN if level else STRONG
        table.append(
            [Paragraph(clause, MIDDLE), Paragraph(f"{'　' * level}{title}", style), Paragraph(working, PLAIN), amount]
        )
    total = [Paragraph("合计", HEAD), "", Paragraph(cards.written_sum(card), STRONG), f"{card.result.score:.2f}"]
    grade = [Paragraph("等次", HEAD), "", Paragraph(card.result.grade, HEAD), ""]
    style = [GRID, *TIGHT, ("FONT", (3, 0), (3, -1), FACE, 9), ("ALIGN", (3, 0), (3, -1), "RIGHT")]
    return Table([*table, total, grade], [44, 144, 277, 46], style=style)


def _charts(card: Scorecard) -> Table:
    web, line = radar(card.mirrors, (HALF - 8, 124)), trend(card.months, (HALF - 8, 110))
    titles = [Paragraph(text, STRONG) for text in ("分项得分", card.trend_title)]
    return Table([[[titles[0], web], [titles[1], line]]], [HALF, HALF], style=[GRID, *TIGHT])


def _notes(card: Scorecard) -> Table:
    code = Drawing(52, 52)
    code.add(QrCodeWidget(card.verify_url, barWidth=52, barHeight=52, barBorder=0, barLevel="M"))
    beside = [code, Paragraph("扫码核验", MIDDLE), Paragraph(card.verify_code, HEAD)]
    notes = [Paragraph(text, PLAIN) for text in cards.noted(card)]
    return Table([[Paragraph("备注", HEAD), notes, beside]], [44, WIDE - 136, 92], style=[GRID, *TIGHT])


def _signatures(card: Scorecard) -> Table:
    places = [
        [Paragraph(place, PLAIN), Spacer(1, 22), Paragraph("年　　月　　日", MIDDLE)] for place in card.signatures
    ]
    return Table([places], [WIDE / 4] * 4, style=[GRID, *TIGHT])


def _foot(card: Scorecard, canvas, _document) -> None:
    left, middle, right, below = cards.foot(card)
    canvas.setFont(FACE, 8)
    canvas.drawString(42, 38, left)
    canvas.drawCentredString(297.5, 38, middle)
    canvas.drawRightString(553, 38, right)
    canvas.setFont(FACE, 6.5)
    canvas.drawCentredString(297.5, 27, below)
