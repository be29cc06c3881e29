"""Asking for slow work: the job with its items in one transaction, then the doorbell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert, select

from evalsys.extensions import db
from evalsys.models.imports import ImportRun
from evalsys.models.jobs import QUEUED, RUNNING, WAITING, Job, JobItem
from evalsys.models.units import Unit
from evalsys.scoring import Period
from evalsys.services import evaluations, periods
from evalsys.services.jobs import bell, store
from evalsys.services.jobs.rules import BACKUP, EXPORT, IMPORT, RECOMPUTE, SCORECARDS
from evalsys.services.write import Act, Refused, hold, refuse_second, write

# From so many people on, what is fast for a few becomes a job.
MANY = 300
COMBINED, ARCHIVE = "combined", "archive"


@dataclass(frozen=True)
class Step:
    """One item to be: its key is unique in the job; later stages wait for earlier ones."""

    key: str
    title: str
    stage: int = 0


def request(act: Act, township_id: int, kind: str, title: str, params: dict[str, Any], steps: Sequence[Step]) -> Job:
    """Note the work and ring for its beginning. The same work under way is not begun a second time."""
    hold(Unit, township_id)
    refuse_second(act)
    text = json.dumps(params, ensure_ascii=False, sort_keys=True)
    twin = under_way(township_id, kind, text)
    if twin:
        return twin
    store.tidy(act.at)
    job = Job(
        township_id=township_id,
        kind=kind,
        title=title,
        params=text,
        total=len(steps),
        state=RUNNING,
        requested_by_id=act.actor.id if act.actor else None,
        requested_by=act.name,
        requested_at=act.at,
    )
    with write(act, "job.request", job, after={"title": title, "total": len(steps)}) as session:
        session.add(job)
        session.flush()
        session.execute(insert(JobItem), [row_of(job.id, step, act.at) for step in steps])
    bell.ring(first_of(job.id, act.at))
    return job


def row_of(job_id: int, step: Step, at: datetime) -> dict[str, Any]:
    """A step as a row."""
    state = WAITING if step.stage else QUEUED
    return {
        "job_id": job_id,
        "stage": step.stage,
        "item_key": step.key,
        "title": step.title,
        "state": state,
        "due_at": at,
    }


def first_of(job_id: int, at: datetime) -> list[int]:
    """The items to begin with; the sweeper rings for the others as those are done."""
    query = select(JobItem.id).where(JobItem.job_id == job_id, JobItem.state == QUEUED, JobItem.due_at <= at)
    return list(db.session.scalars(query.order_by(JobItem.id).limit(bell.AT_ONCE)))


def under_way(township_id: int, kind: str, params: str) -> Job | None:
    """The very same work, if it runs already."""
    return db.session.scalar(
        select(Job).where(
            Job.township_id == township_id, Job.kind == kind, Job.params == params, Job.state == RUNNING
        )
    )


def scorecards(act: Act, township_id: int, period: Period, base_address: str) -> Job:
    """Everybody's scorecard as a paper of its own, then all of them in one PDF and in one archive."""
    named = evaluations.names(township_id, period)
    if not named:
        raise Refused(_("%(period)s还没有结果，请先计算。", period=periods.name(period)))
    params = {"period": period.code, "base_address": base_address}
    return papers(act, township_id, SCORECARDS, f"{period.title}考核评分表", params, named)


def papers(
    act: Act, township_id: int, kind: str, title: str, params: dict[str, Any], named: Sequence[tuple[int, str]]
) -> Job:
    """A paper for each of these (number, name), then all of them in one PDF and in one archive of that title."""
    steps = [Step(str(number), name) for number, name in named]
    steps += [Step(COMBINED, "合订本", 1), Step(ARCHIVE, "压缩包", 1)]
    return request(act, township_id, kind, f"打印{title}", {**params, "title": title}, steps)


def recompute(act: Act, township_id: int, period: Period) -> Job:
    """The results of a period for a township that is too large to wait for them on a page."""
    evaluations.measure(township_id, period)
    title = f"计算{period.title}考核结果"
    return request(act, township_id, RECOMPUTE, title, {"period": period.code}, [Step(period.code, period.title)])


def take_book(act: Act, run: ImportRun, version: int | None) -> Job:
    """Taking an uploaded workbook that is too large to wait for on a page."""
    params = {"run": run.id, "version": version}
    return request(act, run.township_id, IMPORT, f"导入{run.file_name}", params, [Step(str(run.id), run.file_name)])


def export(act: Act, township_id: int, name: str, title: str, asked: dict[str, Any]) -> Job:
    """A list that is registered under that name, as a file for whoever asks; `asked` is handed on to it."""
    return request(act, township_id, EXPORT, title, {**asked, "export": name}, [Step(name, title)])


def backup(act: Act, township_id: int) -> Job:
    """A backup of the instance, verified."""
    return request(act, township_id, BACKUP, "备份", {}, [Step("backup", "备份")])
