"""The switch of the comparison (晾晒比评): who may see a period's results side by side, how, and how long."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.reviews import Versioned

READERS = ("committee", "secretaries", "officials")


class Comparison(Versioned, db.Model):
    """One opening of a period's comparison.

    `shows` is `bands` or `order`. `readers` names the widest circle that is let in: the committee alone, the
    secretaries too, or the officials as well. `decision` says who decided it.
    """

    __tablename__ = "comparison"
    __table_args__ = (
        Index("ix_comparison_township_period", "township_id", "period"),
        CheckConstraint("shows IN ('bands', 'order')", "shows"),
        CheckConstraint("readers IN ('committee', 'secretaries', 'officials')", "readers"),
        CheckConstraint("until_on >= from_on", "order"),
    )

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    period: Mapped[str] = mapped_column(db.String(12))
    shows: Mapped[t.code]
    readers: Mapped[t.code]
    from_on: Mapped[t.day]
    until_on: Mapped[t.day]
    decision: Mapped[t.short]
    opened_by: Mapped[t.name]
    opened_at: Mapped[t.moment]
    closed_on: Mapped[date | None]
    closed_by: Mapped[str | None] = mapped_column(db.String(100))
