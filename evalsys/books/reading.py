"""Turns an opened book into cleaned rows, each with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from openpyxl.utils import get_column_letter

from evalsys.books.book import Book, Sheet, is_blank, show
from evalsys.books.catalogue import KINDS
from evalsys.books.cleaning import clean_row
from evalsys.books.context import branch_in, village_in
from evalsys.books.duplicates import without_duplicates
from evalsys.books.kinds import Kind
from evalsys.books.merging import carried_down, spanning_rows
from evalsys.books.problems import N_, WARNING, Problem
from evalsys.books.recognise import Layout, Override, likely_header, recognise
from evalsys.books.rows import Row, SheetReading
from evalsys.books.skipping import HEADING, Skipped, why_skipped


def read(book: Book, layouts: Mapping[str, Override] | None = None, latest: date | None = None) -> list[SheetReading]:
    """Every sheet of the book; `layouts`: remembered corrections by signature; `latest`: the last believable day."""
    return without_duplicates([_read_sheet(sheet, book.name, layouts, latest) for sheet in book.sheets])


def _read_sheet(
    sheet: Sheet, book_name: str, overrides: Mapping[str, Override] | None, latest: date | None
) -> SheetReading:
    if sheet.hidden:
        return _unread(sheet, "sheet_hidden", N_("工作表“%(sheet)s”是隐藏的，没有读取。需要时请取消隐藏后再上传。"))
    if not sheet.rows:
        return _unread(sheet, "sheet_empty", N_("工作表“%(sheet)s”是空的。"))
    layout = recognise(sheet, book_name, overrides)
    if layout is None:
        return _unread(
            sheet, "sheet_unknown", N_("没有认出工作表“%(sheet)s”是哪种表，没有读取。是数据表的，请指明每列是什么。")
        )
    kind = KINDS[layout.kind]
    problems = tuple(
        Problem(
            "column_missing",
            N_("工作表“%(sheet)s”没有“%(column)s”一列。请补上这一列，或指明是哪一列。"),
            {"sheet": sheet.title, "column": title},
            sheet=sheet.title,
            row=layout.header_row,
        )
        for title in layout.missing
    )
    rows, skipped = _rows(sheet, layout, kind, latest)
    return SheetReading(
        sheet.title, layout.kind, layout, tuple(rows), tuple(skipped), problems, layout.signature, layout.headers
    )


def _unread(sheet: Sheet, code: str, says: str) -> SheetReading:
    problem = Problem(code, says, {"sheet": sheet.title}, WARNING, sheet=sheet.title)
    found = likely_header(sheet)
    headers, signature = (found[1], found[2]) if found else ({}, "")
    return SheetReading(sheet.title, "", problems=(problem,), signature=signature, headers=headers)


def _rows(sheet: Sheet, layout: Layout, kind: Kind, latest: date | None) -> tuple[list[Row], list[Skipped]]:
    """Cleaned rows and left-out rows; a group heading counts for the rows below it."""
    rows: list[Row] = []
    skipped: list[Skipped] = []
    carried = carried_down(sheet, layout.header_row)
    spanning = spanning_rows(sheet)
    mapped = set(layout.mapping.values())
    here = layout
    for number in sheet.rows:
        if number <= layout.header_row:
            continue
        why = why_skipped(sheet.rows[number], layout.headers, mapped, number in spanning)
        if why:
            text = " ".join(show(value) for value in sheet.rows[number] if not is_blank(value))
            skipped.append(Skipped(number, why, text))
            here = _under_heading(here, text) if why == HEADING else here
        else:
            rows.extend(_row(sheet, number, here, kind, carried.get(number, {}), latest))
    return rows, skipped


def _under_heading(layout: Layout, text: str) -> Layout:
    context = layout.context
    changed = replace(context, branch=branch_in(text) or context.branch, village=village_in(text) or context.village)
    return replace(layout, context=changed)


def _row(
    sheet: Sheet, number: int, layout: Layout, kind: Kind, carried: Mapping[int, object], latest: date | None
) -> Iterator[Row]:
    width = max([len(sheet.rows[number]), *carried, *layout.headers], default=0)
    values = {column: carried.get(column, sheet.cell(number, column)) for column in range(1, width + 1)}
    raw = {layout.headers.get(column, get_column_letter(column)): show(value) for column, value in values.items()}
    for fields, problems in clean_row(values, layout, kind, latest):
        placed = tuple(_placed(problem, sheet.title, number, layout, values) for problem in problems)
        yield Row(sheet.title, number, fields, raw, placed)


def _placed(problem: Problem, sheet: str, number: int, layout: Layout, values: Mapping[int, object]) -> Problem:
    column = int(problem.column or 0)
    if not column:
        return problem.at(sheet, number)
    header, raw = layout.headers.get(column, ""), show(values.get(column))
    return problem.at(sheet, number, get_column_letter(column), header, raw)
