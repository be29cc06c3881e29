"""What people do to a job: call it off, or have what failed tried again."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import update

from evalsys.extensions import db
from evalsys.models.jobs import CANCELLED, FAILED, QUEUED, RUNNING, WAITING, Job, JobItem
from evalsys.services.jobs import asking, bell
from evalsys.services.write import Act, Refused, hold, refuse_second, write


def cancel(act: Act, job: Job) -> None:
    """Begin nothing more of the job. What is under way comes to its end; what is made stays."""
    held(act, job)
    if job.state != RUNNING:
        raise Refused(_("这个任务已经结束，不用取消。"))
    with write(act, "job.cancel", job, after={"title": job.title}) as session:
        job.state, job.ended_at = CANCELLED, act.at
        session.execute(of_job(job, QUEUED, WAITING).values(state=CANCELLED))


def retry_failed(act: Act, job: Job) -> None:
    """Try again what failed, and nothing else; what came out well stays as it is."""
    held(act, job)
    if job.state != FAILED:
        raise Refused(_("这个任务没有失败的项目，不用重试。"))
    with write(act, "job.retry", job, after={"title": job.title}) as session:
        job.state, job.ended_at = RUNNING, None
        again = {"state": QUEUED, "failures": 0, "losses": 0, "due_at": act.at, "rung_at": None}
        session.execute(of_job(job, FAILED).values(again))
    bell.ring(asking.first_of(job.id, act.at))


def held(act: Act, job: Job) -> None:
    """The job under its lock, as it is now."""
    hold(Job, job.id)
    refuse_second(act)
    db.session.refresh(job)


def of_job(job: Job, *states: str) -> update:
    """An update of the job's items in these states."""
    return (
        update(JobItem)
        .where(JobItem.job_id == job.id, JobItem.state.in_(states))
        .execution_options(synchronize_session=False)
    )
