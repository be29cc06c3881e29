"""Who did what, when, with what before and after; and which forms were already taken."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from evalsys.extensions import db
from evalsys.models import types as t


class Action(db.Model):
    """One line of the log: written in the same transaction as what it tells of, never changed."""

    __tablename__ = "action"

    id: Mapped[t.key]
    township_id: Mapped[int | None] = t.to("unit")
    at: Mapped[t.moment]
    actor_id: Mapped[int | None] = t.to("account")
    actor_name: Mapped[t.name]
    did: Mapped[str] = mapped_column(db.String(40), index=True)
    about: Mapped[str] = mapped_column(db.String(80), index=True)
    before: Mapped[str | None] = mapped_column(db.Text)
    after: Mapped[str | None] = mapped_column(db.Text)


class Receipt(db.Model):
    """A form's key with the hash of what was sent, so that a retry gives the same answer and no second row."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("account_id", "form_key"),)

    id: Mapped[t.key]
    account_id: Mapped[int] = t.to("account")
    form_key: Mapped[t.code]
    input_hash: Mapped[str] = mapped_column(db.String(64))
    about: Mapped[str] = mapped_column(db.String(80))
    at: Mapped[t.moment]
