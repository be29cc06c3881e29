"""Runs the migrations against the app's database, inside one transaction each."""

from __future__ import annotations

from alembic import context
from flask import current_app

from evalsys.extensions import db, writing


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
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
