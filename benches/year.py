"""A whole year of 28 officials, twelve from the start and sixteen who arrive in July, closed quarter by quarter."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from time import perf_counter

from evalsys import create_app, printing
from evalsys.extensions import db, writing
from evalsys.models.people import Mentoring, Person, Post
from evalsys.models.reviews import MASSES, MEETING, CommitteeMark, LogEntry, MonthlyMark, Tally, WeeklyMark
from evalsys.models.units import Unit
from evalsys.scoring import Period, period
from evalsys.services import calendars, closing, dossiers, evaluations, openings, people, schemes, units
from evalsys.services.write import Act, write

YEAR = 2026
FIRST, LATER, MEMBERS = 12, 16, 9
ARRIVED = {FIRST: date(2025, 8, 15), LATER: date(YEAR, 7, 6)}
BALLOTS = 30
SHOWN = "{:<10} {:>7} {:>9} {:>9} {:>9} {:>9}  {}"


def year() -> Iterator[str]:
    """One line for each quarter and one for the year: how long writing, computing, closing and printing take."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"INSTANCE": folder, "CLOCK": lambda: datetime(YEAR + 1, 1, 20, 9, 0)})
        with app.app_context():
            writing.set(True)
            db.create_all()
            township, officials, members = begin()
            yield SHOWN.format("period", "records", "write s", "compute s", "close s", "print s", "grades")
            for number in range(1, 5):
                yield closed(township, period(f"{YEAR}Q{number}"), lambda q: quarter(q, officials, members))
            yield closed(township, period(str(YEAR)), lambda y: meeting(y, officials))
            db.session.remove()
            db.engine.dispose()


def begin() -> tuple[Unit, list[Person], list[Person]]:
    """The township with its officials, mentors and members of the committee."""
    act = Act(None, datetime(YEAR, 1, 4, 9, 0))
    township = units.make_township(db.session, "祁县", "测速镇")
    db.session.commit()
    calendars.seed(act)
    schemes.adopt(act, township.id, schemes.sample_text(schemes.OFFICIALS), "")
    members = [people.new_person(township.id, f"委员{number}") for number in range(MEMBERS)]
    officials = [people.new_person(township.id, f"村官{number}") for number in range(FIRST + LATER)]
    with write(act, "sample.begin", "bench") as session:
        session.add_all([*members, *officials])
        session.flush()
        for place, person in enumerate(officials):
            since = ARRIVED[FIRST if place < FIRST else LATER]
            session.add(Post(person_id=person.id, unit_id=township.id, kind="official", title="村官", from_on=since))
            session.add(Mentoring(person_id=person.id, mentor_id=members[place % MEMBERS].id, from_on=since))
    openings.open_period(act, township.id, period(f"{YEAR}Q1"), openings.FEEDS)
    return township, officials, members


def closed(township: Unit, whole: Period, rows: Callable[[Period], Sequence[object]]) -> str:
    """Write a period's records, compute, close and print it; the line that says how long each took."""
    act = Act(None, datetime.combine(whole.last + timedelta(days=5), datetime.min.time()))
    openings.follow(act, township.id)
    made = rows(whole)

    def put() -> None:
        with write(act, "sample.begin", "bench") as session:
            session.add_all(made)

    seconds = [
        timed(put),
        timed(lambda: evaluations.compute(act, township.id, whole)),
        timed(lambda: closing.close(act, township.id, whole)),
    ]
    results = evaluations.for_papers(township.id, whole)
    seconds.append(timed(lambda: printing.together(results, township.name, "http://127.0.0.1:8000")))
    grades = Counter(row.grade or "不定等次" for row in results)
    told = "、".join(f"{grade} {count}" for grade, count in grades.most_common())
    return SHOWN.format(whole.code, len(made), *(f"{one:.2f}" for one in seconds), told)


def timed(work: Callable[[], object]) -> float:
    """How long it takes, with a session as fresh as a request has it."""
    db.session.expire_all()
    start = perf_counter()
    work()
    return perf_counter() - start


def quarter(whole: Period, officials: Sequence[Person], members: Sequence[Person]) -> list[object]:
    """Logs, marks and counts of one quarter about everybody in post."""
    chance, calendar, rows = random.Random(whole.code), dossiers.calendar(), []
    for place, person in enumerate(officials):
        since = ARRIVED[FIRST if place < FIRST else LATER]
        if since > whole.last:
            continue
        days = [day for day in whole.days() if day >= since and calendar.is_workday(day) and chance.random() < 0.95]
        rows += [log(person, day) for day in days]
        rows += [weekly(person, day, chance) for day in whole.mondays() if day >= since]
        rows += [monthly(person, one.first, chance) for one in whole.months() if one.last >= since]
        rows += [sheet(person, member, whole.first, chance) for member in members]
        rows.append(tally(person, MASSES, whole.first, chance))
    return rows


def meeting(whole: Period, officials: Sequence[Person]) -> list[object]:
    """The counts of the annual meeting."""
    chance = random.Random(whole.code)
    return [tally(person, MEETING, whole.first, chance) for person in officials]


def signed(day: date) -> dict[str, object]:
    """Who typed a record, and when."""
    return {"recorded_by": "测速", "recorded_at": datetime.combine(day, datetime.min.time())}


def log(person: Person, day: date) -> LogEntry:
    """One day's sentence."""
    return LogEntry(person_id=person.id, day=day, kind="走访", text="走访三户，登记诉求", **signed(day))


def weekly(person: Person, monday: date, chance: random.Random) -> WeeklyMark:
    """The mentor's mark."""
    mark = Decimal(chance.randint(150, 200)) / 2
    return WeeklyMark(person_id=person.id, monday=monday, mark=mark, marked_by="导师", **signed(monday))


def monthly(person: Person, month: date, chance: random.Random) -> MonthlyMark:
    """The branch's five marks."""
    names = ("virtue", "ability", "diligence", "achievement", "integrity")
    marks = {name: Decimal(chance.randint(28, 40)) / 2 for name in names}
    return MonthlyMark(person_id=person.id, month=month, marked_by="书记", **marks, **signed(month))


def sheet(person: Person, member: Person, first: date, chance: random.Random) -> CommitteeMark:
    """One member's mark."""
    mark = Decimal(chance.randint(150, 200)) / 2
    return CommitteeMark(person_id=person.id, member_id=member.id, quarter=first, mark=mark, **signed(first))


def tally(person: Person, kind: str, first: date, chance: random.Random) -> Tally:
    """Thirty ballots, counted."""
    excellent = chance.randint(12, 26)
    competent = chance.randint(0, BALLOTS - excellent)
    counts = {"excellent": excellent, "competent": competent, "basic": BALLOTS - excellent - competent}
    nothing = dict.fromkeys(("incompetent", "abstained", "spoilt"), 0)
    where = {"person_id": person.id, "kind": kind, "first_on": first}
    return Tally(handed_out=BALLOTS, returned=BALLOTS, **where, **counts, **nothing, **signed(first))


BENCHES = {"year": year}

if __name__ == "__main__":
    print("\n".join(year()))
