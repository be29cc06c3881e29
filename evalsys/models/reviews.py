"""What is recorded and marked about a village official: logs, marks, tallies, leave and conduct."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.people import Person

MASSES, MEETING = TALLY_KINDS = ("masses", "meeting")
CONDUCT = ("township-commendation", "county-commendation", "criticism", "discipline")


class Signed:
    """Who typed a record, which need not be whom it is from, and when."""

    recorded_by: Mapped[t.name]
    recorded_at: Mapped[t.moment]


class Versioned:
    """A record that notices when a second editor saw an older one."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy calls it on the class
        """The column that each change counts up."""
        return {"version_id_col": cls.version}


class LogEntry(Signed, Versioned, db.Model):
    """One sentence about one day's work. `recorded_by` is who typed it, the official or the clerk."""

    __tablename__ = "log_entry"
    __table_args__ = (Index("ix_log_entry_person_day", "person_id", "day"),)

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    day: Mapped[t.day]
    kind: Mapped[t.code]
    text: Mapped[t.text]
    place: Mapped[str | None] = mapped_column(db.String(100))
    outcome: Mapped[str | None] = mapped_column(db.String(200))

    person: Mapped[Person] = relationship()


class WeeklyMark(Signed, Versioned, db.Model):
    """The mentor's mark and comment on the week that begins with `monday`."""

    __tablename__ = "weekly_mark"
    __table_args__ = (
        UniqueConstraint("person_id", "monday"),
        CheckConstraint("mark BETWEEN 0 AND 100000", "range"),
    )

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    monday: Mapped[t.day]
    mark: Mapped[t.score]
    comment: Mapped[str | None] = mapped_column(db.String(500))
    marked_by: Mapped[t.name]

    person: Mapped[Person] = relationship()


class MonthlyMark(Signed, Versioned, db.Model):
    """The branch's five marks (德能勤绩廉) for one month, named by its first day."""

    __tablename__ = "monthly_mark"
    __table_args__ = (UniqueConstraint("person_id", "month"),)

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    month: Mapped[t.day]
    virtue: Mapped[t.score]
    ability: Mapped[t.score]
    diligence: Mapped[t.score]
    achievement: Mapped[t.score]
    integrity: Mapped[t.score]
    marked_by: Mapped[str | None] = mapped_column(db.String(100))

    person: Mapped[Person] = relationship()


class CommitteeMark(Signed, Versioned, db.Model):
    """One committee member's mark for one official and one quarter, named by its first day."""

    __tablename__ = "committee_mark"
    __table_args__ = (
        UniqueConstraint("person_id", "quarter", "member_id"),
        CheckConstraint("mark BETWEEN 0 AND 100000", "range"),
        t.NUMBERS_ONCE,
    )

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    quarter: Mapped[t.day]
    member_id: Mapped[int] = t.to("person")
    mark: Mapped[t.score]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    member: Mapped[Person] = relationship(foreign_keys=[member_id])


class Tally(Signed, Versioned, db.Model):
    """The counted ballots about one official: the masses' about a quarter, or a meeting's about a year.

    `first_on` is the first day of that quarter or year.
    """

    __tablename__ = "tally"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "first_on"),
        CheckConstraint("kind IN ('masses', 'meeting')", "kind"),
    )

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    kind: Mapped[t.code] = mapped_column(default=MASSES)
    first_on: Mapped[t.day]
    handed_out: Mapped[int]
    returned: Mapped[int]
    excellent: Mapped[int]
    competent: Mapped[int]
    basic: Mapped[int]
    incompetent: Mapped[int]
    abstained: Mapped[int]
    spoilt: Mapped[int]

    person: Mapped[Person] = relationship()


class Leave(Signed, db.Model):
    """Approved days off, first and last day included."""

    __tablename__ = "leave"
    __table_args__ = (
        UniqueConstraint("person_id", "from_on", "until_on"),
        CheckConstraint("until_on >= from_on", "order"),
    )

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    from_on: Mapped[t.day]
    until_on: Mapped[t.day]
    reason: Mapped[t.short]
    approved_by: Mapped[t.name]
    cancelled_on: Mapped[date | None]

    person: Mapped[Person] = relationship()


class Conduct(Signed, db.Model):
    """A commendation, a public criticism or a disciplinary measure (奖惩)."""

    __tablename__ = "conduct"
    __table_args__ = (UniqueConstraint("person_id", "kind", "happened_on", "reason"),)

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    kind: Mapped[t.code]
    happened_on: Mapped[t.day]
    reason: Mapped[t.short]
    approved_by: Mapped[t.name]
    cancelled_on: Mapped[date | None]

    person: Mapped[Person] = relationship()


def monthly_total(mark: MonthlyMark) -> Decimal:
    """The sum of the five marks, as the register's 合计 column has it."""
    return mark.virtue + mark.ability + mark.diligence + mark.achievement + mark.integrity
