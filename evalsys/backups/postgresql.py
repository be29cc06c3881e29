"""A copy of a PostgreSQL database through PostgreSQL's own tools, all of it as of one moment."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import URL, text

from evalsys.backups.counting import NEVER_COPIED, fingerprints
from evalsys.extensions import db
from evalsys.settings import surroundings

NAME = "database.dump"


class NoTools(Exception):
    """PostgreSQL's tools are not on this machine; the text says what to do."""


class ToolFailed(Exception):
    """A tool of PostgreSQL ended with this sentence."""


def copy(path: Path) -> dict[str, list[Any]]:
    """Dump the database to this path; what it holds at that very moment, table by table."""
    tool = found("pg_dump")
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        moment = connection.scalar(text("SELECT pg_export_snapshot()"))
        left_out = [f"--exclude-table-data={name}" for name in (*NEVER_COPIED, "queue.*")]
        command = [tool, "--format=custom", "--no-owner", f"--snapshot={moment}", *left_out]
        run([*command, f"--file={path}", f"--dbname={address()}"])
        return fingerprints(connection)


def put_back(path: Path) -> dict[str, list[Any]]:
    """Replace what the database holds by the dump, all or nothing; what it holds then."""
    tool = found("pg_restore")
    db.engine.dispose()
    command = [tool, "--clean", "--if-exists", "--no-owner", "--single-transaction"]
    run([*command, f"--dbname={address()}", str(path)])
    with db.engine.connect() as connection:
        return fingerprints(connection)


def found(name: str) -> str:
    """Where the tool lies."""
    path = shutil.which(name)
    if path is None:
        says = _("这台机器上没有 %(tool)s。请安装 PostgreSQL 的客户端工具（postgresql-client）后再试。", tool=name)
        raise NoTools(says)
    return path


def address() -> str:
    """The database's address as the tools want it, without the password: every user can read a command."""
    plain = URL.create("postgresql", db.engine.url.username, None, *db.engine.url[3:])
    return plain.render_as_string(hide_password=False)


def run(command: list[str]) -> None:
    """Run a tool to its end."""
    around = surroundings(PGPASSWORD=db.engine.url.password) if db.engine.url.password else surroundings()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=around)  # noqa: S603
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise ToolFailed(lines[0] if lines else f"{command[0]}: {done.returncode}")


def others() -> int:
    """How many other connections there are to the database."""
    db.session.remove()
    db.engine.dispose()
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with db.engine.connect() as connection:
        return connection.scalar(text(query)) or 0
