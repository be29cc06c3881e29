"""What a measure asks for beyond the registers: one record of one of its own streams."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.people import Person
from evalsys.models.registers import Cancellable
from evalsys.models.reviews import Signed, Versioned


class Entry(Signed, Versioned, Cancellable, db.Model):
    """One record of a measure's stream about one person. `data` is JSON: the numbers as text, by their names."""

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_person_measure", "person_id", "measure", "stream"),
        CheckConstraint("until_day IS NULL OR until_day >= on_day", "order"),
    )

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    person_id: Mapped[int] = t.to("person")
    measure: Mapped[t.name]
    stream: Mapped[t.name]
    on_day: Mapped[t.day]
    until_day: Mapped[date | None]
    data: Mapped[t.text]
    text: Mapped[t.short]
    by: Mapped[t.name]
    evidence: Mapped[t.short]

    person: Mapped[Person] = relationship()
