"""The stock of stars over the years: a step a year, its number written above it, a gap where nobody was rated."""

from __future__ import annotations

from collections.abc import Sequence

from evalsys.charts.figure import GREY, Figure, fitted, hair, stroke, word

UNRATED = "未评"
_LEAST = 5


def stars(
    years: Sequence[tuple[str, int | None]], size: tuple[float, float] = (300, 180), title: str = "历年星级"
) -> Figure:
    """Draw the stars of the years in the order given, from none upwards; unrated is not zero and has no step."""
    years = list(years)
    drawing = Figure(*size, _said(title, years))
    wide, high = size
    letter = min(max(high / 16, 7), 11)
    top = max([_LEAST, *(number for _, number in years if number is not None)])
    left, bottom, right, upper = letter * 2.4, letter * 2, wide - letter * 0.6, high - letter * 1.6
    for number in range(top + 1):
        y = bottom + (upper - bottom) * number / top
        drawing.add(hair(left, y, right, y, dashed=number > 0))
        if top <= 2 * _LEAST or number % _LEAST == 0:
            drawing.add(word(left - 4, y - letter * 0.3, str(number), letter * 0.85, "end", GREY))
    room, before = (right - left) / max(len(years), 1), None
    for place, (label, number) in enumerate(years):
        start, end = round(left + room * place, 2), round(left + room * (place + 1), 2)
        middle = (start + end) / 2
        drawing.add(word(middle, bottom - letter * 1.4, fitted(label, room, letter * 0.9), letter * 0.9))
        if number is None:
            drawing.add(word(middle, bottom + 3, fitted(UNRATED, room, letter * 0.9), letter * 0.9, colour=GREY))
            before = None
            continue
        y = round(bottom + (upper - bottom) * number / top, 2)
        if before is not None and before != y:
            drawing.add(stroke((start, before), (start, y)))
        drawing.add(stroke((start, y), (end, y)))
        drawing.add(word(middle, y + letter * 0.45, str(number), letter))
        before = y
    return drawing


def _said(title: str, years: Sequence[tuple[str, int | None]]) -> str:
    told = "，".join(f"{label} {UNRATED if number is None else f'{number} 星'}" for label, number in years)
    return f"{title}：{told}" if told else title
