"""Records of talks (谈心谈话): fewer people may read them than may read scores."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.people import Person
from evalsys.models.reviews import Signed, Versioned


class Talk(Signed, Versioned, db.Model):
    """One talk with one official; `quarter`, named by its first day, is the one that it was about."""

    __tablename__ = "talk"
    __table_args__ = (
        Index("ix_talk_person_quarter", "person_id", "quarter"),
        CheckConstraint("(cancelled_on IS NULL) = (cancel_reason IS NULL)", "cancelled_why"),
    )

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    held_on: Mapped[t.day]
    quarter: Mapped[t.day]
    talker: Mapped[t.name]
    place: Mapped[t.name]
    topics: Mapped[t.short]
    content: Mapped[t.text]
    agreed: Mapped[t.text]
    own_words: Mapped[t.text]
    cancelled_on: Mapped[date | None]
    cancel_reason: Mapped[str | None] = mapped_column(db.String(200))

    person: Mapped[Person] = relationship()
