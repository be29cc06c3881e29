"""The two dated trees: places (county to grid) and party organisations (committee to group)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t

PLACES = ("county", "township", "village", "community", "grid")
PARTY = ("committee", "general_branch", "branch", "group")


class Unit(db.Model):
    """A place or a party organisation. `place` is where a party organisation works."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("township_id", "kind", "name"),)

    id: Mapped[t.key]
    kind: Mapped[t.code]
    name: Mapped[t.name]
    township_id: Mapped[int | None] = t.to("unit")
    place_id: Mapped[int | None] = t.to("unit")
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    place: Mapped[Unit | None] = relationship(foreign_keys=[place_id], remote_side="Unit.id")
    links: Mapped[list[UnitLink]] = relationship(foreign_keys="UnitLink.unit_id", back_populates="unit")

    __mapper_args__ = {"version_id_col": version}


class UnitLink(db.Model):
    """From when until when a unit belonged to which parent."""

    __tablename__ = "unit_link"
    __table_args__ = (UniqueConstraint("unit_id", "from_on"),)

    id: Mapped[t.key]
    unit_id: Mapped[int] = t.to("unit")
    parent_id: Mapped[int] = t.to("unit")
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], back_populates="links")
    parent: Mapped[Unit] = relationship(foreign_keys=[parent_id])
