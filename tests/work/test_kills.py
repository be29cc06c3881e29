"""kill -9 in the middle of a job: every paper is there in the end, exactly once. More of it: benches/kills.py."""

from __future__ import annotations

import random

import pytest

from benches.killing import killed, on_postgresql, on_sqlite
from benches.kills import free_port
from tests import databases

CYCLES, PAPERS = 2, 30


@pytest.fixture
def site(engine_name, tmp_path, request):
    if engine_name == "sqlite":
        return on_sqlite(tmp_path / "instance", PAPERS, free_port())
    return on_postgresql(tmp_path, PAPERS, databases.fresh(engine_name, request))


def test_every_paper_is_there_exactly_once_whatever_was_killed(site, engine_name):
    outcome = killed(site, 1 if engine_name == "sqlite" else 2, CYCLES, random.Random(1))
    assert outcome.wrong == []
    assert (outcome.items, outcome.done, outcome.files) == (PAPERS + 2, PAPERS + 2, PAPERS + 2)
    assert outcome.kills == CYCLES and outcome.held >= CYCLES
    assert outcome.longest_wait <= 60
