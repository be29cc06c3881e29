"""How fast a member book is read, previewed and taken into a new township."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from time import perf_counter

from flask_migrate import upgrade

from evalsys import create_app, sample
from evalsys.books import open_book, read
from evalsys.extensions import db, writing
from evalsys.services.books import take_file
from evalsys.services.write import Act

BOOK = "党员花名册"
AT = datetime(2026, 7, 1, 9, 0)
ROUNDS = 3


def members() -> Iterator[str]:
    """One line for reading, previewing and taking; the best of three rounds counts, each in a fresh file."""
    path = next(path for path in sample.files() if path.stem == BOOK)
    data = path.read_bytes()
    readings = read(open_book(data, path.name))
    rows = sum(len(reading.rows) for reading in readings)
    taken = sum(len(reading.taken) for reading in readings)
    seconds = min(timed(lambda: read(open_book(data, path.name))) for _round in range(ROUNDS))
    yield f"{path.name}: {rows} rows, {taken} of them good"
    yield f"reading                  {seconds:7.3f} s {rows / seconds:8.0f} rows a second"
    rounds = [in_a_fresh_township(path.name, data) for _round in range(ROUNDS)]
    for place, title in enumerate(("preview, nothing known", "taking, one transaction", "preview, all known")):
        seconds = min(measured[place] for measured in rounds)
        yield f"{title:<24} {seconds:7.3f} s {rows / seconds:8.0f} rows a second"


def timed(work: Callable[[], object]) -> float:
    """How long it takes once."""
    start = perf_counter()
    work()
    return perf_counter() - start


def in_a_fresh_township(name: str, data: bytes) -> tuple[float, float, float]:
    """Preview, take, preview again, in a new SQLite file made by the migrations."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"INSTANCE": folder})
        with app.app_context():
            writing.set(True)
            upgrade()
            act = Act(None, AT)
            place = sample.begin(act).id
            before = timed(lambda: take_file(act, place, name, data, dry_run=True))
            taking = timed(lambda: take_file(act, place, name, data))
            after = timed(lambda: take_file(act, place, name, data, dry_run=True))
            db.session.remove()
            db.engine.dispose()
    return before, taking, after


BENCHES = {"import-members": members}

if __name__ == "__main__":
    print("\n".join(members()))
