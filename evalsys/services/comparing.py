"""Two texts of measures side by side, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass

from evalsys.models.schemes import SchemeDraft, SchemeVersion
from evalsys.scoring import Change, differences


@dataclass(frozen=True)
class Side:
    """One of the two texts; `number` is None for a draft."""

    id: int
    title: str
    number: int | None
    text: str


@dataclass(frozen=True)
class Group:
    """The changes of one clause."""

    clause: str
    changes: tuple[Change, ...]


def of_version(row: SchemeVersion) -> Side:
    """An adopted version."""
    return Side(row.id, row.title, row.number, row.text)


def of_draft(row: SchemeDraft) -> Side:
    """A draft."""
    return Side(row.id, row.title, None, row.text)


def by_clause(before: str, after: str) -> list[Group]:
    """What differs, in the order of the clauses."""
    found: dict[str, list[Change]] = {}
    for change in differences(before, after):
        found.setdefault(change.clause, []).append(change)
    return [Group(clause, tuple(changes)) for clause, changes in found.items()]
