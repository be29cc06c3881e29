"""A chart on a page: its shapes as marks, so that its words use the same faces and checks as all others."""

from __future__ import annotations

from functools import lru_cache

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, Shape, String
from reportlab.lib.colors import Color

from evalsys.pdf.faces import clean, width
from evalsys.pdf.marks import Dot, Page, Path, Text


def place(page: Page, drawing: Drawing, left: float, bottom: float, fixed: bool | None = None) -> None:
    """Put the drawing's lower left corner there: all of it, or only what depends, or does not, on its values."""
    for shape in drawing.contents:
        if fixed is not None and getattr(shape, "fixed", False) != fixed:
            continue
        if isinstance(shape, String):
            text = _text(shape, left, bottom)
            page.texts.append(text)
            page.strings.append(text.text)
        elif isinstance(shape, Circle):
            page.shapes.append(_dot(shape, left, bottom))
        else:
            page.shapes.append(_path(shape, left, bottom))


@lru_cache(256)
def _code(colour: Color | None) -> str | None:
    return f"#{colour.hexval()[2:]}" if colour else None


def _text(shape: String, left: float, bottom: float) -> Text:
    drawn = clean(shape.text)
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.textAnchor]
    x = left + shape.x - share * width(drawn, shape.fontSize)
    return Text(x, bottom + shape.y, drawn, shape.fontSize, False, _code(shape.fillColor) or "#000000")


def _dot(shape: Circle, left: float, bottom: float) -> Dot:
    centre = (left + shape.cx, bottom + shape.cy)
    return Dot(*centre, shape.r, _code(shape.strokeColor), _code(shape.fillColor), shape.strokeWidth)


def _path(shape: Shape, left: float, bottom: float) -> Path:
    if isinstance(shape, Line):
        ends = ((left + shape.x1, bottom + shape.y1), (left + shape.x2, bottom + shape.y2))
        dash = tuple(shape.strokeDashArray) if shape.strokeDashArray else None
        return Path(ends, shape.strokeWidth, False, _code(shape.strokeColor), None, dash)
    if isinstance(shape, Rect):
        far, high = shape.x + shape.width, shape.y + shape.height
        numbers = [shape.x, shape.y, far, shape.y, far, high, shape.x, high]
    else:
        numbers = shape.points
    points = tuple((left + x, bottom + y) for x, y in zip(numbers[::2], numbers[1::2], strict=True))
    dash = tuple(shape.strokeDashArray) if shape.strokeDashArray else None
    closed = isinstance(shape, (Polygon, Rect))
    fill = None if isinstance(shape, PolyLine) else _code(shape.fillColor)
    return Path(points, shape.strokeWidth, closed, _code(shape.strokeColor), fill, dash)
