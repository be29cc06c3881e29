"""What a page is made of before it is a PDF: texts, lines, shapes and dark squares at their places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from evalsys.pdf.faces import clean, uncovered, width
from evalsys.pdf.setting import lines

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
    """Rows of dark (1) and light (0) squares, their lower left corner and the side of one square."""

    x: float
    y: float
    side: float
    matrix: tuple[str, ...]


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


class Gap(NamedTuple):
    """A place in a form that each card fills with a text of its own: the text's number, and how many lines it has."""

    number: int
    rows: int = 1


class Slot(NamedTuple):
    """Where one line of such a text goes; x is its left end, its middle or its right end."""

    number: int
    row: int
    x: float
    y: float
    size: float
    align: str
    bold: bool


@dataclass(frozen=True)
class Print:
    """What is printed on a form: forms that differ only in what goes where have the same."""

    texts: tuple[Text, ...]
    shapes: tuple[Path | Dot | Squares, ...]

    @cached_property
    def _key(self) -> int:
        return hash((self.texts, self.shapes))

    def __hash__(self) -> int:
        return self._key  # of hundreds of marks, and asked for with every card


@dataclass(frozen=True, eq=False)
class Form:
    """A page as it is before anything is filled in, and where the entries go."""

    printed: Print
    slots: tuple[Slot, ...]
    strings: tuple[str | Gap, ...]


@dataclass
class Page:
    """The marks of one page and, in the order of reading, the whole strings that they spell.

    Where there is a form it is drawn first; the page's own marks are what is filled in.
    """

    texts: list[Text] = field(default_factory=list)
    shapes: list[Path | Dot | Squares] = field(default_factory=list)
    strings: list[str | Gap] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    form: Form | None = None

    def say(
        self, text: str | Gap, x: float, y: float, size: float, *, align: str = "left", bold: bool = False
    ) -> None:
        """A whole string on one line; x is its left end, its middle or its right end."""
        if isinstance(text, Gap):
            self.strings.append(text)
            self.slots.append(Slot(text.number, 0, x, y, size, align, bold))
            return
        text = clean(text)
        if text:
            self.strings.append(text)
            self.put(text, x, y, size, align, bold)

    def put(self, text: str, x: float, y: float, size: float, align: str, bold: bool) -> None:
        """One line of a string that is already among the page's strings."""
        self.texts.append(Text(_left(text, x, size, align, bold), y, text, size, bold))

    def as_form(self) -> Form:
        """What was put on the page so far, to be filled in many times."""
        return Form(Print(tuple(self.texts), tuple(self.shapes)), tuple(self.slots), tuple(self.strings))

    @classmethod
    def filled(cls, form: Form, entries: Entries) -> Page:
        """The form with a card's texts in it."""
        texts = []
        for number, row, x, y, size, align, bold in form.slots:
            text = entries.lines[number][row]
            texts.append(Text(_left(text, x, size, align, bold), y, text, size, bold))
        strings = [entries.texts[string.number] if isinstance(string, Gap) else string for string in form.strings]
        return cls(texts, [], strings, [], form)

    def drawn(self) -> list[Text]:
        """All texts in the order of drawing."""
        return [*(self.form.printed.texts if self.form else ()), *self.texts]

    def boxes(self) -> list[Box]:
        """The places of all texts: what a reader would call the ink."""
        return [
            Box(t.x, t.y - 0.14 * t.size, t.x + width(t.text, t.size, t.bold), t.y + 0.84 * t.size, t.text)
            for t in self.drawn()
        ]


def _left(text: str, x: float, size: float, align: str, bold: bool) -> float:
    if align == "left":
        return x
    return x - width(text, size, bold) * (0.5 if align == "centre" else 1)


class Entries:
    """The texts that one card fills into a form, each as a whole and in lines."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.lines: list[tuple[str, ...]] = []

    def word(self, text: str) -> Gap:
        """A text that stands on one line, however long it is."""
        text = clean(text)
        self.texts.append(text)
        self.lines.append((text,))
        return Gap(len(self.texts) - 1)

    def words(self, texts: Iterable[str], room: float, size: float, bold: bool = False) -> tuple[Gap, ...]:
        """Paragraphs in a cell of that room; one without text takes no place."""
        gaps = []
        for text in map(clean, texts):
            if text:
                broken = lines(text, room, size, bold)
                gaps.append(Gap(len(self.texts), len(broken)))
                self.texts.append(text)
                self.lines.append(broken)
        return tuple(gaps)


class Paper:
    """A document: its pages, what they say and what could not be drawn."""

    def __init__(self, pages: list[Page]):
        self.pages = pages

    def texts(self) -> list[str]:
        """Every string drawn, whole, in the order of reading."""
        return [text for page in self.pages for text in page.strings]

    def problems(self) -> list[str]:
        """The characters that had to be drawn as a box."""
        return [f"「{char}」（U+{ord(char):04X}）没有字形，已画成方框" for char in sorted(uncovered(self.texts()))]
