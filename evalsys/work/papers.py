"""Papers as a job: one paper an item, then all of them in one PDF and in one archive."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from sqlalchemy import select

from evalsys import printing
from evalsys.extensions import db
from evalsys.models.evaluations import Evaluation
from evalsys.models.jobs import Job, JobItem
from evalsys.services import evaluations
from evalsys.services.jobs import asking, store
from evalsys.services.jobs.working import Made
from evalsys.services.write import Act

IN_MEMORY = 1 << 24


@dataclass(frozen=True)
class Papers:
    """How one kind of paper is made: the paper of one item with its file's name, and all of them in one PDF.

    Both get the job, the numbers that its items stand for, what was asked, and the act of whoever asked.
    """

    one: Callable[[Job, int, dict[str, Any], Act], tuple[str, bytes]]
    together: Callable[[Job, list[int], dict[str, Any], Act], tuple[str, bytes]]

    def do(self, job: Job, item: JobItem, act: Act) -> Made:
        """One item of the job, whichever it is."""
        asked = json.loads(job.params)
        if item.item_key == asking.ARCHIVE:
            return archive(job, item, f"{job.township.name}{asked['title']}.zip")
        if item.item_key == asking.COMBINED:
            name, content = self.together(job, numbers_of(job), asked, act)
        else:
            name, content = self.one(job, int(item.item_key), asked, act)
        return store.put(item, name, io.BytesIO(content))


def numbers_of(job: Job) -> list[int]:
    """What the papers of the job are of, in the order of the list."""
    keys = select(JobItem.item_key).where(JobItem.job_id == job.id, JobItem.stage == 0).order_by(JobItem.id)
    return [int(key) for key in db.session.scalars(keys)]


def scorecard(job: Job, number: int, asked: dict[str, Any], _act: Act) -> tuple[str, bytes]:
    """One result's card."""
    (row,) = evaluations.for_papers_of([number])
    return printing.file_name(row), printing.one(row, job.township.name, asked["base_address"])


def scorecards(job: Job, numbers: list[int], asked: dict[str, Any], _act: Act) -> tuple[str, bytes]:
    """All cards of the job."""
    rows: list[Evaluation] = evaluations.for_papers_of(numbers)
    content = printing.together(rows, job.township.name, asked["base_address"])
    return printing.combined_name(rows, job.township.name), content


def archive(job: Job, item: JobItem, title: str) -> Made:
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
        return store.put(item, title, file)


def put_in(packed: zipfile.ZipFile, name: str, content: BinaryIO, at: tuple[int, ...]) -> None:
    """One paper into the archive. PDFs are packed already."""
    entry = zipfile.ZipInfo(name, at)
    with content, packed.open(entry, "w") as into:
        shutil.copyfileobj(content, into)


SCORECARDS = Papers(scorecard, scorecards)
