"""One or two marks from 0 to 100 as bars: too few for a web."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics.shapes import Rect

from evalsys.charts.figure import ACCENT, GREY, Figure, Value, fitted, hair, shown, word

FULL = 100


def scales(drawing: Figure, axes: Sequence[tuple[str, Value]], letter: float) -> None:
    """Label and mark above each bar, the scale below all of them."""
    left, right = letter, drawing.width - letter
    row = (drawing.height - letter * 4.5) / len(axes)
    thick = min(row * 0.35, letter * 1.6)
    for number, (label, value) in enumerate(axes):
        bottom = drawing.height - letter - (number + 1) * row
        room = right - left - letter * 4
        text = f"{fitted(label, room, letter)} {shown(value)}"
        drawing.add(word(left, bottom + thick + letter * 0.5, text, letter, "start"))
        drawing.add(hair(left, bottom, right, bottom))
        if value is not None:
            long = (right - left) * min(max(float(value), 0), FULL) / FULL
            drawing.add(
                Rect(left, bottom, round(long, 2), thick, fillColor=ACCENT, strokeColor=ACCENT, strokeWidth=0.5)
            )
    for part, anchor in ((0, "start"), (0.5, "middle"), (1, "end")):
        x = left + (right - left) * part
        drawing.add(word(x, letter * 1.2, f"{FULL * part:g}", letter * 0.85, anchor, GREY))
