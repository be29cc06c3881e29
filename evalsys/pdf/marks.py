"""What a page is made of before it is a PDF: texts, lines, shapes and dark squares at their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from evalsys.pdf.faces import clean, width

INK = "#000000"


class Text(NamedTuple):
    """One line of text; x is its left end, y its baseline."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    colour: str = INK


class Path(NamedTuple):
    """A line through points; closed when it returns to its first point; dash is None for a full line."""

    points: tuple[tuple[float, float], ...]
    thick: float
    closed: bool = False
    stroke: str | None = INK
    fill: str | None = None
    dash: tuple[float, ...] | None = None


class Dot(NamedTuple):
    """A circle."""

    x: float
    y: float
    radius: float
    stroke: str | None
    fill: str | None
    thick: float


class Squares(NamedTuple):
    """A matrix of dark squares, its lower left corner and the side of one square."""

    x: float
    y: float
    side: float
    matrix: tuple[tuple[bool, ...], ...]


class Box(NamedTuple):
    """The place that a line of text takes on a page."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    def overlaps(self, other: Box) -> bool:
        """Whether the two places share more than a hair."""
        apart = self.right <= other.left + 0.2 or other.right <= self.left + 0.2
        return not (apart or self.top <= other.bottom + 0.2 or other.top <= self.bottom + 0.2)


@dataclass
class Page:
    """The marks of one page and, in the order of drawing, the whole strings that they spell."""

    texts: list[Text] = field(default_factory=list)
    shapes: list[Path | Dot | Squares] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)

    def say(self, text: str, x: float, y: float, size: float, *, align: str = "left", bold: bool = False) -> None:
        """A whole string on one line; x is its left end, its middle or its right end."""
        text = clean(text)
        if text:
            self.strings.append(text)
            self.put(text, x, y, size, align, bold)

    def put(self, text: str, x: float, y: float, size: float, align: str, bold: bool) -> None:
        """One line of a string that is already among the page's strings."""
        if align != "left":
            x -= width(text, size, bold) * (0.5 if align == "centre" else 1)
        self.texts.append(Text(x, y, text, size, bold))

    def boxes(self) -> list[Box]:
        """The places of all texts: what a reader would call the ink."""
        return [
            Box(t.x, t.y - 0.14 * t.size, t.x + width(t.text, t.size, t.bold), t.y + 0.84 * t.size, t.text)
            for t in self.texts
        ]
