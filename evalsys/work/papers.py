"""Scorecards as a job: one paper an item, then all of them in one PDF and in one archive."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
import zipfile
from collections import Counter
from typing import Any, BinaryIO

from sqlalchemy import select

from evalsys import printing
from evalsys.extensions import db
from evalsys.models.evaluations import Evaluation
from evalsys.models.jobs import Job, JobItem
from evalsys.scoring import period
from evalsys.services import evaluations
from evalsys.services.jobs import asking, store
from evalsys.services.jobs.working import Made
from evalsys.services.write import Act

IN_MEMORY = 1 << 24


def scorecard(job: Job, item: JobItem, _act: Act) -> Made:
    """One item of the job, whichever it is."""
    asked = json.loads(job.params)
    if item.item_key == asking.COMBINED:
        return combined(job, item, asked)
    if item.item_key == asking.ARCHIVE:
        return archive(job, item, asked)
    (row,) = evaluations.for_papers_of([int(item.item_key)])
    content = printing.one(row, job.township.name, asked["base_address"])
    return store.put(item, printing.file_name(row), io.BytesIO(content))


def combined(job: Job, item: JobItem, asked: dict[str, Any]) -> Made:
    """All papers of the job in one PDF, in the order of the list."""
    keys = select(JobItem.item_key).where(JobItem.job_id == job.id, JobItem.stage == 0)
    numbers = [int(key) for key in db.session.scalars(keys)]
    rows: list[Evaluation] = evaluations.for_papers_of(numbers)
    content = printing.together(rows, job.township.name, asked["base_address"])
    return store.put(item, printing.combined_name(rows, job.township.name), io.BytesIO(content))


def archive(job: Job, item: JobItem, asked: dict[str, Any]) -> Made:
    """All papers of the job in one ZIP; the same papers give the same bytes."""
    papers = db.session.scalars(
        select(JobItem).where(JobItem.job_id == job.id, JobItem.stage == 0).order_by(JobItem.id)
    ).all()
    names = Counter(one.output for one in papers)
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
        with zipfile.ZipFile(file, "w") as packed:
            for number, one in enumerate(papers, start=1):
                name = one.output if names[one.output] == 1 else f"{number:04d}_{one.output}"
                put_in(packed, name, store.opened(one), job.requested_at.timetuple()[:6])
        title = f"{job.township.name}{period(asked['period']).title}考核评分表.zip"
        return store.put(item, title, file)


def put_in(packed: zipfile.ZipFile, name: str, content: BinaryIO, at: tuple[int, ...]) -> None:
    """One paper into the archive. PDFs are packed already."""
    entry = zipfile.ZipInfo(name, at)
    with content, packed.open(entry, "w") as into:
        shutil.copyfileobj(content, into)
