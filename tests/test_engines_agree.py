"""The same work leaves the same books on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections import Counter

import pytest

from evalsys.extensions import db
from tests.conftest import standing
from tests.dumps import dump
from tests.scenario import STEPS, Clock, play

SEED, WHOLE, SHORT = 20260630, 1000, 150


@pytest.fixture
def beside(tmp_path):
    """A second instance, on SQLite in memory."""

    def played(steps):
        with standing("sqlite", tmp_path / "beside", Clock(), SQLALCHEMY_DATABASE_URI="sqlite://"):
            town = play(SEED, steps)
            return town.told, dump()

    return played


def test_the_same_steps_leave_the_same_books_on_both_engines(app, engine_name, beside):
    steps = WHOLE if engine_name == "postgresql" else SHORT  # two instances on SQLite agree in few steps
    town = play(SEED, steps)
    told, books = beside(steps)
    assert town.told == told
    held = dump()
    assert {name: len(rows) for name, rows in held.items()} == {name: len(rows) for name, rows in books.items()}
    apart = [(a, b) for name in held for a, b in zip(held[name], books[name], strict=True) if a != b]
    assert apart[:2] == []
    if steps == WHOLE:
        assert is_varied(town)


def is_varied(town):
    """Every verb succeeded at least once, many were refused, and results were computed anew."""
    came = Counter((line.split()[2], line.split()[3].rstrip(":")) for line in town.told)
    assert {verb for verb, what in came if what == "done"} == set(STEPS)
    assert sum(number for (_verb, what), number in came.items() if what == "refused") > WHOLE / 10
    return db.session.scalar(db.text("SELECT count(*) FROM evaluation WHERE number > 1")) > 0
