"""The sweeper: finds what got lost between the tables and the queue, and rings for it again, never too often."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, or_, select, update

from evalsys.extensions import db
from evalsys.models.jobs import CANCELLED, FAILED, QUEUED, RUNNING, Job, JobItem
from evalsys.services.jobs import bell
from evalsys.services.jobs.working import alone, is_free, is_wanted, settle
from evalsys.services.write import hold, keep

# So many rings lie in the queue at most; one that nobody followed is repeated after the pause.
WINDOW = 200
AGAIN = timedelta(seconds=20)
# What a dead worker held goes before all others, so a ring for it that nobody followed is a lost one.
AGAIN_FOR_LOST = timedelta(seconds=6)
# An item that takes its worker with it every time is given up in the end.
MOST_LOSSES = 30


def sweep(now: datetime) -> int:
    """Give up, settle and ring what needs it; how many were rung. Costs two small queries while nothing runs."""
    if not is_anything_under_way():
        return 0
    with alone():
        give_up(now)
        keep()
        begun = settle_hollow(now)
    lost = to_ring(JobItem.state == RUNNING, now, WINDOW, AGAIN_FOR_LOST)
    bell.ring(lost, is_urgent=True)
    found = to_ring(JobItem.state == QUEUED, now, WINDOW - bell.waiting())
    bell.ring([*begun, *found])
    return len(lost) + len(begun) + len(found)


def is_anything_under_way() -> bool:
    """Does any job run, or any item of one that was cancelled?"""
    db.session.rollback()
    queries = (
        select(Job.id).where(Job.state == RUNNING).limit(1),
        select(JobItem.id).where(JobItem.state == RUNNING).limit(1),
    )
    return any(db.session.scalar(query) is not None for query in queries)


def give_up(now: datetime) -> None:
    """Items whose worker is gone: cancelled with their job, or failed after too many losses."""
    gone = and_(JobItem.state == RUNNING, JobItem.lease_until < now)
    put(and_(gone, ~is_wanted()), {"state": CANCELLED, "lease_until": None})
    says = _("处理这一项时程序中断了 %(n)s 次，已停止再试。请把这一项告诉系统管理员。", n=MOST_LOSSES)
    put(and_(gone, JobItem.losses >= MOST_LOSSES), {"state": FAILED, "lease_until": None, "error": says})


def put(condition: ColumnElement[bool], values: dict[str, object]) -> None:
    """Change all items of which the condition holds."""
    db.session.execute(update(JobItem).where(condition).values(values).execution_options(synchronize_session=False))


def settle_hollow(now: datetime) -> list[int]:
    """Jobs that run with nothing under way are settled, whatever kept their last worker from it."""
    under_way = exists(
        select(JobItem.id).where(JobItem.job_id == Job.id, JobItem.state.in_((QUEUED, RUNNING))).correlate(Job)
    )
    begun: list[int] = []
    for job_id in list(db.session.scalars(select(Job.id).where(Job.state == RUNNING, ~under_way))):
        hold(Job, job_id)
        begun += settle(db.session.get(Job, job_id, populate_existing=True), now)
        keep()
    return begun


def to_ring(which: ColumnElement[bool], now: datetime, room: int, again: timedelta = AGAIN) -> list[int]:
    """The free ones of these that nobody was told of, or too long ago; they are noted as told."""
    unheard = or_(JobItem.rung_at.is_(None), JobItem.rung_at <= now - again)
    wanted = and_(which, is_free(now), is_wanted(), unheard)
    query = select(JobItem.id).where(wanted).order_by(JobItem.id).limit(max(0, room))
    found = list(db.session.scalars(query))
    if not found:
        return []
    with alone():
        rung = db.session.scalars(
            update(JobItem)
            .where(JobItem.id.in_(found), unheard)
            .values(rung_at=now)
            .returning(JobItem.id)
            .execution_options(synchronize_session=False)
        ).all()
        keep()
    return sorted(rung)


def of_kinds(kinds: Collection[str], now: datetime) -> list[int]:
    """The free items of jobs of these kinds."""
    query = select(JobItem.id).join(JobItem.job).where(Job.kind.in_(kinds), is_free(now), is_wanted())
    return list(db.session.scalars(query.order_by(JobItem.id)))


def begin_again(now: datetime) -> None:
    """For a process that is the only worker: what an earlier one held is free, what it was rung for is forgotten."""
    with alone():
        put(JobItem.state == RUNNING, {"lease_until": now - timedelta(seconds=1), "rung_at": None})
        put(JobItem.state == QUEUED, {"rung_at": None})
        keep()
