"""An import's preview as pages list it: groups of rows, and the columns with what can be chosen for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from openpyxl.utils import get_column_letter

from evalsys.books import KINDS, Problem, SheetReading
from evalsys.books.book import Sheet, is_blank, show
from evalsys.books.kinds import Kind
from evalsys.books.recognise import likely_header, match
from evalsys.services.books.outcomes import CHANGED, NEW, REFUSED, SAME
from evalsys.services.books.previews import Preview
from evalsys.services.books.taking import Taken

ORDINAL = re.compile("序号?|编号|No\\.?")
SHOWN_RAW = 60
SAMPLES = 3
LOOKED_AT = 100
LONGEST_SAMPLE = 24
# Columns whose change says nothing to a reader.
UNSHOWN = {"data", "born_precision"}
# How many rows a group lists; all are counted. Refused rows are looked at one by one.
MOST = {REFUSED: 200, CHANGED: 100, NEW: 30, SAME: 10}
# Spreads whose columns have always the same names.
FIXED = {
    "monthly": [f"marks.{name}" for name in "德能勤绩廉"],
    "tallies": [f"votes.{name}" for name in ("优秀", "称职", "基本称职", "不称职")],
}


@dataclass(frozen=True)
class Note:
    """One thing to say about a row: its column, what was written there, what to do."""

    place: str
    written: str
    says: str
    is_error: bool


@dataclass(frozen=True)
class Line:
    """One row of a preview, in words; `changes` are (column, before, after)."""

    sheet: str
    number: int
    brief: str
    changes: tuple[tuple[str, str, str], ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Group:
    """The rows of one state: the first ones are listed, all are counted."""

    state: str
    count: int
    rows: tuple[Line, ...]


@dataclass(frozen=True)
class Column:
    """A column of a sheet with its first values, what can be chosen for it, and what it is taken for."""

    number: int
    title: str
    samples: tuple[str, ...]
    choices: tuple[str, ...]
    chosen: str


def groups(preview: Preview) -> list[Group]:
    """Refused rows first, because they need somebody; then changed, new, the same."""
    found = []
    for state, most in MOST.items():
        rows = preview.of_state(state)
        found.append(Group(state, len(rows), tuple(map(line, rows[:most]))))
    return found


def line(taken: Taken) -> Line:
    """A row as the page shows it."""
    changes = tuple(
        (name, in_words(before), in_words(after)) for name, before, after in taken.changes if name not in UNSHOWN
    )
    notes = (note(problem) for problem in taken.row.problems)
    return Line(taken.row.sheet, taken.row.number, brief(taken), changes, tuple(dict.fromkeys(notes)))


def note(problem: Problem) -> Note:
    """A problem as the page shows it."""
    place = f"{problem.column} {problem.header}".strip()
    written = masked(problem.header, problem.raw)[:LONGEST_SAMPLE]
    return Note(place, written, says(problem), problem.is_error)


def in_words(value: str) -> str:
    """A stored code as people say it."""
    return {"full": _("正式党员"), "probationary": _("预备党员")}.get(value, value)


def says(problem: Problem) -> str:
    """A problem in the reader's language."""
    return _(problem.says, **dict(problem.values))


def brief(taken: Taken) -> str:
    """A row in short: what was written in its first cells, ID numbers masked."""
    cells = [masked(header, text) for header, text in taken.row.raw.items() if text and not ORDINAL.fullmatch(header)]
    text = " · ".join(cells[:7])
    return text if len(text) <= SHOWN_RAW else f"{text[:SHOWN_RAW]}…"


def masked(header: str, text: str) -> str:
    """An ID number or a phone is not spread over a page."""
    text = text.strip()
    digits = sum(c.isdigit() for c in text)
    if digits >= 17 or (digits >= 15 and "证" in header):
        return f"{text[:3]}***********{text[-4:]}"
    if digits == 11 and ("电话" in header or "手机" in header or "联系" in header or text.startswith("1")):
        return f"{text[:3]}****{text[-4:]}"
    return text


def columns_of(sheet: Sheet, reading: SheetReading, kind: str) -> list[Column]:
    """The columns under the header row; those of the recognised kind as they are read, of another as they fit."""
    if reading.layout and reading.kind == kind:
        mapping: Mapping[str, int] = reading.layout.mapping
    else:
        mapping = match(KINDS[kind], reading.headers, reading.headers)
    chosen = {number: key for key, number in mapping.items()}
    below = samples(sheet, reading)
    return [
        Column(
            number,
            f"{get_column_letter(number)} {header}",
            below[number],
            choices_for(KINDS[kind], header, chosen.get(number, "")),
            chosen.get(number, ""),
        )
        for number, header in sorted(reading.headers.items())
    ]


def choices_for(kind: Kind, header: str, chosen: str) -> tuple[str, ...]:
    """What a column can hold: the fields of the kind, or one of any number by its own header."""
    keys = [field.key for field in kind.fields] + FIXED.get(kind.key, [])
    for spread in kind.spreads:
        item = spread.claim(header) if kind.key not in FIXED else None
        keys += [f"{spread.key}.{item}"] if item else []
    return tuple(dict.fromkeys([*keys, *([chosen] if chosen else [])]))


def samples(sheet: Sheet, reading: SheetReading) -> dict[int, tuple[str, ...]]:
    """The first values of each column below its header, masked."""
    found: dict[int, list[str]] = {number: [] for number in reading.headers}
    top = header_row(sheet, reading)
    for row, values in sheet.rows.items():
        if row <= top:
            continue
        if row > top + LOOKED_AT:
            break
        for number, held in found.items():
            value = values[number - 1] if number <= len(values) else None
            text = "" if is_blank(value) else masked(reading.headers[number], show(value))[:LONGEST_SAMPLE]
            if text and len(held) < SAMPLES and text not in held:
                held.append(text)
    return {number: tuple(held) for number, held in found.items()}


def header_row(sheet: Sheet, reading: SheetReading) -> int:
    """The row of the header, also of a sheet that was not recognised."""
    if reading.layout:
        return reading.layout.header_row
    found = likely_header(sheet)
    return found[0] if found else 0
