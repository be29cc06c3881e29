"""A paper form on A4: one frame, rows of cells in it, pages that turn and repeat their heading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportlab.graphics.shapes import Drawing

from evalsys.pdf import figure
from evalsys.pdf.faces import clean
from evalsys.pdf.marks import INK, Gap, Page, Paper, Path, Slot, Squares
from evalsys.pdf.qr import matrix
from evalsys.pdf.seal import Seal
from evalsys.pdf.setting import lines

LEFT, RIGHT, TOP, BOTTOM = 42.0, 553.0, 810.0, 50.0
WIDE = RIGHT - LEFT
LEADING = 1.3
THIN, THICK = 0.4, 1.0
PAD = 4.0
# The code in the upper right corner: its side, how far it reaches above the frame, what a title leaves free for it.
CODE_SIDE, CODE_ABOVE, CODE_ROOM = 46.0, 12.0, 112.0
FACT_LABEL = 63.0


class Cell(NamedTuple):
    """Paragraphs in a cell: how they are set, and how far the first edge is moved in."""

    paragraphs: tuple[str | Gap, ...]
    align: str = "left"
    bold: bool = False
    indent: float = 0
    size: float = 9

    @classmethod
    def of(cls, *paragraphs: str | Gap, **setting) -> Cell:
        """A cell of the paragraphs that say something."""
        cleaned = (text if isinstance(text, Gap) else clean(text) for text in paragraphs)
        return cls(tuple(text for text in cleaned if text), **setting)

    def lines(self, wide: float) -> list[str | tuple[int, int]]:
        """All lines at that width of the cell; of a gap, its number and which of its lines."""
        room = wide - 2 * PAD - self.indent
        found: list[str | tuple[int, int]] = []
        for text in self.paragraphs:
            if isinstance(text, Gap):
                found += ((text.number, row) for row in range(text.rows))
            else:
                found += lines(text, room, self.size, self.bold)
        return found

    def height(self, wide: float) -> float:
        """How high the lines are together at that width."""
        return len(self.lines(wide)) * self.size * LEADING


class Sheet(Paper):
    """The pages of one document. Rows go from top to bottom; `y` is where the next one begins."""

    def __init__(self, *, row_pad: float = 2.0, seal: Seal | None = None):
        super().__init__([])
        self.row_pad, self.seal = row_pad, seal
        self.running: str | Gap = ""
        self._repeated: tuple[list[Cell], Sequence[float]] | None = None
        self._columns: tuple[Sequence[float], float] | None = None
        self._rows: list[tuple[float, float]] = []
        self._frame_top = self.y = self._first_row = TOP
        self._turn()

    @property
    def page(self) -> Page:
        return self.pages[-1]

    @property
    def room(self) -> float:
        """The height that is left on the page."""
        return self.y - BOTTOM

    def rule(self, x1: float, y1: float, x2: float, y2: float, thick: float = THIN) -> None:
        """A straight line."""
        self.page.shapes.append(Path(((x1, y1), (x2, y2)), thick, stroke=INK))

    def cell(self, cell: Cell, left: float, wide: float, top: float, high: float) -> None:
        """Set a cell's lines in the middle of its height."""
        self._set(cell, cell.lines(wide), left, wide, top, high)

    def _set(self, cell: Cell, set_lines: Sequence[str | tuple[int, int]], left, wide, top, high) -> None:
        self.page.strings.extend(cell.paragraphs)
        step = cell.size * LEADING
        y = top - (high - len(set_lines) * step) / 2 - step * 0.5 - cell.size * 0.36
        x = {"left": left + PAD + cell.indent, "centre": left + wide / 2, "right": left + wide - PAD}[cell.align]
        for line in set_lines:
            if isinstance(line, str):
                self.page.put(line, x, y, cell.size, cell.align, cell.bold)
            else:
                self.page.slots.append(Slot(*line, x, y, cell.size, cell.align, cell.bold))
            y -= step

    def heading(self, form_number: str, title: str, beneath: tuple[str, str, str], running: str | Gap) -> None:
        """Form number, title in the middle, three facts beneath; `running` heads the pages that follow."""
        self.running = running
        self.page.say(form_number, LEFT, self.y - 9, 10.5, bold=True)
        self.y -= 6
        if self.seal:
            squares = matrix(self.seal.url)
            bottom = self.y + CODE_ABOVE - CODE_SIDE
            self.page.shapes.append(Squares(RIGHT - CODE_SIDE, bottom + 6, CODE_SIDE / len(squares), squares))
        for line in lines(clean(title), WIDE - (CODE_ROOM if self.seal else 40), 18, True):
            self.y -= 23
            self.page.put(line, (LEFT + RIGHT) / 2, self.y, 18, "centre", True)
        self.page.strings.append(clean(title))
        self.y -= 20
        for text, x, align in zip(
            beneath, (LEFT, (LEFT + RIGHT) / 2, RIGHT), ("left", "centre", "right"), strict=True
        ):
            self.page.say(text, x, self.y, 9.5, align=align)
        self.y -= 6
        self._frame_top = self._first_row = self.y

    def facts(self, pairs: Sequence[tuple[str, str | Gap]], across: int = 3, label: float = FACT_LABEL) -> None:
        """The grid that says who it is: label and value in turn, the last row filled up with blanks."""
        value = WIDE / across - label
        blanks = [("", "")] * (-len(pairs) % across)
        filled = [*pairs, *blanks]
        for start in range(0, len(filled), across):
            cells = []
            for name, text in filled[start : start + across]:
                cells += [Cell.of(name, align="centre"), Cell.of(text, align="centre", size=9.5)]
            self.row(cells, (label, value) * across, least=18)

    def table_head(self, titles: Sequence[str], widths: Sequence[float]) -> None:
        """The heading of the rows that follow; it is repeated on every page that they reach."""
        cells = [Cell.of(title, align="centre", bold=True) for title in titles]
        self._repeated = None
        self.row(cells, widths, least=17)
        self._repeated = (cells, widths)

    def table_end(self) -> None:
        """From here on a new page does not repeat the heading."""
        self._repeated = None

    def row(self, cells: Sequence[Cell], widths: Sequence[float], least: float = 0) -> None:
        """One row; it is not torn between pages."""
        set_lines = [cell.lines(wide) for cell, wide in zip(cells, widths, strict=True)]
        tallest = max(len(found) * cell.size * LEADING for cell, found in zip(cells, set_lines, strict=True))
        high = max(tallest + 2 * self.row_pad, least)
        self._rows.append((tallest, least))
        self.need(high)
        self._open_columns(widths)
        left = LEFT
        for cell, found, wide in zip(cells, set_lines, widths, strict=True):
            self._set(cell, found, left, wide, self.y, high)
            left += wide
        self.y -= high
        self.rule(LEFT, self.y, RIGHT, self.y)

    def room_with(self, row_pad: float) -> float:
        """The height that would be left on one page if the rows so far had that space above and below their text."""
        return self._first_row - BOTTOM - sum(max(tallest + 2 * row_pad, least) for tallest, least in self._rows)

    def strip(self, high: float, widths: Sequence[float]) -> tuple[float, float]:
        """An empty row of that height for drawings; gives its top and bottom."""
        self.need(high)
        self._open_columns(widths)
        top = self.y
        self.y -= high
        self.rule(LEFT, self.y, RIGHT, self.y)
        return top, self.y

    def signatures(self, places: Sequence[str], high: float, size: float = 9) -> None:
        """A row of places to sign, each with room for the date."""
        wide = WIDE / len(places)
        top, bottom = self.strip(high, (wide,) * len(places))
        for number, place in enumerate(places):
            left = LEFT + number * wide
            self.page.say(place, left + PAD, top - size - 4, size)
            self.page.say("年　　月　　日", left + wide - PAD, bottom + 7, size, align="right")

    def drawing(self, drawing: Drawing, left: float, bottom: float) -> None:
        """A chart with its lower left corner there."""
        figure.place(self.page, drawing, left, bottom)

    def need(self, high: float) -> None:
        """Turn the page unless so much height is left."""
        if high > self.room:
            self.close()
            self._turn()

    def _turn(self) -> None:
        self.pages.append(Page())
        self._columns, self.y = None, TOP
        if self.running:
            self.page.say(self.running, LEFT, self.y - 10, 9.5)
            self.y -= 17
        self._frame_top = self.y
        if self._repeated:
            self.row(*self._repeated, least=17)
            self._rows.pop()

    def _open_columns(self, widths: Sequence[float]) -> None:
        """Upright lines run through all rows with the same widths and are drawn when the widths change."""
        if self._columns and tuple(self._columns[0]) == tuple(widths):
            return
        self._draw_columns()
        self._columns = (widths, self.y)

    def _draw_columns(self) -> None:
        if self._columns:
            widths, top = self._columns
            x = LEFT
            for wide in widths[:-1]:
                x += wide
                self.rule(x, top, x, self.y)
        self._columns = None

    def close(self) -> None:
        """Finish the frame on this page."""
        self._draw_columns()
        corners = ((LEFT, self.y), (RIGHT, self.y), (RIGHT, self._frame_top), (LEFT, self._frame_top))
        self.page.shapes.append(Path(corners, THICK, closed=True))

    def foot(self, left: str, right: str | Gap, below: str | Gap = "") -> None:
        """The foot of every page: what it is, which page of how many, how to check it."""
        middle, count = (LEFT + RIGHT) / 2, len(self.pages)
        if self.seal:
            seal = self.seal
            said = f"校验码 {seal.code}　内容指纹 {seal.fingerprint}　扫右上角的码或打开 {seal.place} 可查真伪"
            below = f"{below}　{said}" if below else said
        for number, page in enumerate(self.pages, 1):
            page.say(left, LEFT, 38, 8)
            page.say(f"第 {number} 页 共 {count} 页", middle, 38, 8, align="centre")
            page.say(right, RIGHT, 38, 8, align="right")
            page.say(below, middle, 27, 6.5, align="centre")


class Gauge(Sheet):
    """A sheet that measures its rows and draws none of them."""

    def row(self, cells: Sequence[Cell], widths: Sequence[float], least: float = 0) -> None:
        """Only how high it would be."""
        self._rows.append((max(cell.height(wide) for cell, wide in zip(cells, widths, strict=True)), least))
