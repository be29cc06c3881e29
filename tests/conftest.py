"""The fixtures: an app with a database of its own for each test, a fixed clock, a checked client."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime

import pytest

from evalsys import create_app
from evalsys.extensions import db, writing
from tests import databases
from tests.factories import Maker
from tests.page import Page


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 7, 1, 9, 0)

    def __call__(self) -> datetime:
        return self.now


def pytest_addoption(parser):
    parser.addoption("--database", default="sqlite", choices=["sqlite", "postgresql"])


@pytest.fixture(scope="session")
def engine_name(request):
    return request.config.getoption("--database")


@pytest.fixture
def clock():
    return Clock()


@contextmanager
def standing(engine_name, tmp_path, clock, **settings):
    """An app on a database with its tables, for the length of a test."""
    app = create_app({"INSTANCE": str(tmp_path / "instance"), "TESTING": True, "CLOCK": clock, **settings})
    with app.app_context():
        writing.set(True)
        if engine_name == "sqlite":
            db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()
        app.extensions["bell"].close()


@pytest.fixture
def app(tmp_path, clock, engine_name, request):
    """An app on a fresh database: SQLite in memory, or a new PostgreSQL database from a migrated template."""
    address = databases.fresh(engine_name, request)
    with standing(engine_name, tmp_path, clock, SQLALCHEMY_DATABASE_URI=address, WTF_CSRF_ENABLED=True) as app:
        yield app


@pytest.fixture
def app_in_files(tmp_path, clock, engine_name, request):
    """An app whose threads have connections of their own: SQLite in the instance folder, or PostgreSQL."""
    own = {}
    if engine_name == "postgresql":
        own["SQLALCHEMY_DATABASE_URI"] = databases.fresh(engine_name, request)
    with standing(engine_name, tmp_path, clock, **own) as app:
        yield app


@pytest.fixture
def make(app, clock):
    """Makes a township and whatever a test needs in it."""
    return Maker(clock)


@pytest.fixture
def page(app, make):
    """A checked client that nobody has signed in to."""
    return Page(app, make)
