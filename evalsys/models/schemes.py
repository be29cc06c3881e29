"""Adopted versions of measures, frozen as text, the drafts of the next ones, and the calendar of workdays."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.reviews import Signed, Versioned

DAY_KINDS = ("holiday", "makeup")
YEAR_STATES = ("official", "estimated")


class SchemeVersion(db.Model):
    """One version of a measure that the township adopted; its text and its worked examples are never edited."""

    __tablename__ = "scheme_version"
    __table_args__ = (UniqueConstraint("township_id", "name", "number"),)

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    name: Mapped[t.code]
    number: Mapped[int]
    title: Mapped[t.short]
    text: Mapped[t.text]
    cases: Mapped[t.text] = mapped_column(default="", server_default="")
    sha256: Mapped[str] = mapped_column(db.String(64))
    from_on: Mapped[t.day]
    until_on: Mapped[date | None]
    adopted_on: Mapped[t.day]
    adopted_by: Mapped[t.name]
    meeting: Mapped[str | None] = mapped_column(db.String(200))


class SchemeDraft(Signed, Versioned, db.Model):
    """A measure that is still being written; once adopted it leads to its version and is changed no more."""

    __tablename__ = "scheme_draft"
    __table_args__ = t.NUMBERS_ONCE

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    name: Mapped[t.code]
    title: Mapped[t.short]
    text: Mapped[t.text]
    cases: Mapped[t.text] = mapped_column(default="")
    based_on_id: Mapped[int | None] = t.to("scheme_version")
    adopted_as_id: Mapped[int | None] = t.to("scheme_version")
    created_by: Mapped[t.name]
    created_at: Mapped[t.moment]

    based_on: Mapped[SchemeVersion | None] = relationship(foreign_keys=[based_on_id])
    adopted_as: Mapped[SchemeVersion | None] = relationship(foreign_keys=[adopted_as_id])


class CalendarDay(db.Model):
    """A day that is not what its weekday says: a holiday, or a make-up workday."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[t.code]
    name: Mapped[t.name]
    source: Mapped[t.short]


class CalendarYear(db.Model):
    """Whether a year's calendar is official or only estimated from the weekdays."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[t.code]
    source: Mapped[t.short]
