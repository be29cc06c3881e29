"""Stars as they were given: a run that two people stand behind, its frozen ratings, and every move."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.people import Person
from evalsys.models.schemes import SchemeVersion

CAUSES = INITIAL, YEAR, NEGATIVE, TERM, CORRECTION = ("initial", "year", "negative", "term", "correction")


class StarRun(db.Model):
    """A rating of everybody for a year: put forward by one person, fixed once a second one confirms it.

    `digest` is over what the first one saw, so that the second cannot confirm something else.
    """

    __tablename__ = "star_run"
    __table_args__ = (
        Index("ix_star_run_township_year", "township_id", "year"),
        CheckConstraint("confirmed_at IS NULL OR dropped_at IS NULL", "one_end"),
    )

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    year: Mapped[int]
    rated_on: Mapped[t.day]
    scheme_version_id: Mapped[int] = t.to("scheme_version")
    people: Mapped[int]
    digest: Mapped[str] = mapped_column(db.String(64))
    reason: Mapped[t.short]
    asked_by_id: Mapped[int | None] = t.to("account")
    asked_by: Mapped[t.name]
    asked_at: Mapped[t.moment]
    confirmed_by: Mapped[str | None] = mapped_column(db.String(100))
    confirmed_at: Mapped[datetime | None]
    dropped_by: Mapped[str | None] = mapped_column(db.String(100))
    dropped_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    scheme_version: Mapped[SchemeVersion] = relationship()

    __mapper_args__ = {"version_id_col": version}


class StarRating(db.Model):
    """One secretary's stars for one year, with every line: number 1, then 2 … each time that they changed.

    No stars is not zero stars: who was not rated has none.
    """

    __tablename__ = "star_rating"
    __table_args__ = (
        UniqueConstraint("person_id", "year", "number"),
        Index("ix_star_rating_township_year", "township_id", "year"),
        CheckConstraint("stars >= 0", "not_negative"),
    )

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    person_id: Mapped[int] = t.to("person")
    run_id: Mapped[int] = t.to("star_run")
    scheme_version_id: Mapped[int] = t.to("scheme_version")
    year: Mapped[int]
    rated_on: Mapped[t.day]
    number: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=True)
    place: Mapped[t.name]
    stars: Mapped[int | None]
    grade: Mapped[str | None] = mapped_column(db.String(20))
    data: Mapped[t.text]
    digest: Mapped[str] = mapped_column(db.String(64))
    reason: Mapped[t.short]
    rated_at: Mapped[t.moment]

    person: Mapped[Person] = relationship()
    run: Mapped[StarRun] = relationship()
    scheme_version: Mapped[SchemeVersion] = relationship()
    moves: Mapped[list[StarMove]] = relationship(back_populates="rating", order_by="StarMove.place")


class StarMove(db.Model):
    """One rise or fall of the stock, with its cause and clause; the last one of a rating ends at its stars."""

    __tablename__ = "star_move"
    __table_args__ = (
        UniqueConstraint("rating_id", "place"),
        CheckConstraint("cause IN ('initial', 'year', 'negative', 'term', 'correction')", "cause"),
    )

    id: Mapped[t.key]
    person_id: Mapped[int] = t.to("person")
    rating_id: Mapped[int] = t.to("star_rating")
    place: Mapped[int]
    on_day: Mapped[date]
    before: Mapped[int | None]
    after: Mapped[int | None]
    cause: Mapped[t.code]
    clause: Mapped[t.short]
    text: Mapped[t.text]

    rating: Mapped[StarRating] = relationship(back_populates="moves")
