"""A radar of marks from 0 to 100: one axis a mark, the value written beside it, a gap where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from reportlab.graphics.shapes import Polygon

from evalsys.charts.figure import (
    GREY,
    HAIR,
    NONE,
    Figure,
    Value,
    fitted,
    hair,
    marker,
    shown,
    spoken,
    stroke,
    word,
)
from evalsys.charts.scales import scales

FULL = 100
_RINGS = (20, 40, 60, 80, 100)
_WEB = 3


def radar(
    axes: Sequence[tuple[str, Value]], size: tuple[float, float] = (300, 200), title: str = "分项得分"
) -> Figure:
    """Draw the marks on spokes, fewer than three as bars; a None is 「无」 at its spoke's end and no point."""
    axes = list(axes)
    drawing = Figure(*size, spoken(title, axes))
    wide, high = size
    letter = min(max(high / 16, 7), 11)
    centre, radius = (wide / 2, high / 2), high / 2 - 1.9 * letter
    if not axes:
        drawing.add(word(wide / 2, high / 2, NONE, letter))
        return drawing
    if len(axes) < _WEB:
        scales(drawing, axes, letter)
        return drawing
    ways = [(sin(2 * pi * n / len(axes)), cos(2 * pi * n / len(axes))) for n in range(len(axes))]
    _web(drawing, centre, radius, ways, axes, letter)
    _line(drawing, centre, radius, ways, [value for _, value in axes], letter)
    for way, (label, value) in zip(ways, axes, strict=True):
        _label(drawing, centre, radius, way, label, shown(value), letter)
    return drawing


def _at(centre, radius: float, way, share: float) -> tuple[float, float]:
    return (round(centre[0] + way[0] * radius * share, 2), round(centre[1] + way[1] * radius * share, 2))


def _web(drawing: Figure, centre, radius: float, ways, axes, letter: float) -> None:
    for ring in _RINGS:
        corners = [number for way in ways for number in _at(centre, radius, way, ring / FULL)]
        thick = 0.8 if ring == FULL else 0.4
        drawing.add(Polygon(corners, fillColor=None, strokeColor=HAIR, strokeWidth=thick))
    for way, (_, value) in zip(ways, axes, strict=True):
        drawing.add(hair(*centre, *_at(centre, radius, way, 1), dashed=value is None))
    drawing.add(word(centre[0] + 2, centre[1] + 1, "0", letter * 0.7, "start", GREY))


def _line(drawing: Figure, centre, radius: float, ways, values: list[Value], letter: float) -> None:
    """Only neighbours are joined: a line across a missing mark would claim a value for it."""
    points = [
        None if value is None else _at(centre, radius, way, min(max(float(value), 0), FULL) / FULL)
        for way, value in zip(ways, values, strict=True)
    ]
    closing = points[1:] + points[:1] if len(points) > 2 else points[1:]
    for start, end in zip(points, closing, strict=False):
        if start and end:
            drawing.add(stroke(start, end))
    for point in filter(None, points):
        drawing.add(marker(*point, letter / 5))


def _label(drawing: Figure, centre, radius: float, way, label: str, value: str, letter: float) -> None:
    x, y = _at(centre, radius + 0.5 * letter, way, 1)
    if abs(way[0]) < 0.2:
        room = drawing.width - letter * 4.5
        lift = letter * 0.25 if way[1] > 0 else -letter * 0.95
        drawing.add(word(x, y + lift, f"{fitted(label, room, letter)} {value}", letter))
        return
    y += way[1] * letter * 0.6
    anchor, room = ("start", drawing.width - x) if way[0] > 0 else ("end", x)
    drawing.add(word(x, y + letter * 0.15, fitted(label, room, letter), letter, anchor))
    drawing.add(word(x, y - letter * 1.05, value, letter, anchor))
