"""The plain press: pages → a PDF with nothing but the methods of reportlab's canvas.

The fast press has to look exactly like this one; the setting PAPERS = "plain" puts this one back to work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from io import BytesIO

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from evalsys.pdf.faces import SONG, face, runs, width
from evalsys.pdf.marks import INK, Dot, Page, Path, Squares, Text

_DARK = re.compile("1+").finditer


def press(pages: Iterable[Page], title: str, author: str = "") -> bytes:
    """Draw the pages into one PDF with embedded fonts, without clock or chance."""
    face(SONG)
    out = BytesIO()
    canvas = Canvas(out, A4, pageCompression=1, invariant=1, initialFontName=SONG, lang="zh-CN")
    canvas.setTitle(title)
    canvas.setAuthor(author)
    for page in pages:
        for layer in (page.form.printed, page) if page.form else (page,):
            for shape in layer.shapes:
                _PAINTERS[type(shape)](canvas, shape)
            _write(canvas, layer.texts)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def _colour(code: str) -> Color:
    return HexColor(code)


def _write(canvas: Canvas, texts: Iterable[Text]) -> None:
    """All texts of a layer as one text object: fonts and colours are named only when they change."""
    pen = canvas.beginText()
    font, colour = None, None
    for text in texts:
        if text.colour != colour:
            colour = text.colour
            pen.setFillColor(_colour(colour))
        x = text.x
        for name, piece in runs(text.text, text.bold):
            if (name, text.size) != font:
                face(name)
                font = (name, text.size)
                pen.setFont(*font)
            pen.setTextOrigin(x, text.y)
            pen.textOut(piece)
            x += width(piece, text.size, text.bold)
    canvas.drawText(pen)


def _pens(canvas: Canvas, stroke: str | None, fill: str | None, thick: float) -> None:
    canvas.setLineWidth(thick)
    if stroke:
        canvas.setStrokeColor(_colour(stroke))
    if fill:
        canvas.setFillColor(_colour(fill))


def _paint_path(canvas: Canvas, shape: Path) -> None:
    _pens(canvas, shape.stroke, shape.fill, shape.thick)
    canvas.setDash(*((list(shape.dash), 0) if shape.dash else ()))
    path = canvas.beginPath()
    path.moveTo(*shape.points[0])
    for point in shape.points[1:]:
        path.lineTo(*point)
    if shape.closed:
        path.close()
    canvas.drawPath(path, stroke=bool(shape.stroke), fill=bool(shape.fill))


def _paint_dot(canvas: Canvas, shape: Dot) -> None:
    _pens(canvas, shape.stroke, shape.fill, shape.thick)
    canvas.setDash()
    canvas.saveState()
    canvas.translate(shape.x, shape.y)
    canvas.circle(0, 0, shape.radius, stroke=bool(shape.stroke), fill=bool(shape.fill))
    canvas.restoreState()


def _paint_squares(canvas: Canvas, shape: Squares) -> None:
    """Neighbours in a row are one rectangle, so that no viewer shows white seams."""
    canvas.setFillColor(_colour(INK))
    canvas.saveState()
    canvas.transform(shape.side, 0, 0, shape.side, shape.x, shape.y)
    path = canvas.beginPath()
    for y, cells in enumerate(reversed(shape.matrix)):
        for stretch in _DARK(cells):
            path.rect(stretch.start(), y, stretch.end() - stretch.start(), 1)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


_PAINTERS = {Path: _paint_path, Dot: _paint_dot, Squares: _paint_squares}
