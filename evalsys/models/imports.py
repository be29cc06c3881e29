"""Runs of the import, remembered column mappings, and facts kept for the systems that come later."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.people import Person
from evalsys.models.units import Unit


class ImportRun(db.Model):
    """One uploaded workbook: previewed, then taken or thrown away. `counts` and `rows` are JSON."""

    __tablename__ = "import_run"

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    account_id: Mapped[int] = t.to("account")
    file_name: Mapped[t.short]
    stored_name: Mapped[t.short]
    sha256: Mapped[str] = mapped_column(db.String(64))
    state: Mapped[t.code]
    mapping: Mapped[t.text]
    counts: Mapped[t.text]
    uploaded_at: Mapped[t.moment]
    taken_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ColumnMapping(db.Model):
    """How the columns under a certain header row were read the last time somebody corrected them."""

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("township_id", "signature"),)

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    signature: Mapped[str] = mapped_column(db.String(64))
    kind: Mapped[t.code]
    columns: Mapped[t.text]


class ImportedFact(db.Model):
    """A row of a book whose system comes later: points. `data` is JSON."""

    __tablename__ = "imported_fact"
    __table_args__ = (UniqueConstraint("township_id", "kind", "fact_key"),)

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    kind: Mapped[t.code]
    fact_key: Mapped[str] = mapped_column(db.String(200))
    person_id: Mapped[int | None] = t.to("person")
    unit_id: Mapped[int | None] = t.to("unit")
    data: Mapped[t.text]
    run_id: Mapped[int | None] = t.to("import_run")

    person: Mapped[Person | None] = relationship()
    unit: Mapped[Unit | None] = relationship(foreign_keys=[unit_id])
