"""Puts a backup back: checked before and after, over nothing that is in use, with what was there kept aside."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import DateTime, TextClause, bindparam, inspect, text

from evalsys.backups import making, postgresql, sqlite
from evalsys.backups.sqlite import Damaged
from evalsys.extensions import db

LOCK = "serving.lock"
# Who was signed in then is not any more; what was in work then is not taken up again.
AFTERWARDS = {
    "sign_in": "UPDATE sign_in SET ended_at = :at WHERE ended_at IS NULL",
    "one_time_code": "UPDATE one_time_code SET used_at = :at WHERE used_at IS NULL",
    "job_item": "UPDATE job_item SET state = 'cancelled', lease_until = NULL"
    " WHERE state IN ('waiting', 'queued', 'running')",
    "job": "UPDATE job SET state = 'cancelled', ended_at = :at WHERE state = 'running'",
}


class CannotRestore(Exception):
    """Nothing was changed; the text says why and what to do."""


def restore(app: Flask, path: Path, at: datetime, is_sure: bool) -> dict[str, Any]:
    """Put the backup in the place of what there is. The notes of the backup; raises CannotRestore."""
    notes = checked(path)
    refuse_other_engine(notes)
    refuse_running(app)
    if not is_sure and not is_empty():
        raise CannotRestore(_("这里已经有数据了。确实要用备份换掉它，请加上 --yes；现有的会先挪到 backups 里留着。"))
    with tempfile.TemporaryDirectory(dir=app.instance_path) as folder:
        place = Path(folder)
        making.unpack(path, place)
        put_back = onto_sqlite if notes["engine"] == "sqlite" else onto_postgresql
        put_back(app, place, notes, at)
    return notes


def checked(path: Path) -> dict[str, Any]:
    """The notes of an archive that is whole."""
    try:
        notes = making.verify(path)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as wrong:
        raise CannotRestore(_("这个备份文件不完整，没有恢复：%(why)s。请换一个备份。", why=str(wrong))) from wrong
    if notes.get("format") != making.FORMAT:
        raise CannotRestore(_("这个备份是别的版本做的，认不出来。请用做备份时的程序恢复。"))
    return notes


def refuse_other_engine(notes: dict[str, Any]) -> None:
    """A copy of SQLite is none of PostgreSQL."""
    if notes["engine"] != db.engine.dialect.name:
        said = {"then": notes["engine"], "now": db.engine.dialect.name}
        raise CannotRestore(_("备份来自 %(then)s，这里用的是 %(now)s，不能恢复到这里。", **said))


def refuse_running(app: Flask) -> None:
    """Nobody's work is pulled away from under a server."""
    says = _("程序正在运行。请先停掉它和所有 worker，再恢复。")
    with closing(sqlite3.connect(Path(app.instance_path) / LOCK, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as held:
            raise CannotRestore(says) from held
    if db.engine.dialect.name == "postgresql" and postgresql.others():
        raise CannotRestore(says)


def is_empty() -> bool:
    """Holds the database nothing yet?"""
    if not inspect(db.engine).has_table("unit"):
        return True
    with db.engine.connect() as connection:
        return connection.execute(text("SELECT 1 FROM unit LIMIT 1")).first() is None


def compare(there: dict[str, Any], notes: dict[str, Any]) -> None:
    """Raise CannotRestore that names the tables which are not as the backup says."""
    said = notes["tables"]
    wrong = sorted(name for name in said.keys() | there.keys() if there.get(name) != said.get(name))
    if wrong:
        raise CannotRestore(
            _("恢复出来的数据和备份的记录对不上（%(names)s），没有采用。", names="、".join(wrong[:5]))
        )


def onto_sqlite(app: Flask, place: Path, notes: dict[str, Any], at: datetime) -> None:
    """Check the copy, keep what is there aside, put the files in their places, check again."""
    fresh = place / sqlite.NAME
    try:
        sqlite.check_file(fresh)
    except Damaged as damaged:
        raise CannotRestore(_("备份里的数据库有损坏，没有恢复：%(why)s。", why=str(damaged))) from damaged
    compare(sqlite.held_by(fresh), notes)
    target = Path(str(db.engine.url.database))
    db.session.remove()
    db.engine.dispose()
    aside = Path(app.instance_path) / making.FOLDER / f"before-{at:%Y%m%d-%H%M%S}"
    for path in (target, *(target.with_name(target.name + ending) for ending in ("-wal", "-shm"))):
        keep_aside(path, aside)
    put_files(app, place, aside)
    fresh.replace(target)
    sqlite.check_file(target)
    compare(sqlite.held_by(target), notes)
    afterwards(at)


def onto_postgresql(app: Flask, place: Path, notes: dict[str, Any], at: datetime) -> None:
    """Keep a dump of what is there aside, replace it in one transaction, check."""
    aside = Path(app.instance_path) / making.FOLDER / f"before-{at:%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700, parents=True)
    db.session.remove()
    postgresql.copy(aside / postgresql.NAME)
    there = postgresql.put_back(place / postgresql.NAME)
    compare(there, notes)
    put_files(app, place, aside)
    afterwards(at)


def put_files(app: Flask, place: Path, aside: Path) -> None:
    """Keys, settings, uploads and papers into the instance; those that stood there are kept aside."""
    source, instance = place / "instance", Path(app.instance_path)
    for path in sorted(source.rglob("*")):
        if path.is_file():
            target = instance / path.relative_to(source)
            keep_aside(target, aside / "instance" / path.relative_to(source).parent)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.replace(target)


def keep_aside(path: Path, folder: Path) -> None:
    """Move a file away, if it is there."""
    if path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(path, folder / path.name)


def afterwards(at: datetime) -> None:
    """What must not go on as it was at the time of the backup; an older one has fewer tables."""
    tables = inspect(db.engine).get_table_names()
    with db.engine.begin() as connection:
        for table, statement in AFTERWARDS.items():
            if table in tables:
                connection.execute(timed(statement, at))


def timed(statement: str, at: datetime) -> TextClause:
    """The statement, with the moment where it asks for one."""
    made = text(statement)
    return made.bindparams(bindparam("at", at, DateTime)) if ":at" in statement else made
