"""Runs the migrations against the app's database: all in one transaction on SQLite, one each on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from evalsys.extensions import db, writing

# Any number that nothing else locks in this database; milliseconds that a start waits for another one's migrations.
LOCK, PATIENCE = 20_260_701, 120_000


@contextmanager
def only_one(connection: Connection) -> Iterator[None]:
    """Let several machines that start at once migrate one after the other; SQLite has its write lock for that."""
    if connection.dialect.name != "postgresql":
        driver = connection.connection.driver_connection
        (usual,) = driver.execute("PRAGMA busy_timeout").fetchone()
        driver.execute(f"PRAGMA busy_timeout={PATIENCE}")
        yield
        driver.execute(f"PRAGMA busy_timeout={usual}")
        return
    connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
        connection.commit()


def run() -> None:
    """Migrate over the app's own engine, so that pragmas and locks are the same as in use."""
    writing.set(True)
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            # On SQLite one transaction holds all of it: its lock is what keeps a second start out. Alembic takes
            # SQLite's tables for something that no transaction holds, which is true of the driver's own late BEGIN.
            transaction_per_migration=connection.dialect.name != "sqlite",
            transactional_ddl=True,
        )
        with only_one(connection), context.begin_transaction():
            context.run_migrations()


run()
