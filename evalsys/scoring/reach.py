"""What the parts of a measure name: which items lead to which, and which records a result rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from evalsys.scoring.filling import hints_of
from evalsys.scoring.scheme import Item, Scheme
from evalsys.scoring.terms import Flow, PeriodKind, Ref


def mentioned(record: Any, wanted: Any) -> Iterator[Any]:
    """The items (Ref) or streams (Flow) that a record names, and the records within it."""
    if record is None:
        return
    hints = hints_of(type(record))  # type: ignore[arg-type]
    for field in fields(record):
        value, hint = getattr(record, field.name), hints[field.name]
        if field.name == "id" or not value:
            continue
        if hint is wanted:
            yield value
        elif hint == tuple[wanted, ...]:
            yield from value
        elif is_dataclass(value):
            yield from mentioned(value, wanted)
        elif isinstance(value, tuple):
            for part in value:
                if is_dataclass(part):
                    yield from mentioned(part, wanted)


def named_by(item: Item, wanted: Any) -> Iterator[Any]:
    """The items or streams that an item's settings and its condition name."""
    yield from mentioned(item.how, wanted)
    yield from mentioned(item.when, wanted)


def places(scheme: Scheme) -> Iterator[tuple[str, Any]]:
    """Every record that may name items and streams, with where it stands."""
    yield from ((f"total {total.period}", total) for total in scheme.totals.values())
    yield from ((f"pool {pool.id}", pool) for pool in scheme.pools)
    if scheme.grading:
        yield from ((f"[grade] override {one.grade}", one) for one in scheme.grading.overrides)
        yield from (("[grade] gate", gate) for gate in scheme.grading.gates)


def _below(items: Mapping[Ref, Item], ref: Ref) -> list[Ref]:
    return [name for name in named_by(items[ref], Ref) if name in items] if ref in items else []


def reach(items: Mapping[Ref, Item], starts: list[Ref]) -> set[Ref]:
    """Every item that these lead to."""
    found: set[Ref] = set()
    waiting = list(starts)
    while waiting:
        for name in _below(items, waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def streams_of(scheme: Scheme, kind: str) -> set[str]:
    """The streams of records that the score and the grade of such a period rest on."""
    records = [scheme.totals[kind], scheme.grading_of(kind)]
    tops = [ref for record in records for ref in mentioned(record, Ref)]
    items = [scheme.items[ref] for ref in reach(scheme.items, tops) | set(tops) if ref in scheme.items]
    named = {name for record in records for name in mentioned(record, Flow)}
    named |= {name for item in items for name in named_by(item, Flow)} | {scheme.leave}
    return {str(name) for name in named if name in scheme.streams}


# What an item of these kinds says of a period rests on what happened before it, too.
BACKWARD = ("service", "streak", "ladder", "to-date")


def looks_back(scheme: Scheme) -> bool:
    """Does a result of the measure rest on records from before its period?"""
    grading = scheme.grading
    conditions: list[Any] = [item.when for item in scheme.items.values()]
    conditions += [*grading.overrides, *grading.gates] if grading else []
    kinds = {item.kind for item in scheme.items.values()}
    return not kinds.isdisjoint(BACKWARD) or any(any(mentioned(one, PeriodKind)) for one in conditions)
