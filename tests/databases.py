"""Databases for tests: SQLite in memory, or databases of one PostgreSQL server that PyPI brought."""

from __future__ import annotations

import itertools
import os
import tempfile
from functools import cache
from pathlib import Path

import pgserver
import psycopg
from flask_migrate import upgrade

from evalsys import create_app

COUNTER = itertools.count()


def fresh(engine: str, request) -> str:
    """The address of an empty, migrated database that goes away with the test."""
    if engine == "sqlite":
        return "sqlite://"
    server = server_address()
    template()
    name = f"t{os.getpid()}_{next(COUNTER)}"
    run(server, f"CREATE DATABASE {name} TEMPLATE {template_name()} STRATEGY FILE_COPY")
    request.addfinalizer(lambda: run(server, f"DROP DATABASE {name} WITH (FORCE)"))
    return with_database(server, name)


@cache
def server_address() -> str:
    """Start the server of this process, once."""
    folder = Path(tempfile.mkdtemp(prefix="evalsys-pg-"))
    server = pgserver.get_server(folder, cleanup_mode="delete")
    server_address.keep = server
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # nothing here outlives a test
        run(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
    run(server.get_uri(), "SELECT pg_reload_conf()")
    return server.get_uri()


def template_name() -> str:
    """The database that every test's own is copied from."""
    return f"template_{os.getpid()}"


@cache
def template() -> None:
    """Run the migrations once."""
    run(server_address(), f"CREATE DATABASE {template_name()}")
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            {"INSTANCE": folder, "SQLALCHEMY_DATABASE_URI": with_database(server_address(), template_name())}
        )
        with app.app_context():
            upgrade()
            app.extensions["sqlalchemy"].engine.dispose()


def with_database(server: str, name: str) -> str:
    """The server's address with another database, for SQLAlchemy."""
    before, _, after = server.partition("/postgres?")
    return f"{before.replace('postgresql://', 'postgresql+psycopg://')}/{name}?{after}"


def run(server: str, statement: str) -> None:
    """One statement outside any transaction."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
