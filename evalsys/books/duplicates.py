"""The same person or the same period twice in one book: the later row names the earlier one."""

from __future__ import annotations

from dataclasses import replace

from evalsys.books.catalogue import KINDS
from evalsys.books.problems import N_, Problem
from evalsys.books.rows import Row, SheetReading

_SAME_ID = N_("与第 %(first)s 行身份证号码相同。请核对是不是同一个人，改正号码或删去一行。")
_SAME_ID_ELSEWHERE = N_(
    "与工作表“%(sheet)s”第 %(first)s 行身份证号码相同。请核对是不是同一个人，改正号码或删去一行。"
)
_SAME_ROW = N_("与第 %(first)s 行重复（同一个人或村、同一时间）。请核对，只留一行。")
_SAME_ROW_ELSEWHERE = N_("与工作表“%(sheet)s”第 %(first)s 行重复（同一个人或村、同一时间）。请核对，只留一行。")
# Their rows have no date of their own: the sheet's quarter tells two sheets of one book apart.
_OF_A_PERIOD = ("committee", "tallies")


def without_duplicates(readings: list[SheetReading]) -> list[SheetReading]:
    """The same readings; a row whose key was there before has an error more."""
    seen: dict[tuple[object, ...], Row] = {}
    return [_marked(reading, seen) if reading.kind else reading for reading in readings]


def _marked(reading: SheetReading, seen: dict[tuple[object, ...], Row]) -> SheetReading:
    kind = KINDS[reading.kind]
    if not kind.unique:
        return reading
    rows = []
    period = (kind.key, reading.layout.context.period if reading.layout and kind.key in _OF_A_PERIOD else "")
    for row in reading.rows:
        key = (period, *(str(row.fields.get(name) or "") for name in kind.unique))
        first = seen.setdefault(key, row) if key[1] else row
        rows.append(row if first is row else _with_duplicate(reading, row, first, kind.unique))
    return replace(reading, rows=tuple(rows))


def _with_duplicate(reading: SheetReading, row: Row, first: Row, unique: tuple[str, ...]) -> Row:
    by_id, elsewhere = unique == ("id_number",), first.sheet != row.sheet
    if by_id:
        code, says = "id_number_twice", _SAME_ID_ELSEWHERE if elsewhere else _SAME_ID
    else:
        code, says = "row_twice", _SAME_ROW_ELSEWHERE if elsewhere else _SAME_ROW
    problem = Problem(code, says, {"first": first.number, "sheet": first.sheet}, sheet=row.sheet, row=row.number)
    return replace(row, problems=(*row.problems, problem))
