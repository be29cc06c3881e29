"""What measures ask for beyond the registers: records of their own streams, and the facts that they become."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.entries import Entry
from evalsys.scoring import Fact


def facts(township_id: int, measure: str, person_id: int | None = None) -> dict[int, list[Fact]]:
    """The records of a measure's streams by the person's number; what was taken back is left out."""
    query = select(Entry).where(Entry.township_id == township_id, Entry.measure == measure)
    query = query.where(Entry.cancelled_on.is_(None)).order_by(Entry.id)
    found: dict[int, list[Fact]] = defaultdict(list)
    for row in db.session.scalars(query if person_id is None else query.where(Entry.person_id == person_id)):
        found[row.person_id].append(fact(row))
    return found


def numbers(row: Entry) -> dict[str, Decimal]:
    """The numbers of a record by the names that the measure has for them."""
    return {name: Decimal(text) for name, text in json.loads(row.data).items()}


def fact(row: Entry) -> Fact:
    """A record as the engine reads it."""
    on: date = row.on_day
    return Fact(
        row.stream,
        on,
        numbers(row),
        row.text,
        row.by,
        row.until_day,
        row.recorded_at.date(),
        f"entry:{row.id}",
        row.evidence,
    )
