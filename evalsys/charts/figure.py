"""The frame of every chart: a drawing that can say in words what it shows, and the pens it is drawn with."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, Shape, String
from reportlab.lib.colors import HexColor

INK, GREY, HAIR, ACCENT = (HexColor(code) for code in ("#1a1a1a", "#595959", "#b5b5b5", "#b3261e"))
FACE = "NotoSerifSC"
NONE = "无"
Value = Decimal | int | float | None
Made = TypeVar("Made", bound=Shape)


class Figure(Drawing):
    """A drawing together with its content in one sentence, for readers who cannot see it."""

    def __init__(self, width: float, height: float, title: str, pairs: list[tuple[str, Value]] | None = None):
        # as Drawing(width, height) would leave it, without the checks of every attribute
        self.__dict__.update(_BLANK, contents=[], width=width, height=height, title=title, pairs=pairs)

    @property
    def says(self) -> str:
        """The title, and the values where there are any; papers do not ask for it."""
        return self.title if self.pairs is None else spoken(self.title, self.pairs)


_BLANK = Drawing(0, 0).__dict__


def shown(value: Value) -> str:
    """A value as it is written beside its point."""
    return NONE if value is None else f"{value:.2f}"


def spoken(title: str, pairs: list[tuple[str, Value]]) -> str:
    """The chart's content in words."""
    return f"{title}：" + "，".join(f"{label} {shown(value)}" for label, value in pairs)


@lru_cache(4096)
def fitted(label: str, room: float, size: float) -> str:
    """The label, cut with … where it would run out of the picture."""
    used = 0.0
    for place, char in enumerate(label):
        used += size * (0.56 if char.isascii() else 1)
        if used > room:
            return label[: max(place - 1, 1)] + "…"
    return label


def word(
    x: float, y: float, text: str, size: float, anchor: str = "middle", colour: HexColor = INK, fixed: bool = False
) -> String:
    return _like(_WORD, x=x, y=y, text=text, fontSize=size, textAnchor=anchor, fillColor=colour, fixed=fixed)


def hair(x1: float, y1: float, x2: float, y2: float, dashed: bool = False) -> Line:
    return _like(_DASHED if dashed else _HAIR, x1=x1, y1=y1, x2=x2, y2=y2)


def stroke(start: tuple[float, float], end: tuple[float, float]) -> Line:
    return _like(_STROKE, x1=start[0], y1=start[1], x2=end[0], y2=end[1])


def marker(x: float, y: float, radius: float) -> Circle:
    return _like(_MARKER, cx=x, cy=y, r=radius)


def _like(model: Made, **changes) -> Made:
    """A shape like the model: reportlab checks each attribute that is set, which takes longer than drawing it."""
    shape = object.__new__(type(model))
    shape.__dict__.update(model.__dict__, **changes)
    return shape


def _fixed(shape: Made) -> Made:
    shape.__dict__["fixed"] = True
    return shape


# What is `fixed` does not depend on the values: a paper prints it with its form.
_WORD = String(0, 0, "", fontName=FACE)
_HAIR = _fixed(Line(0, 0, 0, 0, strokeColor=HAIR, strokeWidth=0.5))
_DASHED = _fixed(Line(0, 0, 0, 0, strokeColor=HAIR, strokeWidth=0.5, strokeDashArray=[2, 2]))
_STROKE = Line(0, 0, 0, 0, strokeColor=ACCENT, strokeWidth=1.2, strokeLineCap=1)
_MARKER = Circle(0, 0, 0, fillColor=ACCENT, strokeColor=ACCENT, strokeWidth=0.5)
_RING, _RIM = (_fixed(Polygon([], fillColor=None, strokeColor=HAIR, strokeWidth=thick)) for thick in (0.4, 0.8))


def ring(corners: list[float], is_rim: bool) -> Polygon:
    return _like(_RIM if is_rim else _RING, points=corners)
