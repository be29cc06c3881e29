"""The frame of every chart: a drawing that can say in words what it shows, and the pens it is drawn with."""

from __future__ import annotations

from decimal import Decimal

from reportlab.graphics.shapes import Circle, Drawing, Line, String
from reportlab.lib.colors import HexColor

INK, GREY, HAIR, ACCENT = (HexColor(code) for code in ("#1a1a1a", "#595959", "#b5b5b5", "#b3261e"))
FACE = "NotoSerifSC"
NONE = "无"
Value = Decimal | int | float | None


class Figure(Drawing):
    """A drawing together with its content in one sentence, for readers who cannot see it."""

    def __init__(self, width: float, height: float, says: str):
        super().__init__(width, height)
        self.__dict__["says"] = says


def shown(value: Value) -> str:
    """A value as it is written beside its point."""
    return NONE if value is None else f"{value:.2f}"


def spoken(title: str, pairs: list[tuple[str, Value]]) -> str:
    """The chart's content in words."""
    return f"{title}：" + "，".join(f"{label} {shown(value)}" for label, value in pairs)


def fitted(label: str, room: float, size: float) -> str:
    """The label, cut with … where it would run out of the picture."""
    used = 0.0
    for place, char in enumerate(label):
        used += size * (0.56 if char.isascii() else 1)
        if used > room:
            return label[: max(place - 1, 1)] + "…"
    return label


def word(x: float, y: float, text: str, size: float, anchor: str = "middle", colour: HexColor = INK) -> String:
    return String(x, y, text, fontName=FACE, fontSize=size, textAnchor=anchor, fillColor=colour)


def hair(x1: float, y1: float, x2: float, y2: float, dashed: bool = False) -> Line:
    return Line(x1, y1, x2, y2, strokeColor=HAIR, strokeWidth=0.5, strokeDashArray=[2, 2] if dashed else None)


def stroke(start: tuple[float, float], end: tuple[float, float]) -> Line:
    return Line(*start, *end, strokeColor=ACCENT, strokeWidth=1.2, strokeLineCap=1)


def marker(x: float, y: float, radius: float) -> Circle:
    return Circle(x, y, radius, fillColor=ACCENT, strokeColor=ACCENT, strokeWidth=0.5)
