"""Names the column and what is written there for problems that only the whole row, or the township, shows."""

from __future__ import annotations

from dataclasses import replace

from openpyxl.utils import get_column_letter

from evalsys.books import Problem, Row, SheetReading

# The column in which to look first.
FIELD_OF = {
    "approves_himself": "by",
    "birth_differs": "id_number",
    "branch_unknown": "branch",
    "category_unknown": "category",
    "id_number_of_another": "id_number",
    "id_number_twice": "id_number",
    "marks_himself": "by",
    "person_ambiguous": "name",
    "person_elsewhere": "name",
    "person_twice": "name",
    "person_unknown": "name",
    "post_later": "post_title",
    "post_unknown": "post_title",
    "same_name": "name",
    "tally_differs": "returned",
    "tally_too_many": "returned",
    "village_unknown": "village",
}


def placed(problem: Problem, reading: SheetReading, row: Row) -> Problem:
    """The problem with sheet, row, and where there is one the column with its value."""
    problem = replace(problem, sheet=row.sheet, row=row.number)
    column = column_of(problem, reading)
    if problem.column or not column or reading.layout is None:
        return problem
    header = reading.layout.headers.get(column, "")
    return problem.at(row.sheet, row.number, get_column_letter(column), header, row.raw.get(header, ""))


def column_of(problem: Problem, reading: SheetReading) -> int | None:
    """The number of the column that a problem is about."""
    if reading.layout is None:
        return None
    what = str(problem.values.get("what", ""))
    key = f"marks.{what}" if f"marks.{what}" in reading.layout.mapping else FIELD_OF.get(problem.code, "")
    if problem.code in ("mark_out_of_range", "marks_himself") and key not in reading.layout.mapping:
        key = "mark" if problem.code == "mark_out_of_range" else f"marks.{problem.values.get('name', '')}"
    return reading.layout.mapping.get(key)
