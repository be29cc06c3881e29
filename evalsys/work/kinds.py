"""Every kind of job with what it does to one item."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app

from evalsys import backups
from evalsys.extensions import db
from evalsys.models.imports import ImportRun
from evalsys.models.jobs import Job, JobItem
from evalsys.scoring import period
from evalsys.services import evaluations
from evalsys.services.books import runs
from evalsys.services.jobs import rules
from evalsys.services.jobs.rules import BACKUP, EXPORT, IMPORT, RECOMPUTE, SCORECARDS
from evalsys.services.jobs.working import Made
from evalsys.services.write import Act, Refused
from evalsys.work import exports, papers, sheets

Do = Callable[[Job, JobItem, Act], Made]


@dataclass(frozen=True)
class Kind:
    """What is done to an item; whether that changes the books; whether only the server's own machine can do it."""

    do: Do
    writes: bool = False
    at_home: bool = False


def recompute(job: Job, item: JobItem, act: Act) -> Made:
    """The results of a period. A second run over the same books changes nothing."""
    when = period(json.loads(job.params)["period"])
    changed = evaluations.compute(act, job.township_id, when)
    return Made(told=f"{changed} 人的结果有更新" if changed else "结果和原来一样，没有改动")


def take_book(job: Job, _item: JobItem, act: Act) -> Made:
    """Take an uploaded workbook, whole. One that an earlier try has taken already stays as it is."""
    asked = json.loads(job.params)
    run = db.session.get(ImportRun, asked["run"])
    counts = runs.kept_counts(run) if run.state == runs.TAKEN else runs.take(act, run, asked["version"])
    told = "新增 {new} 行，更新 {changed} 行，没有变化 {same} 行，不能导入 {refused} 行"
    return Made(told=told.format(**counts))


def backup(_job: Job, _item: JobItem, act: Act) -> Made:
    """A backup of the instance of this very process."""
    try:
        made = backups.make(current_app._get_current_object(), act.at)
    except backups.NoTools as lacking:
        raise Refused(str(lacking)) from lacking
    return Made(told=f"{made.path.name}，{made.tables} 张表 {made.rows} 行，读回核对无误，放在 {made.path.parent}")


KINDS = {
    SCORECARDS: Kind(papers.SCORECARDS.do),
    rules.CARDS: Kind(sheets.CARDS.do),
    rules.REGISTERS: Kind(sheets.REGISTERS.do),
    rules.BOARDS: Kind(sheets.BOARDS.do),
    rules.POINTS_STATEMENTS: Kind(sheets.POINTS_STATEMENTS.do),
    rules.PAY_STATEMENTS: Kind(sheets.PAY_STATEMENTS.do),
    RECOMPUTE: Kind(recompute, writes=True),
    IMPORT: Kind(take_book, writes=True, at_home=True),
    EXPORT: Kind(exports.export),
    BACKUP: Kind(backup, at_home=True),
}
