"""The card with WeasyPrint: a page of HTML with its style sheet, charts and code as SVG in it."""

from __future__ import annotations

from html import escape

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from benches import cards
from evalsys.charts import as_svg, radar, trend
from evalsys.pdf.faces import font_path
from evalsys.pdf.qr import matrix
from evalsys.pdf.scorecard import Scorecard

STYLE = """
@font-face { font-family: Song; src: url(%s) }
@font-face { font-family: Song; font-weight: bold; src: url(%s) }
@page { size: A4; margin: 24pt 42pt 50pt }
body { font: 9pt/1.3 Song; margin: 0 }
h1 { font-size: 18pt; text-align: center; margin: 0 }
table { width: 100%%; border-collapse: collapse; table-layout: fixed }
td, th { border: 0.4pt solid; padding: 1.5pt 4pt }
.bare td { border: 0; width: 33%% } .middle { text-align: center } .right { text-align: right }
.deep { padding-left: 14pt } .sign td { height: 60pt; vertical-align: top }
.below { position: fixed; bottom: -40pt; width: 100%% } svg text { font-family: Song }
"""


def printer():
    """Fonts and style are read once."""
    fonts = FontConfiguration()
    files = [font_path(name).as_uri() for name in ("NotoSerifSC", "NotoSerifSC-Bold")]
    style = CSS(string=STYLE % tuple(files), font_config=fonts)
    return lambda card: HTML(string=as_html(card)).write_pdf(stylesheets=[style], font_config=fonts)


def as_html(card: Scorecard) -> str:
    """The card as a page."""
    left, middle, right, below = cards.foot(card)
    charts = "".join(
        f"<td><b>{title}</b><br>{as_svg(chart)}</td>"
        for title, chart in (
            ("分项得分", radar(card.mirrors, (320, 165))),
            (card.trend_title, trend(card.months, (320, 150))),
        )
    )
    signatures = "".join(f"<td>{place}<br><br><br>年　　月　　日</td>" for place in card.signatures)
    notes = "<br>".join(map(escape, cards.noted(card)))
    code = f"<td class=middle style='width:84pt'>{_code(card)}<br>扫码核验<br><b>{card.verify_code}</b></td>"
    return (
        f"<html lang=zh><title>四镜五步考核评分表</title><body><b>{card.form_number}</b><h1>四镜五步考核评分表</h1>"
        f"<table class=bare>{_row(cards.heading(card))}</table>"
        f"<table class=middle>{''.join(_row(sum(card.facts[n : n + 3], ())) for n in range(0, 12, 3))}</table>"
        f"<table>{_scores(card)}</table><table><tr>{charts}</tr></table>"
        f"<table><tr><th style='width:36pt'>备注</th><td>{notes}</td>{code}</tr></table>"
        f"<table class=sign><tr>{signatures}</tr></table>"
        f"<div class=below><table class=bare>{_row((left, middle, right))}</table>{below}</div></body></html>"
    )


def _row(texts) -> str:
    return f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in texts)}</tr>"


def _scores(card: Scorecard) -> str:
    table = [
        "<colgroup><col style='width:44pt'><col style='width:144pt'><col><col style='width:46pt'></colgroup>"
        "<tr><th>条款<th>项目<th>计算<th>得分</tr>"
    ]
    for level, clause, title, working, amount in cards.rows(card):
        mark = "td class=deep" if level else "th style='text-align:left'"
        table.append(f"<tr><td class=middle>{clause}<{mark}>{title}<td>{working}<td class=right>{amount}</tr>")
    total, grade = cards.written_sum(card), card.result.grade
    table.append(
        f"<tr><th colspan=2>合计<th style='text-align:left'>{total}<th class=right>{card.result.score:.2f}</tr>"
    )
    return "".join([*table, f"<tr><th colspan=2>等次<th colspan=2>{grade}</tr>"])


def _code(card: Scorecard) -> str:
    squares = matrix(card.verify_url)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(squares) for x, cell in enumerate(row) if cell == "1")
    return f"<svg width='52pt' height='52pt' viewBox='0 0 {len(squares)} {len(squares)}'><path d='{path}'/></svg>"
