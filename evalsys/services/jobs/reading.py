"""What pages show of jobs: the list, how far one is and how long it still takes, what failed, what was made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.jobs import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Job, JobItem
from evalsys.services import scope
from evalsys.services.jobs.rules import RULES, may_start, sees_all

__all__ = ["Progress", "failed", "get", "listed", "may_start", "outputs", "progress"]

LATEST, MOST_OUTPUTS, LISTED = 20, 50, 50


@dataclass(frozen=True)
class Progress:
    """How far a job is. `seconds_left` is None while nothing can be said of it."""

    total: int
    done: int
    failed: int
    retrying: int
    is_finishing: bool
    seconds_left: int | None


def visible(viewer: Account) -> ColumnElement[bool]:
    """The condition on Job for what the viewer may see: all of the township or her own, by kind."""
    conditions = [
        Job.kind == kind if sees_all(viewer, kind) else and_(Job.kind == kind, Job.requested_by_id == viewer.id)
        for kind, rule in RULES.items()
        if viewer.may(rule.read)
    ]
    return and_(Job.township_id == viewer.township_id, or_(false(), *conditions))


def listed(viewer: Account) -> list[tuple[Job, Progress]]:
    """The latest jobs that the viewer may see, each with how far it is."""
    jobs = list(db.session.scalars(select(Job).where(visible(viewer)).order_by(Job.id.desc()).limit(LISTED)))
    query = select(JobItem.job_id, JobItem.state, func.count()).where(JobItem.job_id.in_([job.id for job in jobs]))
    counts: dict[int, Counter[str]] = {job.id: Counter() for job in jobs}
    for job_id, state, number in db.session.execute(query.group_by(JobItem.job_id, JobItem.state)):
        counts[job_id][state] = number
    return [(job, Progress(job.total, counts[job.id][DONE], counts[job.id][FAILED], 0, False, None)) for job in jobs]


def get(viewer: Account, job_id: int) -> Job:
    """One job that the viewer may see, or Unknown."""
    found = db.session.scalar(select(Job).where(Job.id == job_id, visible(viewer)))
    if found is None:
        raise scope.Unknown
    return found


def progress(job: Job, now: datetime) -> Progress:
    """How far the job is now."""
    query = select(JobItem.stage, JobItem.state, func.count()).where(JobItem.job_id == job.id)
    counts: Counter[str] = Counter()
    first: Counter[str] = Counter()
    for stage, state, number in db.session.execute(query.group_by(JobItem.stage, JobItem.state)):
        counts[state] += number
        first[state] += 0 if stage else number
    left = counts.total() - counts[DONE] - counts[FAILED] - counts[CANCELLED]
    return Progress(
        total=job.total,
        done=counts[DONE],
        failed=counts[FAILED],
        retrying=retrying(job),
        is_finishing=job.state == RUNNING and not first[QUEUED] + first[RUNNING],
        seconds_left=seconds_left(job, left, now) if job.state == RUNNING else None,
    )


def retrying(job: Job) -> int:
    """How many items went wrong and will be tried again by themselves."""
    query = select(func.count()).where(JobItem.job_id == job.id, JobItem.state == QUEUED, JobItem.failures > 0)
    return db.session.scalar(query) or 0


def seconds_left(job: Job, left: int, now: datetime) -> int | None:
    """What the latest items took, for all that are left. A pause of the workers counts for them alone."""
    query = select(JobItem.done_at).where(JobItem.job_id == job.id, JobItem.state == DONE)
    latest = list(db.session.scalars(query.order_by(JobItem.done_at.desc()).limit(LATEST)))
    if not latest:
        return None
    begun = latest[-1] if len(latest) == LATEST else job.requested_at
    return left * max(1, int((now - begun).total_seconds())) // len(latest)


def failed(job: Job) -> list[JobItem]:
    """What failed or is tried again, each with its error."""
    went_wrong = and_(JobItem.error.is_not(None), JobItem.state.in_((FAILED, QUEUED)))
    query = select(JobItem).where(JobItem.job_id == job.id, went_wrong)
    return list(db.session.scalars(query.order_by(JobItem.id).limit(LISTED)))


def outputs(job: Job) -> list[JobItem]:
    """What was made to be fetched: the files of the last stage, or the first of the others."""
    made = select(JobItem).where(
        JobItem.job_id == job.id, or_(JobItem.output.is_not(None), JobItem.told.is_not(None))
    )
    last = select(func.max(JobItem.stage)).where(JobItem.job_id == job.id).scalar_subquery()
    query = made.where(JobItem.state == DONE, JobItem.stage == last).order_by(JobItem.id).limit(MOST_OUTPUTS)
    return list(db.session.scalars(query))


def output(viewer: Account, job_id: int, item_id: int) -> JobItem:
    """One file of a job that the viewer may see, or Unknown."""
    query = select(JobItem).join(JobItem.job).where(JobItem.id == item_id, JobItem.job_id == job_id, visible(viewer))
    found = db.session.scalar(query.options(joinedload(JobItem.job)))
    if found is None or found.output is None:
        raise scope.Unknown
    return found
