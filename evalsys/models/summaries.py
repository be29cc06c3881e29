"""Summaries of a month, a quarter and the year (述职报告), and the records that each was drafted from."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.people import Person
from evalsys.models.reviews import LogEntry, Signed, Versioned

SECTIONS = ("main_work", "shortcomings", "next_steps")


class Summary(Signed, Versioned, db.Model):
    """One official's own account of a period: a draft until it is submitted, again after it was returned."""

    __tablename__ = "summary"
    __table_args__ = (
        UniqueConstraint("person_id", "period"),
        CheckConstraint("submitted_on IS NULL OR returned_on IS NULL", "one_state"),
    )

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    period: Mapped[str] = mapped_column(db.String(12), index=True)
    main_work: Mapped[t.text]
    shortcomings: Mapped[t.text]
    next_steps: Mapped[t.text]
    submitted_on: Mapped[date | None]
    returned_on: Mapped[date | None]
    returned_by: Mapped[str | None] = mapped_column(db.String(100))
    return_reason: Mapped[str | None] = mapped_column(db.String(200))

    person: Mapped[Person] = relationship()

    @property
    def state(self) -> str:
        """`submitted`, `returned` or `draft`."""
        if self.submitted_on:
            return "submitted"
        return "returned" if self.returned_on else "draft"


class SummaryEntry(db.Model):
    """One thing that a summary was drafted from: a log entry, or a section of a shorter period's summary."""

    __tablename__ = "summary_entry"
    __table_args__ = (
        UniqueConstraint("summary_id", "log_entry_id"),
        UniqueConstraint("summary_id", "source_id", "section"),
        CheckConstraint("(log_entry_id IS NULL) <> (source_id IS NULL)", "one_source"),
        CheckConstraint("(source_id IS NULL) = (section IS NULL)", "section_of_source"),
    )

    id: Mapped[t.key]
    summary_id: Mapped[int] = t.to("summary")
    log_entry_id: Mapped[int | None] = t.to("log_entry")
    source_id: Mapped[int | None] = t.to("summary")
    section: Mapped[str | None] = mapped_column(db.String(20))

    log_entry: Mapped[LogEntry | None] = relationship()

    @property
    def key(self) -> str:
        """What a page's box for it is called."""
        return f"log-{self.log_entry_id}" if self.log_entry_id else f"part-{self.source_id}-{self.section}"
