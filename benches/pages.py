"""A list page of fifty people with sign-in, rights and layout, beside a bare Flask page of the same rows."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from statistics import median
from time import process_time

from flask import Flask, render_template_string

from evalsys import create_app, sample
from evalsys.extensions import db, writing
from evalsys.models.accounts import Account
from evalsys.services import codes
from evalsys.services.write import Act

AT = datetime(2026, 7, 2, 10, 0)
WARM, ROUNDS = 10, 100
ROWS = """
    SELECT person.id, person.name, person.sex, person.born_on, branch.name AS branch,
           (SELECT group_concat(unit.name || ' ' || post.title, ', ') FROM post JOIN unit ON unit.id = post.unit_id
            WHERE post.person_id = person.id AND post.until_on IS NULL) AS posts
    FROM person
    LEFT JOIN membership ON membership.person_id = person.id AND membership.until_on IS NULL
    LEFT JOIN unit AS branch ON branch.id = membership.branch_id
    ORDER BY person.pinyin, person.id LIMIT 50
"""
BARE = """<!doctype html><title>people</title><h1>people</h1><table>
{% for row in rows %}<tr><th><a href="/people/{{ row.id }}">{{ row.name }}</a></th><td>{{ row.sex or '—' }}</td>
<td>{{ row.born_on or '—' }}</td><td>{{ row.branch or '—' }}</td><td>{{ row.posts or '—' }}</td></tr>
{% endfor %}</table>
"""


def list_page() -> Iterator[str]:
    """The medians of both, taken in turn, and how many times one is of the other."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"INSTANCE": folder, "CLOCK": lambda: AT})
        with app.app_context():
            writing.set(True)
            db.create_all()
            for _name, _counts in sample.build(AT):
                pass
            clerk = db.session.scalar(db.select(Account).filter_by(login_name=sample.CLERK))
            code = codes.issue_code(Act(None, AT), "sign-in", clerk)
            db.session.remove()
        ours, bare = signed_in(app, code), bare_page(Path(folder) / "evalsys.db")
        whole, plain = in_turn(lambda: fetched(ours, "/people/"), lambda: fetched(bare, "/"))
        with app.app_context():
            db.engine.dispose()
    yield f"bare Flask + SQLite, fifty rows     p50 {plain * 1000:6.2f} ms"
    yield f"roster with sign-in, rights, layout p50 {whole * 1000:6.2f} ms, {whole / plain:.2f} times"


def signed_in(app: Flask, code: str) -> object:
    """A browser of the clerk's."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    answer = client.post("/enter", data={"code": code})
    if answer.status_code != 302:
        raise RuntimeError(f"no sign-in: {answer.status_code}")
    return client


def bare_page(path: Path) -> object:
    """The least that shows the same rows."""
    app = Flask("bare")

    @app.get("/")
    def rows() -> str:
        connection = sqlite3.connect(path)
        connection.row_factory = sqlite3.Row
        try:
            return render_template_string(BARE, rows=connection.execute(ROWS).fetchall())
        finally:
            connection.close()

    return app.test_client()


def fetched(client: object, address: str) -> int:
    """One page, which has to be there with its fifty rows."""
    answer = client.get(address)
    rows = answer.get_data(as_text=True).count("<tr")
    if answer.status_code != 200 or rows < 50:
        raise RuntimeError(f"{address}: {answer.status_code}, {rows} rows")
    return rows


def in_turn(first: Callable[[], int], second: Callable[[], int]) -> tuple[float, float]:
    """The medians of both in processor time, each measured right after the other."""
    for _round in range(WARM):
        first(), second()
    spent: tuple[list[float], list[float]] = ([], [])
    for _round in range(ROUNDS):
        for work, seconds in zip((first, second), spent, strict=True):
            start = process_time()
            work()
            seconds.append(process_time() - start)
    return median(spent[0]), median(spent[1])


BENCHES = {"list-page": list_page}

if __name__ == "__main__":
    print("\n".join(list_page()))
