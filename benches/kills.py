"""kill -9 in the middle of a job of papers: `python3 run.py bench kills [--cycles 20] [--papers 500]`."""

from __future__ import annotations

import random
import socket
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from benches.killing import killed, on_postgresql, on_sqlite

SEED = 20


def kills(cycles: int = 20, papers: int = 500) -> Iterator[str]:
    """The server on SQLite, then one of two workers on PostgreSQL, each so many times."""
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        site = on_sqlite(Path(folder) / "instance", papers, free_port())
        yield from killed(site, 1, cycles, chance).lines("SQLite, the server")
    try:
        databases = import_module("tests.databases")
    except ImportError:
        yield "PostgreSQL: left out, as its server comes with the libraries of the tests (python3 run.py test)"
        return
    with tempfile.TemporaryDirectory() as folder:
        server = databases.server_address()
        databases.run(server, "CREATE DATABASE kills")
        site = on_postgresql(Path(folder), papers, databases.with_database(server, "kills"))
        yield from killed(site, 2, cycles, chance).lines("PostgreSQL, one of two workers")


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


BENCHES = {"kills": kills}
