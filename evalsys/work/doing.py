"""One item from claim to end, and what the sweeper does in between. The clock of jobs is read here."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping

from flask import Flask

from evalsys.extensions import db, writing
from evalsys.models.accounts import Account
from evalsys.models.jobs import JobItem
from evalsys.services.jobs import bell, store, sweeping, working
from evalsys.services.jobs.working import Made
from evalsys.services.write import Act, Refused
from evalsys.work.kinds import KINDS

LONGEST_SAID = 300
log = logging.getLogger(__name__)


AT_HOME = tuple(name for name, kind in KINDS.items() if kind.at_home)


def do(app: Flask, item_id: int, worker: str, busy: MutableMapping[int, str], is_home: bool) -> None:
    """Claim the item, do it, note how it ended, ring for what can begin now."""
    with app.app_context():
        if not is_home and working.kind_of(item_id) in AT_HOME:
            return
        item = working.claim(item_id, worker, app.config["CLOCK"]())
        if item is None:
            return
        busy[item_id] = worker
        try:
            begun = ended(app, item, worker)
        finally:
            busy.pop(item_id, None)
        bell.ring(begun or ())


def ended(app: Flask, item: JobItem, worker: str) -> list[int] | None:
    """Do the item and note what came of it."""
    clock = app.config["CLOCK"]
    try:
        made = done(item, Act(None, clock()))
    except Refused as refusal:
        db.session.rollback()
        return working.fail(item, worker, clock(), refusal.says, is_final=True)
    except Exception as wrong:
        log.exception("item %s of job %s went wrong", item.id, item.job_id)
        db.session.rollback()
        return working.fail(item, worker, clock(), said(wrong))
    return working.finish(item, worker, clock(), made)


def done(item: JobItem, act: Act) -> Made:
    """The item's own work, as an act of whoever asked for the job."""
    kind, job = KINDS[item.job.kind], item.job
    actor = db.session.get(Account, job.requested_by_id) if job.requested_by_id else None
    if item.stage:
        store.sweep_fresh(item.job_id, item.stage)
    before = writing.set(kind.writes)
    if kind.writes:
        db.session.rollback()
    try:
        return kind.do(job, item, Act(actor, act.at))
    finally:
        writing.reset(before)


def said(wrong: Exception) -> str:
    """The first line of an error, with its kind."""
    lines = str(wrong).splitlines()
    return f"{type(wrong).__name__}: {lines[0] if lines else ''}"[:LONGEST_SAID]


def look_after(app: Flask, busy: MutableMapping[int, str], is_time_to_renew: bool) -> int:
    """Renew the leases of what this process holds, then sweep."""
    with app.app_context():
        now = app.config["CLOCK"]()
        if busy and is_time_to_renew:
            working.renew(dict(busy), now)
        return sweeping.sweep(now)


def waiting_at_home(app: Flask) -> list[int]:
    """What only the server's own machine can do, and nobody does yet."""
    with app.app_context():
        return sweeping.of_kinds(AT_HOME, app.config["CLOCK"]())


def begin_again(app: Flask) -> None:
    """Nobody else works here: what an earlier process held is free at once."""
    with app.app_context():
        sweeping.begin_again(app.config["CLOCK"]())
