"""Meetings (碰头会 and what comes later): who came, what was talked over, what was decided."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.people import Person
from evalsys.models.reviews import Signed, Versioned
from evalsys.models.units import Unit
from evalsys.models.visits import Cancelled

MEETINGS = ("weekly",)


class Meeting(Signed, Versioned, Cancelled, db.Model):
    """One meeting of the township or of a branch, with its minutes."""

    __tablename__ = "meeting"

    id: Mapped[t.key]
    unit_id: Mapped[int] = t.to("unit")
    kind: Mapped[t.code]
    held_on: Mapped[t.day]
    place: Mapped[str | None] = mapped_column(db.String(100))
    chaired_by: Mapped[t.name]
    recorder: Mapped[t.name]
    matters: Mapped[t.text]
    decisions: Mapped[str | None] = mapped_column(db.Text)

    unit: Mapped[Unit] = relationship()
    people: Mapped[list[MeetingPerson]] = relationship(
        back_populates="meeting", order_by="MeetingPerson.id", cascade="all, delete-orphan"
    )


class MeetingPerson(db.Model):
    """Somebody who was expected: came, or stayed away for a reason."""

    __tablename__ = "meeting_person"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[t.key]
    meeting_id: Mapped[int] = t.to("meeting")
    person_id: Mapped[int] = t.to("person")
    came: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(db.String(100))

    meeting: Mapped[Meeting] = relationship(back_populates="people")
    person: Mapped[Person] = relationship()
