"""Importing workbooks: rows of any known book into the township's tables, previewed first, taken whole."""

from evalsys.services.books.files import is_kept, is_large
from evalsys.services.books.previews import Preview
from evalsys.services.books.runs import (
    correct,
    drop,
    get,
    kept_counts,
    preview,
    recent,
    refused_rows,
    sheet_of,
    take,
    take_file,
    taken_before,
    upload,
)

__all__ = [
    "Preview",
    "correct",
    "drop",
    "get",
    "is_kept",
    "is_large",
    "kept_counts",
    "preview",
    "recent",
    "refused_rows",
    "sheet_of",
    "take",
    "take_file",
    "taken_before",
    "upload",
]
