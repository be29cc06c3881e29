"""An import's preview as pages list it: groups of rows, the columns that can be chosen."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from openpyxl.utils import get_column_letter

from evalsys.books import KINDS, Problem, SheetReading
from evalsys.services.books.outcomes import CHANGED, NEW, REFUSED, SAME
from evalsys.services.books.runs import Preview
from evalsys.services.books.taking import Taken

SHOWN_RAW = 60


@dataclass(frozen=True)
class Group:
    """The rows of one state: the first ones are listed, all are counted."""

    state: str
    count: int
    rows: tuple[Taken, ...]


def groups(preview: Preview, most: int) -> list[Group]:
    """Refused rows first, because they need somebody; then new, changed, the same."""
    found = []
    for state in (REFUSED, NEW, CHANGED, SAME):
        rows = preview.of_state(state)
        found.append(Group(state, len(rows), tuple(rows[:most])))
    return found


def says(problem: Problem) -> str:
    """A problem in the reader's language."""
    return _(problem.says, **dict(problem.values))


def brief(taken: Taken) -> str:
    """A row in short: what was written in its first cells, ID numbers masked."""
    cells = [masked(header, text) for header, text in taken.row.raw.items() if text]
    text = " · ".join(cells[:7])
    return text if len(text) <= SHOWN_RAW else f"{text[:SHOWN_RAW]}…"


def masked(header: str, text: str) -> str:
    """An ID number or a phone is not spread over a page."""
    digits = sum(c.isdigit() for c in text)
    if digits >= 15 and ("证" in header or digits >= 17):
        return f"{text.strip()[:3]}***********{text.strip()[-4:]}"
    if digits == 11 and ("电话" in header or "手机" in header or "联系" in header):
        return f"{text.strip()[:3]}****{text.strip()[-4:]}"
    return text


def fields_of(kind: str) -> list[str]:
    """The fields of a kind of book that a column can be chosen for."""
    found = [field.key for field in KINDS[kind].fields]
    spreads = {
        "monthly": [f"marks.{name}" for name in "德能勤绩廉"],
        "tallies": [f"votes.{name}" for name in ("优秀", "称职", "基本称职", "不称职")],
    }
    return found + spreads.get(kind, [])


def headers_of(reading: SheetReading) -> list[tuple[int, str]]:
    """The columns under the header row: number and what is written there."""
    return [(column, f"{get_column_letter(column)} {text}") for column, text in sorted(reading.headers.items())]
