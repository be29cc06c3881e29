"""A quarter with three results, and threads that do jobs."""

from __future__ import annotations

import time
from datetime import date

import pytest

from evalsys.extensions import db, writing
from evalsys.models.jobs import RUNNING, Job, JobItem
from evalsys.scoring import period
from evalsys.services import calendars, evaluations, schemes
from evalsys.services.write import Act

QUARTER = "2026Q2"
PATIENCE = 20


@pytest.fixture
def app(app_in_files):
    return app_in_files


@pytest.fixture
def act(make, clock):
    """A clerk, in a township with three officials whose results are computed."""
    act = Act(make.account("clerk"), clock())
    calendars.seed(act)
    schemes.adopt(act, make.township.id, schemes.sample_text(schemes.OFFICIALS), "")
    for name in ("李晓", "张三", "张三"):
        make.log(make.official(name), date(2026, 6, 8))
    evaluations.compute(act, make.township.id, period(QUARTER))
    db.session.commit()
    return act


@pytest.fixture
def work(app):
    """Let the threads of this process do a job to its end; its items afterwards."""

    def until_done(job_id):
        db.session.rollback()
        writing.set(False)
        stop = app.extensions["bell"].start(2, is_only_worker=True)
        try:
            over = time.monotonic() + PATIENCE
            while state_of(job_id) == RUNNING and time.monotonic() < over:
                time.sleep(0.02)
        finally:
            stop()
        writing.set(True)
        query = db.select(JobItem).where(JobItem.job_id == job_id).order_by(JobItem.id)
        return list(db.session.scalars(query))

    def state_of(job_id):
        db.session.rollback()
        return db.session.scalar(db.select(Job.state).where(Job.id == job_id))

    return until_done
