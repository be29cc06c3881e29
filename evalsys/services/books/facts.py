"""Keeps the rows of books whose systems come later: points."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from evalsys.books import PartialDate, Row
from evalsys.books.problems import N_
from evalsys.extensions import db
from evalsys.models.imports import ImportedFact
from evalsys.models.people import Person
from evalsys.models.units import Unit
from evalsys.services.books.outcomes import Outcome, RowRefused
from evalsys.services.books.registry import Registry


class Facts:
    """The facts of one kind that the township holds, by their key."""

    def __init__(self, registry: Registry, kind: str, run_id: int | None) -> None:
        self.registry, self.kind, self.run_id = registry, kind, run_id
        query = select(ImportedFact).where(
            ImportedFact.township_id == registry.township_id, ImportedFact.kind == kind
        )
        self.held = {fact.fact_key: fact for fact in db.session.scalars(query)}
        self.repeats: Counter[str] = Counter()
        self.put_now: dict[str, str] = {}

    def put(
        self, key: tuple[Any, ...], data: dict[str, Any], person: Person | None, unit: Unit | None, o: Outcome
    ) -> None:
        """Add the fact, or change the one with that key."""
        name = hashlib.sha256("|".join(map(str, key)).encode()).hexdigest()
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, default=plain)
        if self.put_now.setdefault(name, text) != text:
            raise RowRefused("row_twice", N_("前面已有同一件事的一行，内容不同。请核对，只留一行。"))
        fact = self.held.get(name)
        if fact is not None:
            o.update(fact, {"data": text})
            return
        fact = ImportedFact(
            township_id=self.registry.township_id, kind=self.kind, fact_key=name, data=text, run_id=self.run_id
        )
        fact.person, fact.unit = person, unit
        db.session.add(fact)
        self.held[name] = fact
        o.added += 1

    def nth(self, *key: Any) -> int:
        """How many times this very line came before in the book: two equal lines are two facts."""
        name = "|".join(map(str, key))
        self.repeats[name] += 1
        return self.repeats[name]


def plain(value: Any) -> str:
    """Numbers and dates as they are written."""
    if isinstance(value, (Decimal, date, PartialDate)):
        return str(value)
    raise TypeError(f"{value!r} cannot be kept")


def take_points(facts: Facts, row: Row, outcome: Outcome) -> None:
    """One line of a branch's points register."""
    fields = row.fields
    branch = facts.registry.find_branch(str(fields["branch"])) if fields.get("branch") else None
    if branch is None and fields.get("branch"):
        says = N_("系统里没有“%(branch)s”。请先导入党员花名册，或核对工作表名。")
        raise RowRefused("branch_unknown", says, branch=fields["branch"])
    person = facts.registry.only(str(fields["name"]), branch)
    data = {name: fields.get(name) for name in ("on", "reason", "points", "by", "note")}
    key = (person.uid, fields["on"], fields["reason"], fields["points"])
    facts.put((*key, facts.nth(*key)), data, person, branch, outcome)
