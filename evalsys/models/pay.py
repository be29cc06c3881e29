"""Pay of the village cadres: runs with their lines, fixed once approved, and what is registered for them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.paymoney import money
from evalsys.models.people import Person
from evalsys.models.reviews import Signed, Versioned
from evalsys.models.schemes import SchemeVersion
from evalsys.models.units import Unit

PREPARED, APPROVED, VOID = RUN_STATES = ("prepared", "approved", "void")


class PayRun(Versioned, db.Model):
    """What one measure pays in one month, quarter or year; `number` 2, 3 … follows a run that was made void.

    `measure` is the measure's name in all its versions, `pool` what it gives the group to share, if anything.
    """

    __tablename__ = "pay_run"
    __table_args__ = (
        UniqueConstraint("township_id", "measure", "period", "number"),
        CheckConstraint("state IN ('prepared', 'approved', 'void')", "state"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> prepared_by_id", "second_person"),
        CheckConstraint("(state = 'approved') = (approved_by_id IS NOT NULL)", "approved"),
    )

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    measure: Mapped[t.code]
    scheme_version_id: Mapped[int] = t.to("scheme_version")
    period: Mapped[str] = mapped_column(db.String(12))
    year: Mapped[int]
    number: Mapped[int]
    state: Mapped[t.code]
    people: Mapped[int]
    control_total: Mapped[money]
    pool: Mapped[money | None]
    shared: Mapped[money | None]
    notes: Mapped[t.text]
    digest: Mapped[str] = mapped_column(db.String(64))
    prepared_by_id: Mapped[int] = t.to("account")
    prepared_by: Mapped[t.name]
    prepared_at: Mapped[t.moment]
    approved_by_id: Mapped[int | None] = t.to("account")
    approved_by: Mapped[str | None] = mapped_column(db.String(100))
    approved_at: Mapped[datetime | None]
    void_by: Mapped[str | None] = mapped_column(db.String(100))
    void_at: Mapped[datetime | None]
    void_why: Mapped[str | None] = mapped_column(db.String(200))

    scheme_version: Mapped[SchemeVersion] = relationship()
    lines: Mapped[list[PayLine]] = relationship(back_populates="run", order_by="PayLine.id")


class PayLine(db.Model):
    """One cadre in one run; `data` is JSON with the arithmetic, the differences and what is carried on."""

    __tablename__ = "pay_line"
    __table_args__ = (
        UniqueConstraint("run_id", "person_id"),
        CheckConstraint("total = base + performance - deductions + difference", "sum"),
        CheckConstraint("total >= 0 AND base >= 0 AND performance >= 0 AND deductions >= 0", "sign"),
    )

    id: Mapped[t.key]
    run_id: Mapped[int] = t.to("pay_run")
    person_id: Mapped[int] = t.to("person")
    place: Mapped[t.name]
    role: Mapped[t.name]
    standard: Mapped[money | None]
    score: Mapped[Decimal | None] = mapped_column(t.Thousandths)
    base: Mapped[money]
    performance: Mapped[money]
    deductions: Mapped[money]
    difference: Mapped[money]
    total: Mapped[money]
    data: Mapped[t.text]

    run: Mapped[PayRun] = relationship(back_populates="lines")
    person: Mapped[Person] = relationship()


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
