"""Marks as the operators of a content stream: numbers as reportlab writes them, pens named only when they change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

from reportlab.lib.colors import HexColor
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfgen.pathobject import PDFPathObject

from evalsys.pdf.faces import SONG, SONG_BOLD, Kept, letters, runs, width
from evalsys.pdf.marks import INK, Dot, Path, Squares, Text

_NONE: frozenset[str] = frozenset()
# Each font comes in two subsets: what the plates need, and what was filled in besides.
PRINTED, FILLED = "P", "F"
_PIECE = 8  # of a row of a code: few enough that every pattern comes again


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
    """Rows from the bottom; pieces of a stretch that touch are one area to a viewer, as they are of one path."""
    rows = [
        "".join([_stretches(cells[left : left + _PIECE], left) for left in range(0, len(cells), _PIECE)]).replace(
            "y", str(y)
        )
        for y, cells in enumerate(reversed(shape.matrix))
    ]
    place = fp_str(shape.side, 0, 0, shape.side, shape.x, shape.y)
    return f"{_colour(INK)} rg q {place} cm {''.join(rows)}f* Q"


@lru_cache(8192)
def _stretches(cells: str, left: int) -> str:
    """The dark squares of a piece of a row, at the height y."""
    return "".join(f"{left + dark.start()} y {dark.end() - dark.start()} 1 re " for dark in re.finditer("1+", cells))


class Writer:
    """Texts in the subsets of a document: in the one of the plates what that has, all else in its own."""

    def __init__(self, own: str, given: Mapping[str, frozenset[str]] | None = None):
        self.own, self.given = own, given or {}
        self.printed = {name: _codes_of(name, chars).__getitem__ for name, chars in self.given.items()}
        self.used: dict[str, set[str]] = {}

    def written(self, texts: Iterable[Text]) -> list[str]:
        """All texts of a layer as one text object; `used` grows by the characters for the own subset."""
        ops = ["BT"]
        put = ops.append
        font, colour = None, None
        for text in texts:
            if text.colour != colour:
                colour = text.colour
                put(f"{_colour(colour)} rg")
            for place, chosen, code in self._spelled(text):
                if place:
                    put(place)
                if chosen != font:
                    font = chosen
                    put(f"/{font[0]}{font[1]} {fp_str(font[2])} Tf")
                put(f"<{code}> Tj")
        put("ET")
        return ops

    def _spelled(self, text: Text) -> list[tuple[str, tuple[str, str, float], str]]:
        """A text in pieces: where it begins, unless right behind the one before; its font; its characters."""
        x, y, chars, size, bold, _ = text
        name = SONG_BOLD if bold else SONG
        try:  # most texts are in one piece, of characters that the plates have
            code = "".join(map(self.printed[name], chars))
        except KeyError:
            return self._in_pieces(text)
        return [(f"1 0 0 1 {fp_str(x, y)} Tm", (PRINTED, name, size), code)]

    def _in_pieces(self, text: Text) -> list[tuple[str, tuple[str, str, float], str]]:
        x, y, chars, size, bold, _ = text
        pieces = []
        for name, piece in runs(chars, bold):
            place, code = f"1 0 0 1 {fp_str(x, y)} Tm", codes(name).__getitem__
            for layer, part in self._parts(name, piece):
                pieces.append((place, (layer, name, size), "".join(map(code, part))))
                place = ""
            x += width(piece, size, bold)
        return pieces

    def _parts(self, name: str, piece: str) -> Iterable[tuple[str, str]]:
        given = self.given.get(name, _NONE)
        if given.issuperset(piece):
            return ((PRINTED, piece),)
        self.used.setdefault(name, set()).update(set(piece) - given)
        return [(PRINTED if part[0] in given else self.own, part) for part in _cut(given)(piece)]


@lru_cache(64)
def _cut(given: frozenset[str]) -> Callable[[str], list[str]]:
    """Cuts a text where it goes from characters that are given to others, and back."""
    if not given:
        return lambda text: [text]
    listed = re.escape("".join(sorted(given)))
    return re.compile(f"[{listed}]+|[^{listed}]+").findall


@cache
def codes(name: str) -> Kept[str]:
    """The characters of a font as its objects know them: their numbers in hex."""
    known = letters(name)
    return Kept(lambda char: f"{known[char].number:04X}")


@lru_cache(64)
def _codes_of(name: str, chars: frozenset[str]) -> dict[str, str]:
    """The same for those characters alone; a KeyError for any other."""
    known = codes(name)
    return {char: known[char] for char in chars}
