"""What a worker does to an item's row: claim, renew, finish, fail. Each is one conditional update."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, or_, select, update

from evalsys.extensions import db, writing
from evalsys.models.jobs import CANCELLED, DONE, FAILED, QUEUED, RUNNING, WAITING, Job, JobItem
from evalsys.services.write import hold, keep

LEASE = timedelta(seconds=12)
MOST_FAILURES = 4
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (2, 8, 20))
LONGEST_ERROR, LONGEST_TOLD = 500, 200


@dataclass(frozen=True)
class Made:
    """What an item left: a file in the store, a sentence, or both."""

    told: str | None = None
    output: str | None = None
    size: int | None = None
    sha256: str | None = None


@contextmanager
def alone() -> Iterator[None]:
    """A short writing transaction of its own; nothing that was read before is held meanwhile."""
    db.session.rollback()
    before = writing.set(True)
    try:
        yield
    except BaseException:
        db.session.rollback()
        raise
    finally:
        writing.reset(before)


def is_wanted() -> ColumnElement[bool]:
    """The item's job still runs."""
    return exists(select(Job.id).where(Job.id == JobItem.job_id, Job.state == RUNNING).correlate(JobItem))


def is_free(now: datetime) -> ColumnElement[bool]:
    """Queued and due, or with a worker that has not been heard of since its lease ended."""
    return or_(
        and_(JobItem.state == QUEUED, JobItem.due_at <= now),
        and_(JobItem.state == RUNNING, JobItem.lease_until < now),
    )


def kind_of(item_id: int) -> str | None:
    """The kind of the item's job."""
    return db.session.scalar(select(Job.kind).join(JobItem, JobItem.job_id == Job.id).where(JobItem.id == item_id))


def claim(item_id: int, worker: str, now: datetime) -> JobItem | None:
    """Take the item if it is free; of any number of workers one gets it."""
    with alone():
        taken = db.session.execute(
            update(JobItem)
            .where(JobItem.id == item_id, is_free(now), is_wanted())
            .values(
                state=RUNNING,
                worker=worker,
                lease_until=now + LEASE,
                rung_at=None,
                tries=JobItem.tries + 1,
                losses=JobItem.losses + case((JobItem.state == RUNNING, 1), else_=0),
            )
            .execution_options(synchronize_session=False)
        )
        keep()
    return db.session.get(JobItem, item_id, populate_existing=True) if taken.rowcount else None


def renew(held: Mapping[int, str], now: datetime) -> set[int]:
    """Prolong the leases of these items for their workers; the numbers of those that are theirs no more."""
    lost = set()
    with alone():
        for item_id, worker in held.items():
            values = {"lease_until": now + LEASE}
            if not change(item_id, worker, values):
                lost.add(item_id)
        keep()
    return lost


def change(item_id: int, worker: str, values: Mapping[str, object]) -> bool:
    """Change the item as its worker. False, and nothing changed, for a worker whose item it is no more."""
    done = db.session.execute(
        update(JobItem)
        .where(JobItem.id == item_id, JobItem.worker == worker, JobItem.state == RUNNING)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)


def finish(item: JobItem, worker: str, now: datetime, made: Made) -> list[int] | None:
    """Note what was made. The numbers of the items that can begin now; None for a worker who lost the item."""
    values = {
        "state": DONE,
        "lease_until": None,
        "error": None,
        "told": made.told and made.told[:LONGEST_TOLD],
        "output": made.output,
        "size": made.size,
        "sha256": made.sha256,
        "done_at": now,
    }
    return end(item.job_id, item.id, worker, now, values)


def fail(item: JobItem, worker: str, now: datetime, error: str, is_final: bool = False) -> list[int] | None:
    """Keep the error and try again after a pause; after the fourth time, or a refusal, the item has failed."""
    failures = item.failures + 1
    has_failed = is_final or failures >= MOST_FAILURES
    values: dict[str, object] = {
        "state": FAILED if has_failed else QUEUED,
        "lease_until": None,
        "failures": failures,
        "error": error[:LONGEST_ERROR],
        "rung_at": None,
    }
    if not has_failed:
        values["due_at"] = now + PAUSES[failures - 1]
    return end(item.job_id, item.id, worker, now, values)


def end(job_id: int, item_id: int, worker: str, now: datetime, values: Mapping[str, object]) -> list[int] | None:
    """One item's end and what follows for its job, in one transaction under the job's lock."""
    with alone():
        hold(Job, job_id)
        job = db.session.get(Job, job_id, populate_existing=True)
        if job.state == CANCELLED and values["state"] == QUEUED:
            values = {**values, "state": CANCELLED}
        if not change(item_id, worker, values):
            db.session.rollback()
            return None
        begun = settle(job, now)
        keep()
    return begun


def has_state(job_id: int, *states: str) -> bool:
    """Is any item of the job in one of these states?"""
    return bool(
        db.session.scalar(select(JobItem.id).where(JobItem.job_id == job_id, JobItem.state.in_(states)).limit(1))
    )


def settle(job: Job, now: datetime) -> list[int]:
    """With nothing under way, the job has failed, goes on to its next stage, or is done; under the job's lock."""
    if job.state != RUNNING or has_state(job.id, QUEUED, RUNNING):
        return []
    if has_state(job.id, FAILED):
        job.state, job.ended_at = FAILED, now
        return []
    stage = db.session.scalar(
        select(JobItem.stage).where(JobItem.job_id == job.id, JobItem.state == WAITING).order_by(JobItem.stage)
    )
    if stage is None:
        job.state, job.ended_at = DONE, now
        return []
    begun = db.session.scalars(
        update(JobItem)
        .where(JobItem.job_id == job.id, JobItem.stage == stage, JobItem.state == WAITING)
        .values(state=QUEUED, due_at=now, rung_at=now)
        .returning(JobItem.id)
        .execution_options(synchronize_session=False)
    )
    return list(begun)
