"""What follows from a result (结果运用): a reward, a talk, or a remedy with its steps."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.evaluations import Evaluation
from evalsys.models.reviews import Signed, Versioned
from evalsys.models.talks import Talk

KINDS = ("reward", "talk", "remedy")


class Consequence(Signed, Versioned, db.Model):
    """One thing that is done because of one frozen result, by when, and what came of it."""

    __tablename__ = "consequence"
    __table_args__ = (
        CheckConstraint("kind IN ('reward', 'talk', 'remedy')", "kind"),
        CheckConstraint("talk_id IS NULL OR kind = 'talk'", "talk_of_talk"),
        CheckConstraint("(done_on IS NULL) = (done_note IS NULL)", "done_how"),
    )

    id: Mapped[t.key]
    evaluation_id: Mapped[int] = t.to("evaluation")
    kind: Mapped[t.code]
    text: Mapped[t.text]
    talk_id: Mapped[int | None] = t.to("talk")
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_note: Mapped[str | None] = mapped_column(db.String(200))

    evaluation: Mapped[Evaluation] = relationship()
    talk: Mapped[Talk | None] = relationship()
    steps: Mapped[list[ConsequenceStep]] = relationship(
        order_by="ConsequenceStep.place", cascade="all, delete-orphan"
    )


class ConsequenceStep(db.Model):
    """One step of a remedy: what, until when, done when."""

    __tablename__ = "consequence_step"
    __table_args__ = (UniqueConstraint("consequence_id", "place"),)

    id: Mapped[t.key]
    consequence_id: Mapped[int] = t.to("consequence")
    place: Mapped[int]
    what: Mapped[t.short]
    until_on: Mapped[t.day]
    done_on: Mapped[date | None]
