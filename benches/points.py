"""Members' points: everybody's sum with a rank, beside a bare query; a register of 10,000 lines, beside openpyxl."""

from __future__ import annotations

import io
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from time import perf_counter

import openpyxl
from flask_migrate import upgrade
from sqlalchemy import func, select

from evalsys import create_app, sample
from evalsys.extensions import db, writing
from evalsys.models.accounts import Account
from evalsys.models.people import Membership, Person
from evalsys.models.points import PointsEntry
from evalsys.models.units import Unit
from evalsys.services import points_ledger, points_measure
from evalsys.services.books import runs
from evalsys.services.write import Act

AT = datetime(2026, 7, 2, 10, 0)
SIZES, EACH, ROUNDS = (3_528, 35_000), 50, 7
LINES, IMPORTS = 10_000, 3
HEADER = ("序号", "姓名", "日期", "加（扣）分事由", "加分", "扣分", "证明人", "备注")
BARE = "SELECT person_id, SUM(points) FROM points_entry GROUP BY person_id"
# Member after member, as the numbers come; what an entry is worth differs from one to the next.
FILL = """
WITH RECURSIVE member(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM member WHERE id < :people),
               nth(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM nth WHERE n < :each)
INSERT INTO points_entry (township_id, person_id, branch_id, scheme_version_id, item, title, clause, points,
    happened_on, reason, declared_by, checked_by, source, recorded_by, recorded_at)
SELECT 1, member.id, member.id % 90, 1, 'labour', '义务劳动', '第五条', ((member.id * 7 + n * 13) % 17 - 4) * 500,
    date('2026-01-01', (n * 3) || ' days'), '修水渠', '甲', '乙', 'hand', '乙', '2026-07-01 09:00:00'
FROM member CROSS JOIN nth
"""


def ranks() -> Iterator[str]:
    """One line for each size: the program's own sums and ranks, the bare query with a sort, and their ratio."""
    for people in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            app = create_app({"INSTANCE": folder})
            with app.app_context():
                upgrade()
                path = Path(folder) / "evalsys.db"
                filled(path, people)
                ours, bare = ranked(path)
                db.session.remove()
                db.engine.dispose()
        says = f"{people:>6} members x {EACH} entries: bare GROUP BY + sort {bare * 1000:7.1f} ms"
        yield f"{says}, sums and ranks {ours * 1000:7.1f} ms, {ours / bare:.2f} times"


def filled(path: Path, people: int) -> None:
    """Put the entries into the file of the migrations; whom they are about does not matter here."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(FILL, {"people": people, "each": EACH})
    connection.close()


def ranked(path: Path) -> tuple[float, float]:
    """The best round of each, taken in turn on one file; both have to come to the same sums."""
    connection = sqlite3.connect(path)
    best = [float("inf"), float("inf")]
    for _round in range(ROUNDS):
        bare, plain = timed(lambda: sorted(connection.execute(BARE).fetchall(), key=itemgetter(1), reverse=True))
        ours, whole = timed(points_ledger.ranks)
        if [row[:2] for row in whole] != plain:
            raise RuntimeError("the sums differ")
        best = [min(best[0], ours), min(best[1], bare)]
    connection.close()
    return best[0], best[1]


def timed(work: Callable[[], list]) -> tuple[float, list]:
    """How long it takes once, and what comes of it."""
    start = perf_counter()
    found = work()
    return perf_counter() - start, found


def register() -> Iterator[str]:
    """Upload, preview and taking with the entries that follow, beside reading the file with openpyxl alone."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"INSTANCE": folder, "CLOCK": lambda: AT})
        with app.test_request_context():
            writing.set(True)
            upgrade()
            for _name, _counts in sample.build(AT):
                pass
            clerk = db.session.scalar(select(Account).filter_by(login_name=sample.CLERK))
            rounds = [imported(Act(clerk, AT), number) for number in range(IMPORTS)]
            db.session.remove()
            db.engine.dispose()
    alone, *steps = (min(column) for column in zip(*rounds, strict=True))
    yield f"openpyxl alone, {LINES} lines   {alone:7.2f} s"
    for title, seconds in zip(("upload", "preview", "taking with entries"), steps, strict=True):
        yield f"{title:<28} {seconds:7.2f} s {seconds / alone:6.2f} times"
    yield f"{'all of it':<28} {sum(steps):7.2f} s {sum(steps) / alone:6.2f} times"


def imported(act: Act, number: int) -> tuple[float, ...]:
    """One file of new lines through the import that users use: openpyxl alone, upload, preview, taking."""
    data = workbook(act, number)
    before = counted()
    alone, _rows = timed(lambda: read_alone(data))
    upload, run = timed(lambda: runs.upload(act, f"党员积分登记表{number}.xlsx", data))
    preview, shown = timed(lambda: runs.preview(act, run))
    taking, _counts = timed(lambda: runs.take(act, run, None))
    if shown.good != LINES or counted() != before + LINES:
        raise RuntimeError(f"{shown.counts}, {counted() - before} entries")
    return alone, upload, preview, taking


def counted() -> int:
    """How many entries there are."""
    return db.session.scalar(select(func.count(PointsEntry.id))) or 0


def read_alone(data: bytes) -> list:
    """Every cell of every sheet, the quick way."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]


def workbook(act: Act, number: int) -> bytes:
    """A sheet for each branch in the register's layout; `number` keeps the lines of one file apart from another's."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    names = members(act)
    left, whole = LINES, sum(map(len, names.values()))
    for place, (branch, some) in enumerate(names.items(), start=1):
        count = left if place == len(names) else LINES * len(some) // whole
        left -= count
        sheet = book.create_sheet(branch)
        sheet.append([f"{branch}党员积分登记表（2026年）"])
        sheet.append(HEADER)
        for row in lines(act, some, count, number):
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def lines(act: Act, names: list[str], count: int, number: int) -> Iterator[tuple[object, ...]]:
    """Lines of one branch: things of the measure, one after the other, over the first half of a year."""
    version = points_measure.version(act.actor.township_id, AT.date())
    rules = [rule for rule in points_measure.rules(version, AT.date()).values() if rule.points is not None]
    for place in range(count):
        rule, turn = rules[place % len(rules)], place // len(names)
        day = date(2026, 1, 5) + timedelta(days=(turn * IMPORTS + number) % 170)
        plus, minus = (rule.points, None) if rule.points > 0 else (None, rule.points)
        yield place + 1, names[place % len(names)], f"{day:%Y.%m.%d}", rule.title, plus, minus, "高有海", None


def members(act: Act) -> dict[str, list[str]]:
    """The names of each branch's members that only one person of the township bears."""
    query = select(Unit.name, Person.name).join(Membership, Membership.branch_id == Unit.id)
    query = query.join(Person, Person.id == Membership.person_id).where(Membership.until_on.is_(None))
    found: dict[str, list[str]] = {}
    rows = db.session.execute(query.where(Person.township_id == act.actor.township_id).order_by(Person.id)).all()
    names = [name for _branch, name in rows]
    for branch, name in rows:
        if names.count(name) == 1:
            found.setdefault(branch, []).append(name)
    return found


BENCHES = {"points-ranks": ranks, "points-import": register}

if __name__ == "__main__":
    print("\n".join([*ranks(), *register()]))
