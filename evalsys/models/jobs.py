"""Slow work as rows: a job and its items. They are the truth; the queue only tells workers to look."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.units import Unit

RUNNING, DONE, FAILED, CANCELLED = "running", "done", "failed", "cancelled"
WAITING, QUEUED = "waiting", "queued"
STATES = (RUNNING, DONE, FAILED, CANCELLED)
ITEM_STATES = (WAITING, QUEUED, RUNNING, DONE, FAILED, CANCELLED)


def among(states: tuple[str, ...]) -> str:
    """The rule that a state is one of these."""
    return f"state IN ({', '.join(repr(state) for state in states)})"


class Job(db.Model):
    """One piece of slow work that somebody asked for. `params` is JSON."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint(among(STATES), name="state"),
        CheckConstraint("(state = 'running') = (ended_at IS NULL)", name="ended"),
        Index("ix_job_state", "state"),
    )

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    kind: Mapped[t.code]
    title: Mapped[t.short]
    params: Mapped[t.text]
    total: Mapped[int]
    state: Mapped[t.code]
    requested_by_id: Mapped[int | None] = t.to("account")
    requested_by: Mapped[t.name]
    requested_at: Mapped[t.moment]
    ended_at: Mapped[datetime | None]

    township: Mapped[Unit] = relationship()


class JobItem(db.Model):
    """One step of a job: a paper of one person, a computation, the file of them all.

    Steps of a later `stage` wait until the one before is through. `tries` counts the beginnings, `failures` those
    that ended with an error, `losses` those whose worker was never heard of again.
    """

    __tablename__ = "job_item"
    __table_args__ = (
        UniqueConstraint("job_id", "item_key"),
        CheckConstraint(among(ITEM_STATES), name="state"),
        CheckConstraint("state <> 'running' OR (worker IS NOT NULL AND lease_until IS NOT NULL)", name="lease"),
        CheckConstraint("state <> 'failed' OR error IS NOT NULL", name="error"),
        CheckConstraint("(output IS NULL) = (sha256 IS NULL)", name="output"),
        Index("ix_job_item_job_state", "job_id", "state"),
        Index("ix_job_item_state_due", "state", "due_at"),
    )

    id: Mapped[t.key]
    job_id: Mapped[int] = t.to("job")
    stage: Mapped[int] = mapped_column(default=0)
    item_key: Mapped[t.name]
    title: Mapped[t.short]
    state: Mapped[t.code]
    due_at: Mapped[t.moment]
    rung_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    losses: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(db.String(120))
    lease_until: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(db.String(500))
    told: Mapped[str | None] = mapped_column(db.String(200))
    output: Mapped[str | None] = mapped_column(db.String(200))
    size: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(db.String(64))
    done_at: Mapped[datetime | None]

    job: Mapped[Job] = relationship()
