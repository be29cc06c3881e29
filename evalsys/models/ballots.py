"""The masses' ballot: rounds, the sealed box while a round is open, and what is left of it after the close."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.people import Person
from evalsys.models.reviews import MASSES, Versioned
from evalsys.models.units import Unit

DRAWN, EVERYBODY = RULES = ("drawn", "everybody")
PREPARED, OPEN, CLOSED, VOID = STATES = ("prepared", "open", "closed", "void")


def of_round() -> Any:
    """The round that a row belongs to."""
    return t.to("ballot_round")


class BallotRound(Versioned, db.Model):
    """One ballot of a township about its officials: the masses' about a quarter, or a meeting's about a year.

    `first_on` is the first day of that quarter or year. By its `rule` slips go to households that are drawn, with a
    `seed`, or to everybody. `handed_out` is how many slips were made, 0 before; `is_swept` says that the storage was
    rewritten at the end.
    """

    __tablename__ = "ballot_round"

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    kind: Mapped[t.code] = mapped_column(default=MASSES, server_default=MASSES)
    first_on: Mapped[t.day]
    title: Mapped[t.short]
    rule: Mapped[t.code] = mapped_column(default=DRAWN, server_default=DRAWN)
    seed: Mapped[t.name]
    state: Mapped[t.code] = mapped_column(default=PREPARED)
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    handed_out: Mapped[int] = mapped_column(default=0)
    is_swept: Mapped[bool] = mapped_column(default=False)

    villages: Mapped[list[BallotVillage]] = relationship(order_by="BallotVillage.id")
    subjects: Mapped[list[BallotSubject]] = relationship(order_by="BallotSubject.place")


class BallotVillage(db.Model):
    """A village of a round: its households, how many slips it gets, and the numbers of the drawn households.

    Of a meeting it is where the people come from, or the township for all of them; `households` is their number.
    """

    __tablename__ = "ballot_village"
    __table_args__ = (UniqueConstraint("round_id", "unit_id"),)

    id: Mapped[t.key]
    round_id: Mapped[int] = of_round()
    unit_id: Mapped[int] = t.to("unit")
    households: Mapped[int]
    quota: Mapped[int]
    drawn: Mapped[t.text]

    unit: Mapped[Unit] = relationship()


class BallotSubject(db.Model):
    """Who is judged in a round; `place` is her place in the ballot, from 0."""

    __tablename__ = "ballot_subject"
    __table_args__ = (UniqueConstraint("round_id", "person_id"), UniqueConstraint("round_id", "place"))

    id: Mapped[t.key]
    round_id: Mapped[int] = of_round()
    person_id: Mapped[int] = t.to("person")
    place: Mapped[int]

    person: Mapped[Person] = relationship()


class BallotBox(db.Model):
    """The sealed box of a round, from the making of its slips to the close: all that a cast changes."""

    __tablename__ = "ballot_box"

    round_id: Mapped[int] = mapped_column(ForeignKey("ballot_round.id"), primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class BallotChoice(db.Model):
    """One choice about one subject, under a key of chance: no two rows can be told to be of one voter."""

    __tablename__ = "ballot_choice"
    __table_args__ = (CheckConstraint("choice IN ('A', 'B', 'C', 'D', 'X')", "letter"),)

    key: Mapped[str] = mapped_column(db.String(32), primary_key=True)
    round_id: Mapped[int] = of_round()
    person_id: Mapped[int] = t.to("person")
    choice: Mapped[str] = mapped_column(db.String(1))


class BallotReceipt(db.Model):
    """The number that a voter got, to find again after the close: her slip was counted."""

    __tablename__ = "ballot_receipt"

    round_id: Mapped[int] = mapped_column(ForeignKey("ballot_round.id"), primary_key=True)
    number: Mapped[str] = mapped_column(db.String(12), primary_key=True)
