"""Kills servers and workers in the middle of a job of scorecards, and counts what is there in the end."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from evalsys import create_app
from evalsys.extensions import db, writing
from evalsys.models.jobs import DONE, RUNNING, Job, JobItem
from evalsys.models.people import Person, Post
from evalsys.models.reviews import WeeklyMark
from evalsys.models.units import Unit
from evalsys.scoring import period
from evalsys.services import calendars, evaluations, jobs, people, schemes, units
from evalsys.services.jobs import asking, store
from evalsys.services.write import Act, write

ROOT = Path(__file__).resolve().parent.parent
QUARTER = period("2026Q2")
PATIENCE = 120
EYE = 0.02


@dataclass
class Site:
    """An instance with a job that waits, and how one of its processes is started."""

    app: Flask
    job_id: int
    start: Callable[[], subprocess.Popen[bytes]]


@dataclass
class Outcome:
    """What there is after the last kill."""

    items: int = 0
    done: int = 0
    files: int = 0
    wrong: list[str] = field(default_factory=list)
    kills: int = 0
    held: int = 0
    longest_wait: int = 0
    most_tries: int = 0
    seconds: float = 0

    def lines(self, name: str) -> Iterator[str]:
        """The result in words."""
        yield f"{name}: {self.items} items, {self.kills} kills (-9), {self.seconds:.0f} s in all"
        yield f"  done {self.done}, files {self.files}, wrong, doubled or missing {len(self.wrong)}"
        yield f"  {self.held} items were in work when their process was killed; the last of them to come was"
        yield f"  done {self.longest_wait} s after the kill; most beginnings of one item {self.most_tries}"
        yield from (f"  WRONG {one}" for one in self.wrong[:20])


def prepare(folder: Path, papers: int, **settings: str) -> tuple[Flask, int]:
    """An instance with so many results and a job that prints them all; nobody works on it yet."""
    app = create_app({"INSTANCE": str(folder), "JOB_THREADS": 2, **settings})
    with app.app_context():
        writing.set(True)
        upgrade()
        act = Act(None, app.config["CLOCK"]())
        with write(act, "sample.begin", "bench") as session:
            place = units.make_township(session, "祁县", "测速镇")
        calendars.seed(act)
        schemes.adopt(act, place.id, schemes.sample_text(schemes.OFFICIALS), "")
        put_officials(act, place, papers)
        evaluations.compute(act, place.id, QUARTER)
        job_id = jobs.scorecards(act, place.id, QUARTER, "http://127.0.0.1:8000").id
        db.session.remove()
        db.engine.dispose()
    writing.set(False)
    return app, job_id


def put_officials(act: Act, place: Unit, number: int) -> None:
    """So many officials, each with a mark."""
    officials: list[Person] = [people.new_person(place.id, f"村官{n}") for n in range(number)]
    signed = {"recorded_by": "测速", "recorded_at": datetime(2026, 6, 1), "marked_by": "导师"}
    with write(act, "sample.begin", "bench") as session:
        session.add_all(officials)
        session.flush()
        for n, person in enumerate(officials):
            post = {"kind": "official", "title": "村官", "from_on": date(2025, 8, 15)}
            session.add(Post(person_id=person.id, unit_id=place.id, **post))
            mark = Decimal(70 + n % 30)
            session.add(WeeklyMark(person_id=person.id, monday=date(2026, 6, 1), mark=mark, **signed))


def flask(instance: Path, *words: str, **settings: str) -> Callable[[], subprocess.Popen[bytes]]:
    """How a process of the program is started."""
    surroundings = {**os.environ, "PYTHONUTF8": "1", "EVALSYS_INSTANCE": str(instance)}
    surroundings |= {f"EVALSYS_{name}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "flask", "--app", str(ROOT / "wsgi.py"), *words]
    log = instance / "processes.log"

    def start() -> subprocess.Popen[bytes]:
        with log.open("ab") as file:
            return subprocess.Popen(command, env=surroundings, stdout=file, stderr=file, cwd=ROOT)

    return start


def on_sqlite(folder: Path, papers: int, port: int) -> Site:
    """One server with its file; the jobs are done by threads inside it."""
    app, job_id = prepare(folder, papers)
    return Site(app, job_id, flask(folder, "start", "--port", str(port)))


def on_postgresql(folder: Path, papers: int, address: str) -> Site:
    """Workers with a folder of their own, as on another machine: the database's address, the keys, shared files."""
    shared = {"SQLALCHEMY_DATABASE_URI": address, "STORE_URL": f"file://{folder / 'shared'}"}
    app, job_id = prepare(folder / "web", papers, **shared)
    shutil.copytree(folder / "web" / "keys", folder / "worker" / "keys")
    return Site(app, job_id, flask(folder / "worker", "work", "--threads", "1", **shared))


def killed(site: Site, processes: int, cycles: int, chance: random.Random) -> Outcome:
    """Let the processes work, kill one in the middle of an item so many times, let them finish, and look."""
    outcome, begun = Outcome(), time.monotonic()
    with running(site, processes) as alive, site.app.app_context():
        total = db.session.scalar(db.select(Job.total).where(Job.id == site.job_id))
        shots: dict[int, datetime] = {}
        for cycle in range(cycles):
            share = (cycle + chance.random()) / (cycles + 1)
            wait_for(site, int(total * share))
            victim, held = victim_of(site, alive)
            alive.remove(victim)
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            shots |= dict.fromkeys(held, site.app.config["CLOCK"]())
            alive.append(site.start())
        wait_for(site, total)
        wait_until(lambda: state_of(site) == DONE, "the job is done")
        outcome.kills, outcome.held = cycles, len(shots)
        look(site, outcome, shots)
    outcome.seconds = time.monotonic() - begun
    return outcome


@contextmanager
def running(site: Site, processes: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """So many processes; all of them are gone at the end."""
    alive = [site.start() for _number in range(processes)]
    try:
        yield alive
    finally:
        for process in alive:
            process.kill()
            process.wait()
        with site.app.app_context():
            db.engine.dispose()
        site.app.extensions["bell"].close()


def wait_until(holds: Callable[[], object], what: str) -> object:
    """Look again and again until it holds."""
    over = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < over, f"after {PATIENCE} s still not: {what}"
        time.sleep(EYE)
    return found


def wait_for(site: Site, number: int) -> None:
    """Until so many items are done."""
    query = db.select(db.func.count()).where(JobItem.job_id == site.job_id, JobItem.state == DONE)
    wait_until(lambda: fresh(query) >= number, f"{number} items are done")


def fresh(query: db.Select) -> int:
    """A number as it is now."""
    db.session.rollback()
    return db.session.scalar(query)


def state_of(site: Site) -> str:
    """The job's state as it is now."""
    db.session.rollback()
    return db.session.scalar(db.select(Job.state).where(Job.id == site.job_id))


def victim_of(site: Site, alive: list[subprocess.Popen[bytes]]) -> tuple[subprocess.Popen[bytes], list[int]]:
    """A process that is in the middle of an item, and the items that it holds."""
    by_pid = {str(process.pid): process for process in alive}

    def in_work() -> dict[str, list[int]]:
        db.session.rollback()
        query = db.select(JobItem.id, JobItem.worker).where(JobItem.state == RUNNING)
        held: dict[str, list[int]] = {}
        for item_id, worker in db.session.execute(query.where(JobItem.job_id == site.job_id)):
            held.setdefault(worker.split(":")[1], []).append(item_id)
        return {pid: ids for pid, ids in held.items() if pid in by_pid}

    held = wait_until(in_work, "a process works on an item")
    pid = random.choice(sorted(held))
    return by_pid[pid], held[pid]


def look(site: Site, outcome: Outcome, shots: dict[int, datetime]) -> None:
    """Compare every item with its file, and the archive with the items."""
    items = list(db.session.scalars(db.select(JobItem).where(JobItem.job_id == site.job_id)))
    files, root = store.place()
    folder = store.folder_of(root, site.job_id)
    names = Counter(str(path).rpartition("/")[2] for path in files.ls(folder, detail=False))
    wanted = {store.stored_name(item.id, item.sha256): item for item in items if item.sha256}
    outcome.items, outcome.files = len(items), names.total()
    outcome.done = sum(item.state == DONE for item in items)
    outcome.most_tries = max(item.tries for item in items)
    outcome.wrong += [f"file of nobody {name}" for name in names.keys() - wanted.keys()]
    outcome.wrong += [f"no file of {wanted[name].title}" for name in wanted.keys() - names.keys()]
    for item in items:
        if item.state != DONE or digest(item) != item.sha256:
            outcome.wrong.append(f"{item.title} {item.state} {item.error}")
    papers = Counter(item.sha256 for item in items if item.stage == 0)
    outcome.wrong += [
        f"archive and papers differ: {one}" for one in (packed(items) - papers) + (papers - packed(items))
    ]
    waits = [int((item.done_at - shots[item.id]).total_seconds()) for item in items if item.id in shots]
    outcome.longest_wait = max(waits, default=0)


def digest(item: JobItem) -> str:
    """The fingerprint of what lies in the store."""
    with store.opened(item) as file:
        return hashlib.sha256(file.read()).hexdigest()


def packed(items: list[JobItem]) -> Counter[str]:
    """The fingerprints of what lies in the archive."""
    archive = next(item for item in items if item.item_key == asking.ARCHIVE)
    with store.opened(archive) as file, zipfile.ZipFile(file) as opened:
        return Counter(hashlib.sha256(opened.read(name)).hexdigest() for name in opened.namelist())
