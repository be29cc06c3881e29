"""Importing workbooks: rows of any known book into the township's tables, previewed first, taken whole."""

from evalsys.services.books.runs import (
    Preview,
    correct,
    drop,
    get,
    kept_counts,
    preview,
    recent,
    refused_rows,
    take,
    take_file,
    upload,
)

__all__ = [
    "Preview",
    "correct",
    "drop",
    "get",
    "kept_counts",
    "preview",
    "recent",
    "refused_rows",
    "take",
    "take_file",
    "upload",
]
