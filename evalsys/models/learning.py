"""Learning (学习与讲课): lectures that somebody gave or heard, and training."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.people import Person
from evalsys.models.reviews import Signed, Versioned
from evalsys.models.visits import Cancelled

LEARNINGS = ("lecture-given", "lecture-heard", "training")


class Learning(Signed, Versioned, Cancelled, db.Model):
    """One lecture or training of one person; `hours` are class hours, exact."""

    __tablename__ = "learning"
    __table_args__ = (
        Index("ix_learning_person_day", "person_id", "day"),
        CheckConstraint("hours BETWEEN 0 AND 100000", "range"),
    )

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    day: Mapped[t.day]
    kind: Mapped[t.code]
    title: Mapped[t.short]
    hours: Mapped[t.score]
    place: Mapped[str | None] = mapped_column(db.String(100))

    person: Mapped[Person] = relationship()
