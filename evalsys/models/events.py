"""An event of a branch (主题党日, 三会一课) with who came, was late, had leave or stayed away."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.people import Person
from evalsys.models.reviews import Signed, Versioned
from evalsys.models.units import Unit

CAME, LATE, LEAVE, ABSENT = ATTENDANCE = ("came", "late", "leave", "absent")


class BranchEvent(Signed, Versioned, db.Model):
    """One event of one kind on one day in one branch."""

    __tablename__ = "branch_event"
    __table_args__ = (UniqueConstraint("branch_id", "kind", "held_on"),)

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    branch_id: Mapped[int] = t.to("unit")
    kind: Mapped[t.code]
    held_on: Mapped[t.day]
    topic: Mapped[str | None] = mapped_column(db.String(100))

    branch: Mapped[Unit] = relationship(foreign_keys=[branch_id])
    people: Mapped[list[EventPerson]] = relationship(back_populates="event", order_by="EventPerson.id")


class EventPerson(db.Model):
    """How one member attended. Who is not on the list was not expected."""

    __tablename__ = "event_person"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        CheckConstraint("attendance IN ('came', 'late', 'leave', 'absent')", "attendance"),
    )

    id: Mapped[t.key]
    event_id: Mapped[int] = t.to("branch_event")
    person_id: Mapped[int] = t.to("person")
    attendance: Mapped[t.code]

    event: Mapped[BranchEvent] = relationship(back_populates="people")
    person: Mapped[Person] = relationship()
