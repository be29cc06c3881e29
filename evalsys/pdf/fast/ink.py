"""Marks as the operators of a content stream: numbers as reportlab writes them, pens named only when they change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from functools import lru_cache
from itertools import groupby

from reportlab.lib.colors import HexColor
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfgen.pathobject import PDFPathObject

from evalsys.pdf.faces import letters, runs, width
from evalsys.pdf.marks import INK, Dot, Path, Squares, Text

# Each font comes in two subsets: what the plates need, and what was filled in besides.
PRINTED, FILLED = "P", "F"
_DARK = re.compile("1+").finditer


def traced(shapes: Iterable[Path | Dot | Squares]) -> list[str]:
    """Lines, dots and codes."""
    ops: list[str] = []
    pens = None
    for shape in shapes:
        if isinstance(shape, Squares):
            ops.append(_squares(shape))
            pens = None
            continue
        dash = shape.dash if isinstance(shape, Path) else None
        chosen = (shape.thick, shape.stroke, shape.fill, dash)
        if chosen != pens:
            pens = chosen
            ops.append(_pens(*chosen))
        ops.append(_path(shape) if isinstance(shape, Path) else _dot(shape))
    return ops


@lru_cache(256)
def _pens(thick: float, stroke: str | None, fill: str | None, dash: tuple[float, ...] | None) -> str:
    colours = [f"{_colour(code)} {operator}" for code, operator in ((stroke, "RG"), (fill, "rg")) if code]
    return " ".join([f"{fp_str(thick)} w", *colours, f"[{fp_str(dash) if dash else ''}] 0 d"])


@lru_cache(64)
def _colour(code: str) -> str:
    return fp_str(HexColor(code).rgb())


def _ending(shape: Path | Dot) -> str:
    return ("B*" if shape.fill else "S") if shape.stroke else ("f*" if shape.fill else "n")


def _path(shape: Path) -> str:
    first, *rest = shape.points
    lines = " ".join([f"{fp_str(point)} l" for point in rest])
    return f"{fp_str(first)} m {lines}{' h' if shape.closed else ''} {_ending(shape)}"


def _dot(shape: Dot) -> str:
    return f"q 1 0 0 1 {fp_str(shape.x, shape.y)} cm {_circle(shape.radius)} {_ending(shape)} Q"


@lru_cache(64)
def _circle(radius: float) -> str:
    path = PDFPathObject()
    path.circle(0, 0, radius)
    return path.getCode()


def _squares(shape: Squares) -> str:
    side = shape.side
    stretches = [
        f"{stretch.start()} {y} {stretch.end() - stretch.start()} 1 re"
        for y, cells in enumerate(reversed(shape.matrix))
        for stretch in _DARK(cells)
    ]
    place = fp_str(side, 0, 0, side, shape.x, shape.y)
    return f"{_colour(INK)} rg q {place} cm {' '.join(stretches)} f* Q"


class Writer:
    """Texts in the subsets of a document: in the one of the plates what that has, all else in its own."""

    def __init__(self, own: str, given: Mapping[str, Set[str]] | None = None):
        self.own, self.given = own, given or {}
        self.used: dict[str, set[str]] = {}

    def written(self, texts: Iterable[Text]) -> list[str]:
        """All texts of a layer as one text object; `used` grows by the characters for the own subset."""
        ops = ["BT"]
        font, colour = None, None
        for x, y, text, size, bold, wanted in texts:
            if wanted != colour:
                colour = wanted
                ops.append(f"{_colour(colour)} rg")
            for name, piece in runs(text, bold):
                ops.append(f"1 0 0 1 {fp_str(x, y)} Tm")
                for layer, part in self._parts(name, piece):
                    if (layer, name, size) != font:
                        font = (layer, name, size)
                        ops.append(f"/{layer}{name} {fp_str(size)} Tf")
                    ops.append(f"<{spelled(name, part)}> Tj")
                x += width(piece, size, bold)
        ops.append("ET")
        return ops

    def _parts(self, name: str, piece: str) -> Iterable[tuple[str, str]]:
        given = self.given.get(name, frozenset())
        if given.issuperset(piece):
            return ((PRINTED, piece),)
        self.used.setdefault(name, set()).update(char for char in piece if char not in given)
        return [
            (PRINTED if is_given else self.own, "".join(part))
            for is_given, part in groupby(piece, given.__contains__)
        ]


def spelled(name: str, piece: str) -> str:
    """The characters as the numbers that the font's objects know them by."""
    known = letters(name)
    return "".join([known[char].code for char in piece])
