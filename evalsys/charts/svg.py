"""A drawing as SVG for a page under a strict content policy: attributes only, no styles, no scripts."""

from __future__ import annotations

import re
from html import escape

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, Shape, String
from reportlab.lib.colors import Color

FAMILY = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif"
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def as_svg(drawing: Drawing) -> str:
    """The drawing in words of SVG, with what it says as its title and label."""
    wide, high = _number(drawing.width), _number(drawing.height)
    says = _said(getattr(drawing, "says", ""))
    inside = "".join(_WRITERS[type(shape)](shape, drawing.height) for shape in drawing.contents)
    return (
        f'<svg role="img" aria-label="{says}" class="chart" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}" font-family="{FAMILY}"><title>{says}</title>{inside}</svg>'
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _said(text: str) -> str:
    return escape(_UNSEEN.sub("", text))


def _colour(colour: Color | None) -> str:
    return f"#{colour.hexval()[2:]}" if colour else "none"


def _pen(shape: Shape) -> str:
    dash = getattr(shape, "strokeDashArray", None)
    return f' stroke="{_colour(shape.strokeColor)}" stroke-width="{_number(shape.strokeWidth)}"' + (
        f' stroke-dasharray="{" ".join(map(_number, dash))}"' if dash else ""
    )


def _points(numbers: list[float], high: float) -> str:
    return " ".join(f"{_number(x)},{_number(high - y)}" for x, y in zip(numbers[::2], numbers[1::2], strict=True))


def _line(shape: Line, high: float) -> str:
    start = f'x1="{_number(shape.x1)}" y1="{_number(high - shape.y1)}"'
    end = f'x2="{_number(shape.x2)}" y2="{_number(high - shape.y2)}"'
    return f"<line {start} {end}{_pen(shape)}/>"


def _polygon(shape: Polygon, high: float) -> str:
    return f'<polygon points="{_points(shape.points, high)}" fill="{_colour(shape.fillColor)}"{_pen(shape)}/>'


def _polyline(shape: PolyLine, high: float) -> str:
    return f'<polyline points="{_points(shape.points, high)}" fill="none"{_pen(shape)}/>'


def _circle(shape: Circle, high: float) -> str:
    place = f'cx="{_number(shape.cx)}" cy="{_number(high - shape.cy)}" r="{_number(shape.r)}"'
    return f'<circle {place} fill="{_colour(shape.fillColor)}"/>'


def _rect(shape: Rect, high: float) -> str:
    place = f'x="{_number(shape.x)}" y="{_number(high - shape.y - shape.height)}"'
    size = f'width="{_number(shape.width)}" height="{_number(shape.height)}"'
    return f'<rect {place} {size} fill="{_colour(shape.fillColor)}"{_pen(shape)}/>'


def _string(shape: String, high: float) -> str:
    place = f'x="{_number(shape.x)}" y="{_number(high - shape.y)}" font-size="{_number(shape.fontSize)}"'
    anchor = "" if shape.textAnchor == "start" else f' text-anchor="{shape.textAnchor}"'
    return f'<text {place}{anchor} fill="{_colour(shape.fillColor)}">{_said(shape.text)}</text>'


_WRITERS = {
    Line: _line,
    Polygon: _polygon,
    PolyLine: _polyline,
    Circle: _circle,
    Rect: _rect,
    String: _string,
}
