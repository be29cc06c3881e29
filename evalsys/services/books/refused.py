"""The rows that stayed out, as a workbook with a reason column, to mend and upload again."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _

from evalsys.books import Problem, Row, bad_rows_workbook
from evalsys.books.book import Book
from evalsys.services.books.outcomes import REFUSED
from evalsys.services.books.previews import Preview


def workbook(book: Book, shown: Preview) -> bytes:
    """The refused rows of a preview, each with every reason that it has."""
    out = shown.of_state(REFUSED)
    readings = [
        replace(reading, rows=tuple(in_words(taken.row) for taken in out if taken.row.sheet == reading.sheet))
        for reading in shown.readings
    ]
    return bad_rows_workbook(readings, book)


def in_words(row: Row) -> Row:
    """The row with its reasons in the reader's language."""
    return replace(row, problems=tuple(said(problem) for problem in row.problems))


def said(problem: Problem) -> Problem:
    """The problem as a finished sentence."""
    return replace(problem, says="%(said)s", values={"said": _(problem.says, **dict(problem.values))})
