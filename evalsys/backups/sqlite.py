"""A copy of a SQLite database while others write to it: through SQLite itself, never through the file."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from evalsys.backups.counting import NEVER_COPIED, fingerprints
from evalsys.extensions import db

NAME = "database.db"


class Damaged(Exception):
    """The copy does not hold together; the text is what SQLite says."""


def copy(path: Path) -> dict[str, list[Any]]:
    """Copy the app's database to this path, checked; what it holds, table by table."""
    source = db.engine.raw_connection()
    target = sqlite3.connect(path, isolation_level=None)
    try:
        source.driver_connection.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        target.execute("PRAGMA secure_delete=ON")
        for table in NEVER_COPIED:
            target.execute(f'DELETE FROM "{table}"')
        target.execute("VACUUM")
        check(target)
    finally:
        target.close()
        source.close()
    return held_by(path)


def check(connection: sqlite3.Connection) -> None:
    """Raise Damaged unless SQLite finds every page and every reference in order."""
    said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    if said != ["ok"]:
        raise Damaged("; ".join(said[:3]))
    if broken := connection.execute("PRAGMA foreign_key_check").fetchall():
        raise Damaged(f"{len(broken)} references lead nowhere, the first in {broken[0][0]}")


def check_file(path: Path) -> None:
    """The same for a file."""
    connection = sqlite3.connect(path)
    try:
        check(connection)
    except sqlite3.DatabaseError as wrong:
        raise Damaged(str(wrong)) from wrong
    finally:
        connection.close()


def held_by(path: Path) -> dict[str, list[Any]]:
    """What the database in that file holds."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.connect() as connection:
        return fingerprints(connection)
