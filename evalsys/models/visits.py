"""Household visits (走访): what an official heard in a household, what it needs, what came of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.people import Person
from evalsys.models.reviews import LogEntry, Signed, Versioned


class Cancelled:
    """A record that can be taken back: it stays, with the day and the reason."""

    cancelled_on: Mapped[date | None]
    cancelled_why: Mapped[str | None] = mapped_column(db.String(200))


class Logged:
    """A record that may have been written together with a log entry of the same day."""

    log_entry_id: Mapped[int | None] = t.to("log_entry")

    @declared_attr
    def log_entry(cls) -> Mapped[LogEntry | None]:  # noqa: N805 - SQLAlchemy calls it on the class
        """The entry."""
        return relationship()


class Visit(Signed, Versioned, Cancelled, Logged, db.Model):
    """One visit of one household. `household` is a short name or a door number: nothing by which others find it."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_person_day", "person_id", "day"),
        CheckConstraint("followed_up_on >= day", "order"),
    )

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    day: Mapped[t.day]
    household: Mapped[t.code]
    situation: Mapped[t.text]
    needs: Mapped[str | None] = mapped_column(db.Text)
    follow_up: Mapped[str | None] = mapped_column(db.Text)
    followed_up_on: Mapped[date | None]

    person: Mapped[Person] = relationship()
