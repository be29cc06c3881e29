"""Persons, the posts that they held, the branches that they belonged to and their mentors, all dated."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.units import Unit

POSTS = (
    "official",
    "secretary",
    "deputy_secretary",
    "director",
    "deputy_director",
    "village_member",
    "branch_member",
    "committee_member",
    "mentor",
    "group_leader",
)
MEMBERSHIPS = ("full", "probationary")


class Person(db.Model):
    """One human being of the township. ID number and phone are sealed; the index only finds equals."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("township_id", "id_index"),
        Index("ix_person_pinyin", "township_id", "pinyin"),
    )

    id: Mapped[t.key]
    uid: Mapped[str] = mapped_column(db.String(32), unique=True)
    township_id: Mapped[int] = t.to("unit")
    name: Mapped[t.name]
    pinyin: Mapped[t.short]
    initials: Mapped[t.code]
    sex: Mapped[str | None] = mapped_column(db.String(10))
    ethnicity: Mapped[str | None] = mapped_column(db.String(20))
    born_on: Mapped[date | None]
    born_precision: Mapped[str | None] = mapped_column(db.String(10))
    id_sealed: Mapped[str | None] = mapped_column(db.String(200))
    id_index: Mapped[str | None] = mapped_column(db.String(64))
    phone_sealed: Mapped[str | None] = mapped_column(db.String(200))
    education: Mapped[str | None] = mapped_column(db.String(40))
    school: Mapped[str | None] = mapped_column(db.String(100))
    remark: Mapped[str | None] = mapped_column(db.String(200))
    version: Mapped[int] = mapped_column(default=1)

    posts: Mapped[list[Post]] = relationship(
        back_populates="person", order_by="Post.from_on", foreign_keys="Post.person_id"
    )
    memberships: Mapped[list[Membership]] = relationship(back_populates="person", order_by="Membership.from_on")
    mentorings: Mapped[list[Mentoring]] = relationship(
        back_populates="person", order_by="Mentoring.from_on", foreign_keys="Mentoring.person_id"
    )

    __mapper_args__ = {"version_id_col": version}


class Post(db.Model):
    """A post held in a unit from one day until another; one person can hold several at once."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("person_id", "unit_id", "kind", "from_on"),)

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    unit_id: Mapped[int] = t.to("unit")
    kind: Mapped[t.code]
    title: Mapped[t.name]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    lead_from_on: Mapped[date | None]

    @property
    def version(self) -> int:
        """Another number for another last day: that is what a page changes of a post."""
        return self.until_on.toordinal() if self.until_on else 0

    person: Mapped[Person] = relationship(back_populates="posts", foreign_keys=[person_id])
    unit: Mapped[Unit] = relationship()


class Membership(db.Model):
    """Belonging to a branch, full or probationary, from one day until another."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "branch_id", "kind", "from_on"),)

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    branch_id: Mapped[int] = t.to("unit")
    kind: Mapped[t.code]
    joined_on: Mapped[date | None]
    full_on: Mapped[date | None]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    remark: Mapped[str | None] = mapped_column(db.String(200))

    person: Mapped[Person] = relationship(back_populates="memberships")
    branch: Mapped[Unit] = relationship()


class Mentoring(db.Model):
    """Who was whose mentor from one day until another."""

    __tablename__ = "mentoring"
    __table_args__ = (UniqueConstraint("person_id", "mentor_id", "from_on"),)

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    mentor_id: Mapped[int] = t.to("person")
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], back_populates="mentorings")
    mentor: Mapped[Person] = relationship(foreign_keys=[mentor_id])
