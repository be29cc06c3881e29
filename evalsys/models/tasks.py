"""The list of tasks (任务清单): what a post has to do in which rhythm, and who ticked it off."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.meetings import Meeting
from evalsys.models.people import Person
from evalsys.models.reviews import Signed, Versioned
from evalsys.models.units import Unit
from evalsys.models.visits import Logged

RHYTHMS = ("once", "week", "month")


class Task(Signed, Versioned, db.Model):
    """One task of a post in a village; without a post or a village it is everybody's.

    `meeting` is the meeting whose decision it came from, `source` the clause or the paper that asks for it.
    """

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("every IN ('once', 'week', 'month')", "rhythm"),
        CheckConstraint("until_on >= from_on", "order"),
    )

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    village_id: Mapped[int | None] = t.to("unit")
    post_kind: Mapped[str | None] = mapped_column(db.String(40))
    meeting_id: Mapped[int | None] = t.to("meeting")
    title: Mapped[t.short]
    source: Mapped[str | None] = mapped_column(db.String(200))
    every: Mapped[t.code]
    due_on: Mapped[date | None]
    from_on: Mapped[t.day]
    until_on: Mapped[date | None]

    village: Mapped[Unit | None] = relationship(foreign_keys=[village_id])
    meeting: Mapped[Meeting | None] = relationship()


class TaskDone(Signed, Logged, db.Model):
    """Somebody's tick: once for the task, or once in each week or month of its rhythm."""

    __tablename__ = "task_done"
    __table_args__ = (UniqueConstraint("task_id", "person_id", "period"), t.NUMBERS_ONCE)

    id: Mapped[t.key]
    task_id: Mapped[int] = t.to("task")
    person_id: Mapped[int] = t.to("person")
    period: Mapped[str] = mapped_column(db.String(12))
    day: Mapped[t.day]
    note: Mapped[str | None] = mapped_column(db.String(200))

    task: Mapped[Task] = relationship()
    person: Mapped[Person] = relationship()
