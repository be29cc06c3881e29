"""The uploaded files while they wait: readable by the program alone, as they hold ID numbers, and not for long."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.books import Book, BookRefused, open_book
from evalsys.extensions import db
from evalsys.models.imports import ImportRun
from evalsys.services.write import Refused

KEPT_FOR = timedelta(days=30)
LARGE = 300 * 1000  # some five thousand rows


def folder() -> Path:
    """Where uploads wait, inside the instance."""
    path = Path(current_app.instance_path) / "uploads"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def opened(data: bytes, name: str) -> Book:
    """The workbook. Raises Refused, translated, for anything that is not safe or not readable."""
    try:
        return open_book(data, name)
    except BookRefused as refusal:
        raise Refused(_(refusal.says, **refusal.values)) from refusal


def store(name: str, data: bytes) -> None:
    """Write a new file that only its owner may read."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(folder() / name, flags, 0o600), "wb") as file:
        file.write(data)


def remove(name: str) -> None:
    """Take a file away, if it is still there."""
    (folder() / name).unlink(missing_ok=True)


def is_kept(run: ImportRun) -> bool:
    """Is the run's file still there?"""
    return (folder() / run.stored_name).exists()


def is_large(run: ImportRun) -> bool:
    """Is the run's file too large to be taken while somebody waits for the page?"""
    return is_kept(run) and (folder() / run.stored_name).stat().st_size > LARGE


def stored(run: ImportRun) -> bytes:
    """The file of a run as it was uploaded."""
    try:
        return (folder() / run.stored_name).read_bytes()
    except FileNotFoundError as gone:
        raise Refused(_("上传的文件已经清理，请重新上传。")) from gone


def book_of(run: ImportRun) -> Book:
    """The workbook of a run."""
    return opened(stored(run), run.file_name)


def tidy(now: datetime) -> None:
    """Remove the files that were uploaded too long ago, whatever became of them."""
    waiting = {path.name for path in folder().glob("*.book")}
    if waiting:
        old = select(ImportRun.stored_name).where(
            ImportRun.uploaded_at < now - KEPT_FOR, ImportRun.stored_name.in_(waiting)
        )
        for name in db.session.scalars(old):
            remove(name)
