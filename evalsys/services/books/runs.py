"""One upload from file to books: kept, previewed, corrected, taken in one transaction or dropped."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import replace

from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.books import Book, BookRefused, Override, SheetReading, read
from evalsys.books.book import Sheet
from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.imports import ColumnMapping, ImportRun
from evalsys.models.units import Unit
from evalsys.services import points_register, scope
from evalsys.services.books import files, refused
from evalsys.services.books.previews import Preview
from evalsys.services.books.registry import Registry
from evalsys.services.books.taking import take_all
from evalsys.services.write import Act, Refused, write

PREVIEWED, TAKEN, DROPPED = "previewed", "taken", "dropped"
LONGEST_NAME = 100


def upload(act: Act, name: str, data: bytes) -> ImportRun:
    """Keep a checked file for the preview; its stored name is ours. Old files are tidied away first."""
    book = files.opened(data, name)
    files.tidy(act.at)
    digest = hashlib.sha256(data).hexdigest()
    run = ImportRun(
        township_id=act.actor.township_id,
        account_id=act.actor.id,
        file_name=book.name[-LONGEST_NAME:] or "-",
        stored_name=f"{secrets.token_hex(16)}.book",
        sha256=digest,
        state=PREVIEWED,
        mapping="{}",
        counts="{}",
        uploaded_at=act.at,
    )
    try:
        after = {"file": run.file_name, "sha256": digest}
        with write(of_file(act, digest), "book.upload", run, after=after) as session:
            files.store(run.stored_name, data)
            session.add(run)
    except Exception:
        files.remove(run.stored_name)
        raise
    return run


def of_file(act: Act, digest: str) -> Act:
    """The same form with another file is another upload: somebody went back and chose again."""
    if not act.form_key:
        return act
    key = hashlib.sha256(f"{act.form_key}{digest}".encode()).hexdigest()[:32]
    return replace(act, form_key=key, input_hash=digest)


def get(viewer: Account, run_id: int) -> ImportRun:
    """One run of the viewer's township, or Unknown."""
    return scope.of_township(viewer, ImportRun, run_id)


def recent(viewer: Account, most: int | None) -> list[ImportRun]:
    """The latest runs of the township, or all of them."""
    query = select(ImportRun).where(ImportRun.township_id == viewer.township_id)
    return list(db.session.scalars(query.order_by(ImportRun.id.desc()).limit(most)))


def taken_before(run: ImportRun) -> ImportRun | None:
    """The last time that the very same file was taken."""
    query = select(ImportRun).where(
        ImportRun.township_id == run.township_id, ImportRun.sha256 == run.sha256, ImportRun.state == TAKEN
    )
    return db.session.scalars(query.order_by(ImportRun.id.desc()).limit(1)).first()


def remembered(township_id: int) -> dict[str, Override]:
    """The corrected column mappings of the township by the header's signature."""
    rows = db.session.scalars(select(ColumnMapping).where(ColumnMapping.township_id == township_id))
    return {row.signature: Override(row.kind, json.loads(row.columns)) for row in rows}


def readings(book: Book, township_id: int, act: Act) -> list[SheetReading]:
    """The sheets with the corrections that the township remembers. Raises Refused, translated."""
    try:
        return read(book, remembered(township_id), act.today)
    except BookRefused as refusal:
        raise Refused(_(refusal.says, **refusal.values)) from refusal


def sheet_of(act: Act, run: ImportRun, title: str) -> tuple[Sheet, SheetReading]:
    """One sheet of a run with what it was taken for. Raises Unknown for a sheet without anything like a header."""
    book = files.book_of(run)
    for sheet, reading in zip(book.sheets, readings(book, run.township_id, act), strict=True):
        if sheet.title == title and reading.headers:
            return sheet, reading
    raise scope.Unknown


def look(book: Book, township_id: int, act: Act, run_id: int | None) -> Preview:
    """Read the book and bring its rows into the session; the caller commits or rolls back."""
    found = readings(book, township_id, act)
    rows = take_all(Registry(township_id, act.today, act.at, act.name), found, run_id)
    return Preview(tuple(found), tuple(rows))


def preview(act: Act, run: ImportRun) -> Preview:
    """What taking the run would do now; the books stay as they are."""
    book, township_id, run_id = files.book_of(run), run.township_id, run.id
    try:
        return look(book, township_id, act, run_id)
    finally:
        db.session.rollback()


def queue(township_id: int) -> None:
    """One import at a time in a township: the second one must see what the first has written."""
    db.session.scalar(select(Unit.id).where(Unit.id == township_id).with_for_update(key_share=True))


def take(act: Act, run: ImportRun, version: int | None) -> dict[str, int]:
    """Take every good row in one transaction; the refused ones stay out and can be downloaded."""
    book, after = files.book_of(run), {}
    with write(act, "book.take", run, after=after):
        queue(run.township_id)
        db.session.refresh(run)
        refuse_done(run)
        if version is not None and run.version != version:
            raise Refused(_("这个文件正由别人处理，请刷新后再看。"))
        shown = look(book, run.township_id, act, run.id)
        counts = shown.counts
        run.state, run.taken_at, run.counts = TAKEN, act.at, json.dumps(counts)
        after.update(file=run.file_name, **counts)
    follow(act, run.township_id, shown)
    return counts


def follow(act: Act, township_id: int, shown: Preview) -> None:
    """What a book sets off: the lines of a points register become entries, as far as the measure knows them."""
    if any(reading.kind == points_register.POINTS for reading in shown.readings):
        points_register.take(replace(act, form_key=""), township_id)


def refuse_done(run: ImportRun) -> None:
    """A file is taken or dropped once."""
    if run.state != PREVIEWED:
        raise Refused(_("这个文件已经处理过了。要再导入，请重新上传。"))


def drop(act: Act, run: ImportRun) -> None:
    """Throw a preview away, and its file."""
    with write(act, "book.drop", run, after={"file": run.file_name}):
        queue(run.township_id)
        db.session.refresh(run)
        refuse_done(run)
        run.state = DROPPED
    files.remove(run.stored_name)


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


def take_file(act: Act, township_id: int, name: str, data: bytes, dry_run: bool = False) -> Preview:
    """From the shell: the same reading and the same taking, in one transaction."""
    book, after = files.opened(data, name), {"sha256": hashlib.sha256(data).hexdigest()}
    if dry_run:
        try:
            return look(book, township_id, act, None)
        finally:
            db.session.rollback()
    with write(act, "book.take", f"file:{book.name[:60]}", after=after):
        queue(township_id)
        shown = look(book, township_id, act, None)
        after.update(shown.counts)
    follow(act, township_id, shown)
    return shown


def refused_rows(act: Act, run: ImportRun) -> bytes:
    """The rows of a run that are still refused now, whether it was taken or not."""
    return refused.workbook(files.book_of(run), preview(act, run))


def refused_file(shown: Preview, name: str, data: bytes) -> bytes:
    """The refused rows of a file taken at the shell."""
    return refused.workbook(files.opened(data, name), shown)


def kept_counts(run: ImportRun) -> dict[str, int]:
    """What a run did when it was taken."""
    return json.loads(run.counts)
