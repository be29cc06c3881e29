"""Pay of the village cadres: runs with their lines, fixed once approved, and what is registered for them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.paymoney import money
from evalsys.models.people import Person
from evalsys.models.reviews import Versioned
from evalsys.models.schemes import SchemeVersion

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
