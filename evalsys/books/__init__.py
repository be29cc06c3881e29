"""The workbook-reading room: an uploaded file in, cleaned rows and findings out; no database, no clock."""

from evalsys.books.book import Book
from evalsys.books.catalogue import KINDS
from evalsys.books.dates import PartialDate
from evalsys.books.guard import open_book
from evalsys.books.problems import BookRefused, Problem
from evalsys.books.reading import read
from evalsys.books.recognise import Layout, Override
from evalsys.books.returning import bad_rows_workbook
from evalsys.books.rows import Row, SheetReading

__all__ = [
    "KINDS",
    "Book",
    "BookRefused",
    "Layout",
    "Override",
    "PartialDate",
    "Problem",
    "Row",
    "SheetReading",
    "bad_rows_workbook",
    "open_book",
    "read",
]
