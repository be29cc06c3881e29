"""What is registered for pay beyond the registers of people and figures."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.people import Person
from evalsys.models.reviews import Signed, Versioned
from evalsys.models.units import Unit


class PayFact(Signed, Versioned, db.Model):
    """One record that a measure of pay asks for: of a person, of a village, or of all where neither is named.

    `data` is JSON: the numbers as text, by the measure's names.
    """

    __tablename__ = "pay_fact"
    __table_args__ = (
        CheckConstraint("person_id IS NULL OR unit_id IS NULL", "whose"),
        Index("ix_pay_fact_stream", "township_id", "stream"),
    )

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    stream: Mapped[t.code]
    person_id: Mapped[int | None] = t.to("person")
    unit_id: Mapped[int | None] = t.to("unit")
    on_day: Mapped[t.day]
    data: Mapped[t.text]
    text: Mapped[t.short]
    evidence: Mapped[t.short]
    cancelled_on: Mapped[date | None]
    cancelled_why: Mapped[str | None] = mapped_column(db.String(200))

    person: Mapped[Person | None] = relationship()
    unit: Mapped[Unit | None] = relationship(foreign_keys=[unit_id])
