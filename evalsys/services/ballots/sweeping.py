"""Rewrites the storage after a round, so that no old page of the box is left; can be repeated."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from flask_babel import gettext as _
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from evalsys.extensions import db
from evalsys.models.ballots import CLOSED, VOID, BallotBox, BallotChoice, BallotReceipt, BallotRound
from evalsys.services.ballots import keys, rounds
from evalsys.services.write import Act, Refused, keep, write

TABLES = (BallotBox, BallotChoice, BallotReceipt)
CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"
LONGEST_WAIT = "5s"


class Busy(Exception):
    """Somebody else is reading or writing, so that old pages cannot go."""


def sweep(act: Act, row: BallotRound) -> None:
    """Destroy what is left of the key and rewrite the storage. Raises Refused where that did not work out."""
    rounds.refuse_unless(row, (CLOSED, VOID))
    keys.destroy(row.id)
    keep()
    try:
        rewrite()
    except (Busy, SQLAlchemyError, sqlite3.Error) as trouble:
        raise Refused(
            _("投票已经结束，密钥已经销毁；但数据库文件还没有清理完。请过几分钟没有人使用时，再按“清理存储”。")
        ) from trouble
    with write(act, "ballot.sweep", row):
        row.is_swept = True


def rewrite() -> None:
    """Outside any transaction, as both engines want it."""
    if db.engine.dialect.name == "sqlite":
        rewrite_file()
    else:
        rewrite_tables()


def rewrite_file() -> None:
    """Freed pages are zeroed by secure_delete; the log beside the file is emptied, the file written anew."""
    with closing(db.engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA secure_delete=ON")
        for statement in (CHECKPOINT, "VACUUM", CHECKPOINT):
            cursor.execute(statement)
            answer = cursor.fetchone() if statement == CHECKPOINT else None
            if answer and answer[0]:
                raise Busy


def rewrite_tables() -> None:
    """VACUUM FULL writes each table into a new file."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"SET lock_timeout = '{LONGEST_WAIT}'"))
        for table in TABLES:
            connection.execute(text(f"VACUUM FULL {table.__tablename__}"))
        connection.execute(text("SET lock_timeout = DEFAULT"))
