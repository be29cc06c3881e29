"""One upload from file to books: kept, previewed, corrected, taken in one transaction or dropped."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.books import Book, BookRefused, Override, SheetReading, bad_rows_workbook, open_book, read
from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.imports import ColumnMapping, ImportRun
from evalsys.services import scope
from evalsys.services.books.outcomes import REFUSED, STATES
from evalsys.services.books.registry import Registry
from evalsys.services.books.taking import Taken, take_all
from evalsys.services.write import Act, Refused, write

PREVIEWED, TAKEN, DROPPED = "previewed", "taken", "dropped"


@dataclass(frozen=True)
class Preview:
    """What an upload would do: the sheets as read, and every row with what becomes of it."""

    readings: tuple[SheetReading, ...]
    rows: tuple[Taken, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, the same, refused."""
        counted = Counter(taken.state for taken in self.rows)
        return {state: counted[state] for state in STATES}

    def of_sheet(self, sheet: str) -> dict[str, int]:
        """The same for one sheet."""
        counted = Counter(taken.state for taken in self.rows if taken.row.sheet == sheet)
        return {state: counted[state] for state in STATES}

    def of_state(self, state: str) -> list[Taken]:
        """The rows of one group."""
        return [taken for taken in self.rows if taken.state == state]


def folder() -> Path:
    """Where uploads wait, inside the instance."""
    path = Path(current_app.instance_path) / "uploads"
    path.mkdir(parents=True, exist_ok=True)
    return path


def opened(data: bytes, name: str) -> Book:
    """The workbook. Raises Refused, translated, for anything that is not safe or not readable."""
    try:
        return open_book(data, name)
    except BookRefused as refusal:
        raise Refused(_(refusal.says, **refusal.values)) from refusal


def upload(act: Act, name: str, data: bytes) -> ImportRun:
    """Keep a checked file for the preview; its stored name is ours."""
    opened(data, name)
    digest = hashlib.sha256(data).hexdigest()
    run = ImportRun(
        township_id=act.actor.township_id,
        account_id=act.actor.id,
        file_name=name[:200],
        stored_name=f"{secrets.token_hex(16)}.book",
        sha256=digest,
        state=PREVIEWED,
        mapping="{}",
        counts="{}",
        uploaded_at=act.at,
    )
    (folder() / run.stored_name).write_bytes(data)
    with write(act, "book.upload", run, after={"file": name, "sha256": digest}) as session:
        session.add(run)
    return run


def get(viewer: Account, run_id: int) -> ImportRun:
    """One run of the viewer's township, or Unknown."""
    return scope.of_township(viewer, ImportRun, run_id)


def recent(viewer: Account, most: int = 20) -> list[ImportRun]:
    """The latest runs of the township."""
    query = select(ImportRun).where(ImportRun.township_id == viewer.township_id)
    return list(db.session.scalars(query.order_by(ImportRun.id.desc()).limit(most)))


def stored_book(run: ImportRun) -> Book:
    """The file of a run."""
    path = folder() / run.stored_name
    if not path.exists():
        raise Refused(_("上传的文件已经清理，请重新上传。"))
    return opened(path.read_bytes(), run.file_name)


def remembered(township_id: int) -> dict[str, Override]:
    """The corrected column mappings of the township by the header's signature."""
    rows = db.session.scalars(select(ColumnMapping).where(ColumnMapping.township_id == township_id))
    return {row.signature: Override(row.kind, json.loads(row.columns)) for row in rows}


def look(book: Book, township_id: int, act: Act, run_id: int | None) -> Preview:
    """Read the book and bring its rows into the session; the caller commits or rolls back."""
    try:
        readings = read(book, remembered(township_id), act.today)
    except BookRefused as refusal:
        raise Refused(_(refusal.says, **refusal.values)) from refusal
    registry = Registry(township_id, act.today, act.at, act.name)
    rows = take_all(registry, readings, run_id)
    return Preview(tuple(readings), tuple(rows))


def preview(act: Act, run: ImportRun) -> Preview:
    """What taking the run would do now; the books stay as they are."""
    book, township_id, run_id = stored_book(run), run.township_id, run.id
    try:
        return look(book, township_id, act, run_id)
    finally:
        db.session.rollback()


def take(act: Act, run: ImportRun, version: int | None) -> dict[str, int]:
    """Take every good row in one transaction; the refused ones stay out and can be downloaded."""
    if run.state != PREVIEWED:
        raise Refused(_("这个文件已经处理过了。要再导入，请重新上传。"))
    if version is not None and run.version != version:
        raise Refused(_("这个文件正由别人处理，请刷新后再看。"))
    book = stored_book(run)
    with write(act, "book.take", run) as session:
        counts = look(book, run.township_id, act, run.id).counts
        run.state, run.taken_at, run.counts = TAKEN, act.at, json.dumps(counts)
        session.add(run)
    return counts


def drop(act: Act, run: ImportRun) -> None:
    """Throw a preview away, and its file."""
    if run.state != PREVIEWED:
        raise Refused(_("这个文件已经处理过了。"))
    with write(act, "book.drop", run):
        run.state = DROPPED
    (folder() / run.stored_name).unlink(missing_ok=True)


def correct(act: Act, run: ImportRun, signature: str, kind: str, columns: dict[str, int]) -> None:
    """Remember which column is which under this header row, for this file and every later one."""
    row = db.session.scalar(
        select(ColumnMapping).where(
            ColumnMapping.township_id == run.township_id, ColumnMapping.signature == signature
        )
    )
    row = row or ColumnMapping(township_id=run.township_id, signature=signature)
    with write(act, "book.columns", run, after={"kind": kind, "columns": columns}) as session:
        row.kind, row.columns = kind, json.dumps(columns)
        session.add(row)


def refused_file(shown: Preview, name: str, data: bytes) -> bytes:
    """The refused rows of a file taken at the shell."""
    return refused_workbook(opened(data, name), shown)


def refused_rows(act: Act, run: ImportRun) -> bytes:
    """The rows that stayed out, as a workbook with a reason column, to mend and upload again."""
    book = stored_book(run)
    return refused_workbook(book, preview(act, run))


def refused_workbook(book: Book, shown: Preview) -> bytes:
    """The refused rows of a preview with the reasons in the reader's language."""
    out = {(taken.row.sheet, id_of(taken)): taken.row for taken in shown.of_state(REFUSED)}
    readings = [replace(reading, rows=tuple(bad_rows(reading, out))) for reading in shown.readings]
    return bad_rows_workbook(readings, book)


def id_of(taken: Taken) -> tuple[int, str]:
    """One line of a sheet can be several rows (a grade for each year)."""
    return taken.row.number, str(taken.row.fields.get("year", ""))


def bad_rows(reading: SheetReading, out: dict[tuple[str, tuple[int, str]], object]) -> Sequence[object]:
    """The refused rows of one sheet, with every reason that they have."""
    return [row for (sheet, _key), row in out.items() if sheet == reading.sheet]


def take_file(act: Act, township_id: int, name: str, data: bytes, dry_run: bool = False) -> Preview:
    """From the shell: the same reading and the same taking, in one transaction."""
    book = opened(data, name)
    if dry_run:
        try:
            return look(book, township_id, act, None)
        finally:
            db.session.rollback()
    with write(act, "book.take", f"file:{name[:60]}", after={"sha256": hashlib.sha256(data).hexdigest()}):
        shown = look(book, township_id, act, None)
    return shown


def kept_counts(run: ImportRun) -> dict[str, int]:
    """What a run did when it was taken."""
    return json.loads(run.counts)
