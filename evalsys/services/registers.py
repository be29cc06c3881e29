"""Facts out of the imported registers: year grades, spells of service, removals, and the county's income."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.imports import ImportedFact
from evalsys.scoring import Fact, Span

ONE_DAY = timedelta(days=1)
# A spell that ended like this was forfeited: 因违纪被免职, 违法撤职.
REMOVED, WRONG = ("免职", "撤职", "罢免", "撤销"), ("违纪", "违规", "违法", "犯罪")


def kept(township_id: int, *kinds: str) -> Iterator[tuple[ImportedFact, dict[str, Any]]]:
    """The rows of these kinds with what they say, in the order of the books."""
    query = select(ImportedFact).where(ImportedFact.township_id == township_id, ImportedFact.kind.in_(kinds))
    for row in db.session.scalars(query.order_by(ImportedFact.id)):
        yield row, json.loads(row.data)


def service(township_id: int) -> dict[int, list[Fact]]:
    """Grades, spells and removals by the person's number."""
    found: dict[int, list[Fact]] = defaultdict(list)
    for row, said in kept(township_id, "grades", "spells"):
        if row.person_id is not None:
            found[row.person_id] += grade(row, said) if row.kind == "grades" else spell(row, said)
    return found


def grade(row: ImportedFact, said: dict[str, Any]) -> list[Fact]:
    """The grade of one year, filed to its first day."""
    return [Fact("year-grade", date(int(said["year"]), 1, 1), text=said["grade"], ref=ref(row))]


def spell(row: ImportedFact, said: dict[str, Any]) -> list[Fact]:
    """A spell of service: the day on which the register says it ended is the first one out of post."""
    first, left = day_of(said["first"]), day_of(said.get("last"))
    if first is None:
        return []
    facts = [Fact("spell", first, text=said.get("reason") or "", until=left and left - ONE_DAY, ref=ref(row))]
    if left and was_removed(said.get("reason") or ""):
        facts.append(Fact("removal", left, text=said["reason"], ref=ref(row)))
    return facts


def was_removed(reason: str) -> bool:
    """Did the spell end by a removal for a violation?"""
    return any(word in reason for word in REMOVED) and any(word in reason for word in WRONG)


def ref(row: ImportedFact) -> str:
    """Where the fact stands."""
    return f"imported_fact:{row.id}"


def day_of(written: str | None) -> date | None:
    """A kept date; one that is known to the month alone begins with its first day."""
    if not written:
        return None
    return date.fromisoformat(written if "-" in written else f"{written.replace('.', '-')}-01")


def incomes(township_id: int) -> list[Fact]:
    """The rural income of each year, in yuan, filed to the year's first day."""
    return [
        Fact("rural-income", date(int(said["year"]), 1, 1), {"income": Decimal(said["amount"])}, ref=ref(row))
        for row, said in kept(township_id, "income")
    ]


def running(facts: list[Fact], day: date) -> list[Span]:
    """The spells that hold on the day."""
    spans = [Span(fact.on, fact.until) for fact in facts if fact.kind == "spell"]
    return [span for span in spans if day in span]
