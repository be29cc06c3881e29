"""Adopted versions of measures, frozen as text, and the calendar of workdays."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from evalsys.extensions import db
from evalsys.models import types as t

DAY_KINDS = ("holiday", "makeup")
YEAR_STATES = ("official", "estimated")


class SchemeVersion(db.Model):
    """One version of a measure that the township adopted; its text is never edited."""

    __tablename__ = "scheme_version"
    __table_args__ = (UniqueConstraint("township_id", "name", "number"),)

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    name: Mapped[t.code]
    number: Mapped[int]
    title: Mapped[t.short]
    text: Mapped[t.text]
    sha256: Mapped[str] = mapped_column(db.String(64))
    from_on: Mapped[t.day]
    until_on: Mapped[date | None]
    adopted_on: Mapped[t.day]
    adopted_by: Mapped[t.name]
    meeting: Mapped[str | None] = mapped_column(db.String(200))


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
