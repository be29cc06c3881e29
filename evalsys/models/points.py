"""Members' points: entries that are only ever added, the balance kept beside them, objections to a line."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.evidence import EvidenceFile
from evalsys.models.people import Person
from evalsys.models.reviews import Signed, Versioned
from evalsys.models.units import Unit

CLAIM, EVENT, REGISTER, HAND = SOURCES = ("claim", "event", "register", "hand")


class PointsEntry(Signed, db.Model):
    """Points of one member for one thing that happened, or the reversal of such a line.

    A line stays as it was written. A claim and a line of an imported register lead to one entry at most, and an
    entry is reversed once at most: the unique rules say so.
    """

    __tablename__ = "points_entry"
    __table_args__ = (
        UniqueConstraint("reverses_id"),
        UniqueConstraint("claim_id"),
        UniqueConstraint("fact_id"),
        Index("ix_points_entry_person_day", "person_id", "happened_on"),
        Index("ix_points_entry_person_points", "person_id", "points"),
        Index("ix_points_entry_branch_day", "branch_id", "happened_on"),
        CheckConstraint("source IN ('claim', 'event', 'register', 'hand')", "source"),
        CheckConstraint("reverses_id IS NULL OR reverses_id <> id", "other"),
    )

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    person_id: Mapped[int] = t.to("person")
    branch_id: Mapped[int | None] = t.to("unit")
    scheme_version_id: Mapped[int] = t.to("scheme_version")
    item: Mapped[t.name]
    title: Mapped[t.name]
    clause: Mapped[t.name]
    points: Mapped[t.score]
    happened_on: Mapped[t.day]
    reason: Mapped[t.short]
    evidence: Mapped[str | None] = mapped_column(db.Text)
    declared_by: Mapped[t.name]
    checked_by: Mapped[t.name]
    source: Mapped[t.code]
    claim_id: Mapped[int | None] = t.to("claim")
    fact_id: Mapped[int | None] = t.to("imported_fact")
    event_id: Mapped[int | None] = t.to("branch_event")
    reverses_id: Mapped[int | None] = t.to("points_entry")

    person: Mapped[Person] = relationship()
    branch: Mapped[Unit | None] = relationship(foreign_keys=[branch_id])
    # Beside the entry itself, or beside the claim that it comes from.
    file: Mapped[EvidenceFile | None] = relationship(
        primaryjoin=lambda: or_(
            foreign(EvidenceFile.entry_id) == PointsEntry.id, foreign(EvidenceFile.claim_id) == PointsEntry.claim_id
        ),
        uselist=False,
        viewonly=True,
    )
    objections: Mapped[list[PointsObjection]] = relationship(viewonly=True, order_by=lambda: PointsObjection.id)


class PointsBalance(db.Model):
    """The sum of a member's entries, kept so that lists need not add; `flask points check` compares."""

    __tablename__ = "points_balance"
    __table_args__ = (UniqueConstraint("person_id"),)

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    balance: Mapped[t.score]
    entries: Mapped[int]


class PointsObjection(Versioned, db.Model):
    """A member's objection to one line, and the branch's answer; upheld, it leads to a reversal."""

    __tablename__ = "points_objection"

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    person_id: Mapped[int] = t.to("person")
    entry_id: Mapped[int] = t.to("points_entry")
    reason: Mapped[t.short]
    made_by: Mapped[t.name]
    made_at: Mapped[t.moment]
    answer: Mapped[str | None] = mapped_column(db.String(200))
    is_upheld: Mapped[bool | None]
    answered_by: Mapped[str | None] = mapped_column(db.String(100))
    answered_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    entry: Mapped[PointsEntry] = relationship()
