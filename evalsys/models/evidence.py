"""The file that may lie beside a claim for points, or beside an entry from the clerk's hand."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.reviews import Signed


class EvidenceFile(Signed, db.Model):
    """One photo or PDF. It is kept here and not in a folder, so that it is saved and locked as the books are."""

    __tablename__ = "evidence_file"
    __table_args__ = (
        UniqueConstraint("claim_id"),
        UniqueConstraint("entry_id"),
        CheckConstraint("(claim_id IS NULL) <> (entry_id IS NULL)", "one"),
        CheckConstraint("kind IN ('jpeg', 'png', 'pdf')", "kind"),
        t.NUMBERS_ONCE,
    )

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    person_id: Mapped[int] = t.to("person")
    claim_id: Mapped[int | None] = t.to("claim")
    entry_id: Mapped[int | None] = t.to("points_entry")
    name: Mapped[t.name]
    kind: Mapped[t.code]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(db.String(64))
    # Lists name a file without carrying it.
    content: Mapped[bytes] = mapped_column(db.LargeBinary, deferred=True)
