"""How many hold each grade, as bars; and a strip of scores as dots that name nobody."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

from reportlab.graphics.shapes import Rect

from evalsys.charts.figure import ACCENT, GREY, NONE, Figure, Value, fitted, hair, marker, word

_LETTER = 11
_TITLE, _STRIP = "各等次人数", "得分分布（每点一人，不记名）"


def bands(counts: Sequence[tuple[str, int]], width: float = 320) -> Figure:
    """One bar for each grade, the number written behind it."""
    counts = list(counts)
    row = _LETTER * 2.2
    drawing = Figure(width, row * max(len(counts), 1) + _LETTER * 0.6, _said(counts))
    if not counts:
        drawing.add(word(width / 2, _LETTER * 0.8, NONE, _LETTER))
        return drawing
    most = max(max(count for _grade, count in counts), 1)
    left, room = _LETTER * 6, width - _LETTER * 10
    for number, (grade, count) in enumerate(counts):
        y = drawing.height - (number + 1) * row + _LETTER * 0.3
        long = round(room * count / most, 2)
        drawing.add(word(left - 5, y + _LETTER * 0.4, fitted(grade, left - 5, _LETTER), _LETTER, "end"))
        if count:
            drawing.add(Rect(left, y, long, _LETTER * 1.5, fillColor=ACCENT, strokeColor=ACCENT, strokeWidth=0.5))
        drawing.add(word(left + long + 5, y + _LETTER * 0.4, str(count), _LETTER, "start"))
    return drawing


def _said(counts: Sequence[tuple[str, int]]) -> str:
    return f"{_TITLE}：" + "，".join(f"{grade} {count}" for grade, count in counts)


def strip(scores: Sequence[Value], width: float = 320) -> Figure:
    """The scores along a line, equal ones above one another."""
    values = sorted(float(score) for score in scores if score is not None)
    low, top = _scale(values)
    left, right = _LETTER, width - _LETTER
    places: list[float] = []
    stacks: list[tuple[float, int]] = []
    for value in values:
        x = round(left + (right - left) * (value - low) / (top - low), 2)
        beside = [other for other in places if abs(other - x) < _LETTER * 0.6]
        stacks.append((beside[0] if beside else x, len(beside)))
        places.append(beside[0] if beside else x)
    high = max((number for _x, number in stacks), default=0)
    drawing = Figure(width, _LETTER * (3.4 + 0.7 * high), _spread(values))
    base = _LETTER * 1.9
    drawing.add(hair(left, base, right, base))
    for mark in (low, (low + top) / 2, top):
        x = left + (right - left) * (mark - low) / (top - low)
        drawing.add(word(x, _LETTER * 0.4, f"{mark:g}", _LETTER * 0.85, colour=GREY))
    for x, number in stacks:
        drawing.add(marker(x, base + _LETTER * (0.5 + 0.7 * number), _LETTER * 0.3))
    return drawing


def _scale(values: list[float]) -> tuple[int, int]:
    """Whole tens around the scores."""
    if not values:
        return 0, 100
    low, top = floor(values[0] / 10) * 10, ceil(values[-1] / 10) * 10
    return (low, top) if top > low else (low, low + 10)


def _spread(values: list[float]) -> str:
    # The ends are not written out: who is alone in a grade could be told from them.
    return f"{_STRIP}：{len(values)} 人" if values else f"{_STRIP}：{NONE}"
