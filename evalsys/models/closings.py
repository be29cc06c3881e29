"""Closed periods: which results were closed when, and who opened them again for what reason."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.evaluations import Evaluation
from evalsys.models.reviews import Versioned


class PeriodClose(Versioned, db.Model):
    """One close of a period: number 1, then 2 … after each reopening. The row of an earlier close stays.

    `sha256` is the fingerprint over the digests of all results in the order of the people. A reopening is asked for
    by one account and confirmed by another.
    """

    __tablename__ = "period_close"
    __table_args__ = (
        UniqueConstraint("township_id", "period", "number"),
        CheckConstraint("reopened_by_id IS NULL OR reopened_by_id <> asked_by_id", "second_person"),
    )

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    period: Mapped[str] = mapped_column(db.String(12))
    number: Mapped[int]
    people: Mapped[int]
    sha256: Mapped[str] = mapped_column(db.String(64))
    closed_on: Mapped[t.day]
    closed_by: Mapped[t.name]
    closed_at: Mapped[t.moment]
    asked_by_id: Mapped[int | None] = t.to("account")
    asked_by: Mapped[str | None] = mapped_column(db.String(100))
    asked_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(db.String(200))
    reopened_by_id: Mapped[int | None] = t.to("account")
    reopened_by: Mapped[str | None] = mapped_column(db.String(100))
    reopened_on: Mapped[date | None]
    reopened_at: Mapped[datetime | None]

    @property
    def code(self) -> str:
        """The check code that pages and papers show: enough of the fingerprint to compare by eye."""
        return self.sha256[:16]


class ClosedResult(db.Model):
    """One result that a close froze: whatever is computed later, the close still leads to it."""

    __tablename__ = "closed_result"
    __table_args__ = (UniqueConstraint("close_id", "evaluation_id"),)

    id: Mapped[t.key]
    close_id: Mapped[int] = t.to("period_close")
    evaluation_id: Mapped[int] = t.to("evaluation")

    close: Mapped[PeriodClose] = relationship()
    evaluation: Mapped[Evaluation] = relationship()
