"""A radar of marks from 0 to 100: one axis a mark, the value written beside it, a gap where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from math import cos, pi, sin

from reportlab.graphics.shapes import Shape

from evalsys.charts.figure import (
    GREY,
    NONE,
    Figure,
    Value,
    fitted,
    hair,
    marker,
    ring,
    shown,
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
    drawing = Figure(*size, title, axes)
    wide, high = size
    letter = min(max(high / 16, 7), 11)
    centre, radius = (wide / 2, high / 2), high / 2 - 1.9 * letter
    if not axes:
        drawing.add(word(wide / 2, high / 2, NONE, letter))
        return drawing
    if len(axes) < _WEB:
        scales(drawing, axes, letter)
        return drawing
    ways = _ways(len(axes))
    drawing.contents.extend(_web(centre, radius, tuple(value is None for _, value in axes), letter))
    _line(drawing, centre, radius, ways, [value for _, value in axes], letter)
    for way, (label, value) in zip(ways, axes, strict=True):
        _label(drawing, centre, radius, way, label, shown(value), letter)
    return drawing


def _at(centre, radius: float, way, share: float) -> tuple[float, float]:
    return (round(centre[0] + way[0] * radius * share, 2), round(centre[1] + way[1] * radius * share, 2))


@cache
def _ways(count: int) -> list[tuple[float, float]]:
    return [(sin(2 * pi * n / count), cos(2 * pi * n / count)) for n in range(count)]


@lru_cache(256)
def _web(centre, radius: float, gaps: tuple[bool, ...], letter: float) -> list[Shape]:
    """Rings and spokes; the spoke of a missing mark is dashed."""
    ways = _ways(len(gaps))
    rings = [
        ring([number for way in ways for number in _at(centre, radius, way, share / FULL)], share == FULL)
        for share in _RINGS
    ]
    spokes = [hair(*centre, *_at(centre, radius, way, 1), dashed=gap) for way, gap in zip(ways, gaps, strict=True)]
    return [*rings, *spokes, word(centre[0] + 2, centre[1] + 1, "0", letter * 0.7, "start", GREY, fixed=True)]


def _line(drawing: Figure, centre, radius: float, ways, values: list[Value], letter: float) -> None:
    """Only neighbours are joined: a line across a missing mark would claim a value for it."""
    points = [
        None if value is None else _at(centre, radius, way, min(max(float(value), 0), FULL) / FULL)
        for way, value in zip(ways, values, strict=True)
    ]
    closing = points[1:] + points[:1] if len(points) > 2 else points[1:]
    for start, end in zip(points, closing, strict=False):
        if start and end:
            drawing.contents.append(stroke(start, end))
    drawing.contents.extend(marker(*point, letter / 5) for point in points if point)


def _label(drawing: Figure, centre, radius: float, way, label: str, value: str, letter: float) -> None:
    x, y = _at(centre, radius + 0.5 * letter, way, 1)
    if abs(way[0]) < 0.2:
        room = drawing.width - letter * 4.5
        lift = letter * 0.25 if way[1] > 0 else -letter * 0.95
        drawing.contents.append(word(x, y + lift, f"{fitted(label, room, letter)} {value}", letter))
        return
    y += way[1] * letter * 0.6
    anchor, room = ("start", drawing.width - x) if way[0] > 0 else ("end", x)
    drawing.contents += (
        word(x, y + letter * 0.15, fitted(label, room, letter), letter, anchor, fixed=True),
        word(x, y - letter * 1.05, value, letter, anchor),
    )
