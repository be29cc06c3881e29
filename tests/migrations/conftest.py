"""An app whose database is really empty: no table, no template."""

from __future__ import annotations

import itertools
import os

import pytest

from evalsys import create_app
from evalsys.extensions import db
from tests import databases

COUNTER = itertools.count()


@pytest.fixture
def empty(tmp_path, engine_name, request):
    """The app, in its context, on a database without any table."""
    address = f"sqlite:///{tmp_path / 'empty.db'}"
    if engine_name == "postgresql":
        server, name = databases.server_address(), f"empty{os.getpid()}_{next(COUNTER)}"
        databases.run(server, f"CREATE DATABASE {name}")
        request.addfinalizer(lambda: databases.run(server, f"DROP DATABASE {name} WITH (FORCE)"))
        address = databases.with_database(server, name)
    app = create_app({"INSTANCE": str(tmp_path / "instance"), "TESTING": True, "SQLALCHEMY_DATABASE_URI": address})
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
