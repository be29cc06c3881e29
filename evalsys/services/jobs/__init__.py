"""Slow work as jobs: asked for, claimed by workers, watched, cancelled, retried. The tables are the truth."""

from evalsys.models.jobs import Job
from evalsys.services.jobs.answering import cancel, retry_failed
from evalsys.services.jobs.asking import MANY, backup, export, recompute, scorecards, take_book
from evalsys.services.jobs.reading import failed, get, listed, may_start, output, outputs, progress
from evalsys.services.jobs.sheets import boards, cards, pay_statements, points_statements, registers
from evalsys.services.jobs.store import opened

__all__ = [
    "MANY",
    "Job",
    "backup",
    "boards",
    "cancel",
    "cards",
    "export",
    "failed",
    "get",
    "listed",
    "may_start",
    "opened",
    "output",
    "outputs",
    "pay_statements",
    "points_statements",
    "progress",
    "recompute",
    "registers",
    "retry_failed",
    "scorecards",
    "take_book",
]
