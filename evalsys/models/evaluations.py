"""Computed results, frozen with their lines; a recomputation that differs is a new row."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.people import Person
from evalsys.models.schemes import SchemeVersion


class Evaluation(db.Model):
    """One person's result for one period: number 1, then 2 … each time that the inputs changed it."""

    __tablename__ = "evaluation"
    __table_args__ = (UniqueConstraint("person_id", "period", "number"),)

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    person_id: Mapped[int] = t.to("person")
    period: Mapped[str] = mapped_column(db.String(12), index=True)
    number: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=True)
    scheme_version_id: Mapped[int] = t.to("scheme_version")
    score: Mapped[t.score | None]
    grade: Mapped[str | None] = mapped_column(db.String(20))
    data: Mapped[t.text]
    digest: Mapped[str] = mapped_column(db.String(64))
    verify_code: Mapped[str] = mapped_column(db.String(12), unique=True)
    reason: Mapped[t.short]
    computed_at: Mapped[t.moment]

    person: Mapped[Person] = relationship()
    scheme_version: Mapped[SchemeVersion] = relationship()
