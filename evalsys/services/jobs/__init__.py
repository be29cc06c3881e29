"""Slow work as jobs: asked for, claimed by workers, watched, cancelled, retried. The tables are the truth."""

from evalsys.services.jobs.answering import cancel, retry_failed
from evalsys.services.jobs.asking import MANY, backup, recompute, scorecards
from evalsys.services.jobs.reading import failed, get, listed, may_start, outputs, progress
from evalsys.services.jobs.store import opened

__all__ = [
    "MANY",
    "backup",
    "cancel",
    "failed",
    "get",
    "listed",
    "may_start",
    "opened",
    "outputs",
    "progress",
    "recompute",
    "retry_failed",
    "scorecards",
]
