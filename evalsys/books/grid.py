"""One sheet's XML as rows of values: blanks dropped on the way, limits kept, formulas never trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import from_excel

from evalsys.books.book import CellError, Formula, Merged, is_blank
from evalsys.books.markup import parse, plain
from evalsys.books.problems import N_, BookRefused

MAX_ROWS = 20_000  # filled rows of one sheet
MAX_COLUMNS = 100
MAX_CELLS = 300_000  # filled cells of one book
MAX_CHARACTERS = 12_000_000  # of all cells of one book
MAX_WORK = 3_000_000  # tags of one book, a cell counted four times: about two seconds
MAX_MERGED = 5_000
MAX_ROW_NUMBER = 1_048_576
MAX_TEXT = 32_767  # what Excel itself allows
_LONGEST_INTEGER = 30
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# Formatted blanks outnumber data a hundred to one in some books. Only those that name their place can be cut
# without moving their neighbours; whatever a chunk border splits is parsed as usual.
_BLANK_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]+"[^<>]*/>')
_BLANK_ROW = re.compile(rb'<row r="[0-9]+"[^<>]*(?:/>|></row>)')


@dataclass
class Notebook:
    """What cells refer to: shared texts, which styles are dates, the first day, and the cells left to take."""

    strings: Sequence[str] = ()
    date_styles: frozenset[int] = frozenset()
    epoch: datetime = datetime(1899, 12, 30)
    cells_left: int = MAX_CELLS
    characters_left: int = MAX_CHARACTERS
    work_left: int = MAX_WORK


@dataclass
class _Cell:
    column: int
    kind: str
    style: int
    value: list[str] = field(default_factory=list)
    formula: list[str] | None = None


class GridReader:
    """Takes the parser's events and keeps the filled cells."""

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook
        self.rows: dict[int, tuple[object, ...]] = {}
        self.merged: list[Merged] = []
        self.row = 0
        self.values: list[object] = []
        self.cell: _Cell | None = None
        self.sink: list[str] | None = None
        self.column = 0
        self.phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name[name.find(":") + 1 :]
        self._spend(4 if name == "c" else 1)
        if name == "c":
            self._start_cell(attributes)
        elif name == "v" or (name == "t" and not self.phonetic):
            self.sink = self.cell.value if self.cell else None
        elif name == "f" and self.cell:
            self.sink = self.cell.formula = []
        elif name == "row":
            self.row = int(attributes["r"]) if "r" in attributes else self.row + 1
            self.values, self.column = [], 0
        elif name == "rPh":
            self.phonetic = True
        elif name == "mergeCell":
            self._merge(attributes["ref"])

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = column_index_from_string(reference[1]) if reference else self.column + 1
        self.cell = _Cell(self.column, attributes.get("t", "n"), int(attributes.get("s", 0)))

    def _spend(self, work: int) -> None:
        self.notebook.work_left -= work
        if self.notebook.work_left < 0:
            raise BookRefused(N_("表里带格式的空白单元格太多。请删去表格下方和右侧的空白行列后再上传。"))

    def text(self, text: str) -> None:
        if self.sink is not None:
            self.sink.append(text)
            self.notebook.characters_left -= len(text)
            if self.notebook.characters_left < 0:
                raise BookRefused(N_("表里的文字太多。请分成几个文件再上传。"))

    def end(self, name: str) -> None:
        name = name[name.find(":") + 1 :]
        if name in ("v", "t", "f"):
            self.sink = None
        elif name == "c" and self.cell:
            self._keep_cell(self.cell)
            self.cell = None
        elif name == "row":
            self._keep_row()
        elif name == "rPh":
            self.phonetic = False

    def _keep_cell(self, cell: _Cell) -> None:
        value = value_of(cell, self.notebook)
        if is_blank(value):
            return
        self.notebook.cells_left -= 1
        if self.notebook.cells_left < 0:
            raise BookRefused(
                N_("表里填写的单元格超过 %(limit)s 个。请按支部或年份分成几个文件再上传。"), limit=MAX_CELLS
            )
        if cell.column > MAX_COLUMNS:
            raise BookRefused(
                N_("第 %(row)s 行的内容超出了 %(limit)s 列。请删去右侧多余的列后再上传。"),
                row=self.row,
                limit=MAX_COLUMNS,
            )
        self.values.extend([None] * (cell.column - len(self.values)))
        self.values[cell.column - 1] = value

    def _keep_row(self) -> None:
        if not self.values:
            return
        if not 0 < self.row <= MAX_ROW_NUMBER or self.row in self.rows:
            raise ValueError(f"row {self.row} cannot be")
        if len(self.rows) >= MAX_ROWS:
            raise BookRefused(N_("一张表里的数据超过 %(limit)s 行。请分成几个文件再上传。"), limit=MAX_ROWS)
        self.rows[self.row] = tuple(self.values)
        self.values = []

    def _merge(self, reference: str) -> None:
        if len(self.merged) >= MAX_MERGED:
            raise BookRefused(N_("合并单元格超过 %(limit)s 处。请取消合并后再上传。"), limit=MAX_MERGED)
        left, top, right, bottom = range_boundaries(reference)
        self.merged.append(Merged(top, left, bottom, right))


def value_of(cell: _Cell, notebook: Notebook) -> object:
    """The cell's value in Python's terms."""
    if cell.formula is not None:
        return Formula("=" + "".join(cell.formula)[:MAX_TEXT])
    text = "".join(cell.value)
    if cell.kind == "s":
        index = int(text) if text.isdecimal() and len(text) < _LONGEST_INTEGER else len(notebook.strings)
        return notebook.strings[index] if index < len(notebook.strings) else CellError("#REF!")
    if cell.kind in ("inlineStr", "str"):
        return plain(text)[:MAX_TEXT]
    if cell.kind == "b":
        return text == "1"
    if cell.kind == "e":
        return CellError(text or "#N/A")
    if cell.kind == "d":
        return datetime.fromisoformat(text).replace(tzinfo=None)
    return _number(text, cell.style in notebook.date_styles, notebook.epoch) if text else None


def _number(text: str, is_date: bool, epoch: datetime) -> object:
    if len(text) > _LONGEST_INTEGER:
        return CellError("#NUM!")
    number = int(text) if text.lstrip("-").isdecimal() else float(text)
    if number != number or number in (float("inf"), float("-inf")):
        return CellError("#NUM!")
    if not is_date:
        return number
    try:
        return from_excel(number, epoch)
    except (OverflowError, ValueError):
        return CellError("#####")  # what Excel shows of an impossible date


def without_blanks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same part without its empty formatted cells and rows."""
    for piece in pieces:
        yield _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", piece))


def read_grid(pieces: Iterable[bytes], notebook: Notebook) -> GridReader:
    """One sheet's filled rows and merged ranges."""
    reader = GridReader(notebook)
    parse(without_blanks(pieces), reader.start, reader.end, reader.text)
    return reader
