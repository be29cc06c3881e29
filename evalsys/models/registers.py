"""The registers that stars and pay rest on: yearly grades, spells of service, indicators, the negative list."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.people import Person
from evalsys.models.reviews import Signed, Versioned
from evalsys.models.units import Unit

NEGATIVE = ("negative", "discipline")


class Cancellable:
    """A row that can be taken back: it stays, with the day and the reason."""

    cancelled_on: Mapped[date | None]
    cancelled_why: Mapped[str | None] = mapped_column(db.String(200))


class YearGrade(Signed, Versioned, Cancellable, db.Model):
    """The grade that somebody was given for a whole year, and where it is written."""

    __tablename__ = "year_grade"
    __table_args__ = (UniqueConstraint("person_id", "year"),)

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    year: Mapped[int]
    grade: Mapped[str] = mapped_column(db.String(20))
    source: Mapped[t.short]

    person: Mapped[Person] = relationship()


class Spell(Signed, Versioned, Cancellable, db.Model):
    """Time in a leading post; `left_on` is the first day out of it. A removal forfeits what came before."""

    __tablename__ = "spell"
    __table_args__ = (
        UniqueConstraint("person_id", "title", "first_on"),
        CheckConstraint("left_on IS NULL OR left_on >= first_on", "order"),
        CheckConstraint("left_on IS NOT NULL OR NOT is_removal", "removal_left"),
    )

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    unit_id: Mapped[int | None] = t.to("unit")
    title: Mapped[t.name]
    first_on: Mapped[t.day]
    left_on: Mapped[date | None]
    reason: Mapped[t.short] = mapped_column(default="")
    is_removal: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship()
    unit: Mapped[Unit | None] = relationship()


class Indicator(Signed, Versioned, Cancellable, db.Model):
    """A figure of a year: of a village, or of the county where no unit is named. `kind` is the stream's name."""

    __tablename__ = "indicator"
    __table_args__ = (
        UniqueConstraint("township_id", "unit_id", "kind", "year"),
        Index("ix_indicator_township_kind", "township_id", "kind"),
    )

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    unit_id: Mapped[int | None] = t.to("unit")
    kind: Mapped[t.name]
    year: Mapped[int]
    value: Mapped[t.exact]
    measured_in: Mapped[str] = mapped_column(db.String(20))
    source: Mapped[t.short]

    unit: Mapped[Unit | None] = relationship(foreign_keys=[unit_id])


class Negative(Signed, Versioned, Cancellable, db.Model):
    """A conduct on the negative list, or a measure of discipline, with the clause and what proves it."""

    __tablename__ = "negative"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "on_day", "conduct"),
        CheckConstraint("kind IN ('negative', 'discipline')", "kind"),
    )

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    kind: Mapped[t.code]
    on_day: Mapped[t.day]
    conduct: Mapped[t.short]
    clause: Mapped[t.name]
    evidence: Mapped[t.short]

    person: Mapped[Person] = relationship()
