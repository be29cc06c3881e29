"""Many townships on one PostgreSQL, two web processes before it: how each step grows with 3,500 members each."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from statistics import median
from time import monotonic, perf_counter, sleep
from urllib.parse import urlencode

from flask_migrate import upgrade
from sqlalchemy import text

from benches import filling
from evalsys import create_app
from evalsys.extensions import db
from evalsys.services import points_ledger

ROOT = Path(__file__).resolve().parent.parent
SIZES = tuple(int(size) for size in os.environ.get("SCALE", "1 10 100").split())
WEB, CLIENTS, SECONDS, ROUNDS = 2, 8, 6.0, 15
PAGES = {
    "roster": "/people/",
    "branches": "/points/?period=2026Q2",
    "board of a branch": "/points/branches/{branch}?period=2026Q2",
    "one member": "/points/people/{member}?period=2026Q2",
    "board as PDF": "/points/branches/{branch}/board.pdf?period=2026Q2",
}
MISSING = "PostgreSQL is needed: `python3 run.py check` installs pgserver, which brings one"


def scale() -> Iterator[str]:
    """A block of lines for each number of townships."""
    try:
        import pgserver
    except ImportError:
        yield MISSING
        return
    with tempfile.TemporaryDirectory() as folder:
        server = pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        app = create_app({"INSTANCE": folder, "SQLALCHEMY_DATABASE_URI": address, "CLOCK": lambda: filling.AT})
        with app.app_context():
            upgrade()
            held: list[int] = []
            for size in SIZES:
                yield from block(held, size, folder, address)
            db.session.remove()
            db.engine.dispose()
        server.cleanup()


def block(held: list[int], size: int, folder: str, address: str) -> Iterator[str]:
    """Fill up to that many townships, then time what one clerk and what many at once wait for."""
    start = perf_counter()
    held += filling.townships(len(held) + 1, size)
    filled, members = perf_counter() - start, size * filling.MEMBERS
    yield f"-- {size} townships, {members:,} members x {filling.EACH} entries (put in and indexed in {filled:.0f} s)"
    yield f"   database {db.session.scalar(text('SELECT pg_database_size(current_database())')) / 1e9:8.2f} GB"
    yield f"   all sums and ranks     {timed(points_ledger.ranks):10.3f} s"
    db.session.rollback()
    with web(folder, address) as ports:
        readers = [reader(port, held[0]) for port in ports for _n in range(CLIENTS // WEB)]
        for name, path in PAGES.items():
            yield f"   {name:<22} {p50(readers[0], path):10.1f} ms p50"
        yield f"   {WEB} web processes, {CLIENTS} readers: {throughput(readers):7.0f} pages/s"


def timed(work: Callable[[], object]) -> float:
    """Seconds of the better of two rounds."""
    best = float("inf")
    for _round in range(2):
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return best


@contextmanager
def web(folder: str, address: str) -> Iterator[list[int]]:
    """So many web processes on free ports, gone at the end."""
    own = {**os.environ, "EVALSYS_INSTANCE": folder, "EVALSYS_SQLALCHEMY_DATABASE_URI": address}
    ports = [free_port() for _n in range(WEB)]
    command = [sys.executable, "-m", "waitress", "--threads=8", "--host=127.0.0.1"]
    started = [
        subprocess.Popen([*command, f"--port={port}", "wsgi:app"], env=own, cwd=ROOT, stderr=subprocess.DEVNULL)
        for port in ports
    ]
    try:
        for port in ports:
            wait_for(port)
        yield ports
    finally:
        for process in started:
            process.terminate()
            process.wait(timeout=20)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for(port: int) -> None:
    """Until the server answers; a minute is too long."""
    until = monotonic() + 60
    while monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        sleep(0.1)
    raise RuntimeError(f"no server on port {port}")


class Reader:
    """A clerk at a browser: one connection, the sign-in's cookie."""

    def __init__(self, port: int) -> None:
        self.line, self.cookie, self.names = HTTPConnection("127.0.0.1", port, timeout=60), "", {}

    def ask(self, method: str, path: str, body: dict[str, str] | None = None) -> tuple[int, str]:
        """One request; the status and the page."""
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.line.request(method, path, urlencode(body or {}), headers)
        answer = self.line.getresponse()
        page = answer.read()
        told = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        self.cookie = "; ".join(told) or self.cookie
        return answer.status, page.decode(errors="replace")

    def read(self, path: str) -> None:
        """A page that has to be there."""
        status, page = self.ask("GET", path.format(**self.names))
        if status != 200:
            raise RuntimeError(f"{path} answered {status}: {page[:200]}")


def reader(port: int, township_id: int) -> Reader:
    """Signed in, with a branch and a member of the township to look at."""
    found = Reader(port)
    _status, page = found.ask("GET", "/enter")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    code = filling.sign_in_code(township_id)
    status, page = found.ask("POST", "/enter", {"csrf_token": token[1] if token else "", "code": code})
    if status != 302:
        raise RuntimeError(f"sign-in answered {status}: {page[:300]}")
    ask = "SELECT person_id AS member, branch_id AS branch FROM points_entry WHERE township_id = :township LIMIT 1"
    found.names = dict(db.session.execute(text(ask), {"township": township_id}).mappings().one())
    db.session.rollback()
    return found


def p50(one: Reader, path: str) -> float:
    """The middle of some rounds, in milliseconds, after two that warm up."""
    times = []
    for number in range(ROUNDS + 2):
        start = perf_counter()
        one.read(path)
        if number > 1:
            times.append((perf_counter() - start) * 1000)
    return median(times)


def throughput(readers: list[Reader]) -> float:
    """Pages a second, all readers at once, each going round the pages that are no papers."""
    paths, until = [path for path in PAGES.values() if ".pdf" not in path], monotonic() + SECONDS

    def go(one: Reader) -> int:
        done = 0
        for path in cycle(paths):
            if monotonic() > until:
                return done
            one.read(path)
            done += 1
        return done

    with ThreadPoolExecutor(len(readers)) as pool:
        return sum(pool.map(go, readers)) / SECONDS


BENCHES = {"scale": scale}
