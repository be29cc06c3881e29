"""An opened book: sheets of plain values, and how a value is shown to people."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SPACES = re.compile(r"\s+")
_EXACT_DIGITS = 15  # Excel keeps no more


@dataclass(frozen=True)
class Formula:
    """A cell that holds a formula: its remembered result is never trusted."""

    text: str


@dataclass(frozen=True)
class CellError:
    """A cell that shows #N/A, #REF! and the like."""

    text: str


@dataclass(frozen=True)
class Merged:
    """A merged range, first and last row and column, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """The filled rows of one sheet by their number; trailing blanks are cut off."""

    title: str
    rows: dict[int, tuple[object, ...]]
    merged: tuple[Merged, ...] = ()
    hidden: bool = False

    def cell(self, row: int, column: int) -> object:
        values = self.rows.get(row, ())
        return values[column - 1] if 0 < column <= len(values) else None


@dataclass(frozen=True)
class Book:
    """A workbook by the name that its file had."""

    name: str
    sheets: tuple[Sheet, ...]


def visible(text: str) -> str:
    """Text without control, zero-width and direction characters, runs of blanks as one."""
    if text.isalnum():  # most cells: nothing to clean
        return text
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def folded(value: object) -> str:
    """A value as text with full-width letters, digits and signs made plain (NFKC); never for names."""
    return visible(unicodedata.normalize("NFKC", show(value)))


def squeezed(value: object) -> str:
    """Folded text without any blank."""
    return folded(value).replace(" ", "")


def is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not visible(value))


def exact_number(value: float) -> Decimal:
    """What Excel shows of a number: fifteen digits, so that 0.1 + 0.2 is 0.3."""
    return Decimal(f"{value:.{_EXACT_DIGITS}g}")


def show(value: object) -> str:
    """A cell as its owner would read it."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, (Formula, CellError)):
        return value.text
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d") if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        # Written out, a long number would look like a good ID number whose last digits are wrong.
        return format(exact_number(value), "f") if abs(value) < 10**_EXACT_DIGITS else f"{value:.14E}"
    return str(value)
