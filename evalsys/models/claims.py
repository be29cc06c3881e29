"""A member's claim for points on its way from the group leader to the branch secretary."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.evidence import EvidenceFile
from evalsys.models.people import Person
from evalsys.models.reviews import Signed, Versioned
from evalsys.models.units import Unit

AT_GROUP, AT_BRANCH, RECORDED, REFUSED, WITHDRAWN = STATES = ("group", "branch", "recorded", "refused", "withdrawn")


class Claim(Signed, Versioned, db.Model):
    """What a member says that she did. `recorded_by` is who typed it, `declared_by` whose claim it is."""

    __tablename__ = "claim"
    __table_args__ = (
        Index("ix_claim_township_state", "township_id", "state"),
        CheckConstraint("state IN ('group', 'branch', 'recorded', 'refused', 'withdrawn')", "state"),
        CheckConstraint("state <> 'refused' OR refused_why IS NOT NULL", "refused_why"),
    )

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    person_id: Mapped[int] = t.to("person")
    branch_id: Mapped[int] = t.to("unit")
    item: Mapped[t.name]
    title: Mapped[t.name]
    points: Mapped[t.score]
    happened_on: Mapped[t.day]
    reason: Mapped[t.short]
    evidence: Mapped[str | None] = mapped_column(db.Text)
    declared_by: Mapped[t.name]
    state: Mapped[t.code]
    group_by: Mapped[str | None] = mapped_column(db.String(100))
    group_at: Mapped[datetime | None]
    branch_by: Mapped[str | None] = mapped_column(db.String(100))
    branch_at: Mapped[datetime | None]
    refused_why: Mapped[str | None] = mapped_column(db.String(200))

    person: Mapped[Person] = relationship()
    branch: Mapped[Unit] = relationship(foreign_keys=[branch_id])
    file: Mapped[EvidenceFile | None] = relationship(viewonly=True)
