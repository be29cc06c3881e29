"""A line through the months: a point a month, its value written above it, a gap where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, floor

from reportlab.graphics.shapes import Shape

from evalsys.charts.figure import GREY, NONE, Figure, Value, fitted, hair, marker, shown, stroke, word

_STEP = 10


def trend(
    points: Sequence[tuple[str, Value]], size: tuple[float, float] = (300, 200), title: str = "逐月得分"
) -> Figure:
    """Draw the values in the order given; the scale is written at the left and need not begin at zero."""
    points = list(points)
    drawing = Figure(*size, title, points)
    wide, high = size
    letter = min(max(high / 16, 7), 11)
    if not points:
        drawing.contents.append(word(wide / 2, high / 2, NONE, letter))
        return drawing
    frame = (letter * 2.8, letter * 1.9, wide - letter * 0.6, high - letter * 1.4)
    low, top = _scale([float(value) for _, value in points if value is not None])
    drawing.contents += _lines(frame, low, top, letter)
    drawing.contents += _months(frame, tuple(label for label, _ in points), letter)
    _values(drawing, frame, low, top, [value for _, value in points], letter)
    return drawing


def _scale(values: list[float]) -> tuple[int, int]:
    """Whole tens around the values, twenty apart or more: a small change must not look like a fall."""
    if not values:
        return 0, 100
    low, top = floor((min(values) - 2) / _STEP) * _STEP, ceil(max(values) / _STEP) * _STEP
    low = min(low, top - 2 * _STEP)
    return (low, top) if low >= 0 or min(values) < 0 else (0, max(top, 2 * _STEP))


def _place(frame, count: int, number: int) -> float:
    left, _, right, _ = frame
    return round(left + (right - left) * (number + 0.5) / count, 2)


@lru_cache(256)
def _lines(frame, low: int, top: int, letter: float) -> list[Shape]:
    left, bottom, right, upper = frame
    shapes = []
    for part in (0, 1, 2):
        y = bottom + (upper - bottom) * part / 2
        scale = f"{low + (top - low) * part / 2:g}"
        shapes.append(hair(left, y, right, y, dashed=part > 0))
        shapes.append(word(left - 3, y - letter * 0.3, scale, letter * 0.85, "end", GREY))
    return shapes


@lru_cache(256)
def _months(frame, labels: tuple[str, ...], letter: float) -> list[Shape]:
    room = (frame[2] - frame[0]) / len(labels)
    return [
        word(
            _place(frame, len(labels), number),
            frame[1] - letter * 1.3,
            fitted(label, room, letter * 0.9),
            letter * 0.9,
            fixed=True,
        )
        for number, label in enumerate(labels)
    ]


def _values(drawing: Figure, frame, low: int, top: int, values: list[Value], letter: float) -> None:
    _, bottom, _, upper = frame
    before = None
    for number, value in enumerate(values):
        x = _place(frame, len(values), number)
        if value is None:
            drawing.contents.append(word(x, bottom + 2, NONE, letter, colour=GREY))
            before = None
            continue
        y = round(bottom + (upper - bottom) * (float(value) - low) / (top - low), 2)
        if before:
            drawing.contents.append(stroke(before, (x, y)))
        drawing.contents.append(marker(x, y, letter / 5))
        below = _in_a_valley(values, number) and y - bottom > letter * 1.5
        drawing.contents.append(
            word(x, y - letter * 1.25 if below else y + letter * 0.55, shown(value), letter * 0.9)
        )
        before = (x, y)


def _in_a_valley(values: list[Value], number: int) -> bool:
    """Where the line comes down to a point and leaves it upwards, the value is written below it."""
    around = (*values[max(number - 1, 0) : number], *values[number + 1 : number + 2])
    beside = [value for value in around if value is not None]
    return bool(beside) and all(value > values[number] for value in beside)
