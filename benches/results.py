"""Recomputing a quarter from the tables, with 12 officials and with 1,200: reading, computing, grading."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from time import perf_counter

from sqlalchemy import insert

from evalsys import create_app
from evalsys.extensions import db, writing
from evalsys.models.people import Person, Post
from evalsys.models.reviews import CommitteeMark, LogEntry, MonthlyMark, Tally, WeeklyMark
from evalsys.models.units import Unit
from evalsys.scoring import period
from evalsys.services import calendars, evaluations, people, schemes, units
from evalsys.services.write import Act

QUARTER = period("2026Q2")
NOW = datetime(2026, 7, 2, 9, 0)
SIZES = (12, 1200)
ROUNDS = 3
MEMBERS = 9
SIGNED = {"recorded_by": "测速", "recorded_at": NOW}


def recompute() -> Iterator[str]:
    """Seconds for each size, best of three, and how far the larger is from linear."""
    each = {}
    for size in SIZES:
        seconds = timed(size)
        each[size] = seconds / size
        yield f"{size:>6} officials, one quarter from the tables: {seconds:.3f} s ({each[size] * 1000:.2f} ms each)"
    yield f"per official, {SIZES[1]} against {SIZES[0]}: {each[SIZES[1]] / each[SIZES[0]]:.2f} times (1.00 is linear)"


def timed(size: int) -> float:
    """The best of some rounds over a township of that size in a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"INSTANCE": folder, "CLOCK": lambda: NOW})
        with app.app_context():
            writing.set(True)
            db.create_all()
            township = fill(size)
            best = min(once(township.id) for _round in range(ROUNDS))
            db.session.remove()
            db.engine.dispose()
    return best


def once(township_id: int) -> float:
    """One round with a fresh session, as a request has it."""
    db.session.remove()
    gc.collect()
    start = perf_counter()
    evaluations.run(township_id, QUARTER)
    return perf_counter() - start


def fill(size: int) -> Unit:
    """A township with that many officials and a full quarter about each."""
    act = Act(None, NOW)
    township = units.make_township(db.session, "祁县", "测速镇")
    db.session.commit()
    calendars.seed(act)
    schemes.adopt(act, township.id, schemes.sample_text(schemes.OFFICIALS), "")
    members = [people.new_person(township.id, f"委员{number}") for number in range(MEMBERS)]
    officials = [people.new_person(township.id, f"村官{number}") for number in range(size)]
    db.session.add_all([*members, *officials])
    db.session.flush()
    for place, person in enumerate(officials):
        about(place, person, members, township)
    db.session.commit()
    return township


def about(place: int, person: Person, members: list[Person], township: Unit) -> None:
    """Everything of one official, a little different from the next."""
    start = {"kind": "official", "title": "书记助理", "from_on": date(2025, 8, 15)}
    db.session.add(Post(person_id=person.id, unit_id=township.id, **start))
    days = [day for number, day in enumerate(QUARTER.days()) if (number + place) % 9]
    late = timedelta(days=4)
    db.session.execute(
        insert(LogEntry),
        [
            {
                "person_id": person.id,
                "day": day,
                "kind": "走访",
                "text": "入户走访",
                "recorded_by": person.name,
                "recorded_at": datetime.combine(day, NOW.time()) + (late if day.day == place % 28 else timedelta()),
            }
            for day in days
        ],
    )
    mark = Decimal(140 + place % 61) / 2
    weeks = [
        {"person_id": person.id, "monday": day, "mark": mark, "marked_by": "导师", **SIGNED}
        for day in QUARTER.mondays()
    ]
    db.session.execute(insert(WeeklyMark), weeks)
    five = dict.fromkeys(("virtue", "ability", "diligence", "achievement", "integrity"), Decimal(18))
    months = [{"person_id": person.id, "month": month.first, **five, **SIGNED} for month in QUARTER.months()]
    db.session.execute(insert(MonthlyMark), months)
    given = [
        {"person_id": person.id, "member_id": m.id, "quarter": QUARTER.first, "mark": mark, **SIGNED} for m in members
    ]
    db.session.execute(insert(CommitteeMark), given)
    counts = {"handed_out": 30, "returned": 28, "excellent": 20, "competent": 5, "basic": 2, "incompetent": 1}
    db.session.add(Tally(person_id=person.id, quarter=QUARTER.first, **counts, abstained=0, spoilt=0, **SIGNED))


BENCHES = {"recompute-quarter": recompute}
