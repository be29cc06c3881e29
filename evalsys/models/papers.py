"""Papers that were printed: what stands on each, so that a sheet can be held against it years later."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from evalsys.extensions import db
from evalsys.models import types as t


class Paper(db.Model):
    """One content that was printed; the same content printed again is the same row with the same code.

    `about` names the thing that the paper is of; a later row of the same kind about the same thing replaces this one.
    `facts` are the lines that whoever holds the sheet compares, as JSON pairs; all of them stand on the sheet.
    """

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("township_id", "kind", "about", "digest"),
        Index("ix_paper_kind_about", "township_id", "kind", "about"),
    )

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    kind: Mapped[t.code]
    about: Mapped[t.code]
    title: Mapped[t.short]
    facts: Mapped[t.text]
    digest: Mapped[str] = mapped_column(db.String(64))
    code: Mapped[str] = mapped_column(db.String(12), unique=True)
    printed_at: Mapped[t.moment]
    printed_by: Mapped[t.name]
