"""Which records a measure looks at for one kind of period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from evalsys.scoring import Scheme
from evalsys.scoring.scheme import Flow, Ref


def streams_of(scheme: Scheme, kind: str) -> set[str]:
    """The streams of facts that the score and the grade of such a period look at."""
    flows, waiting, seen = {scheme.leave}, [scheme.totals[kind], scheme.grading], set()
    while waiting:
        streams, items = named_in(waiting.pop())
        flows |= streams
        waiting += [scheme.items[name] for name in items - seen if name in scheme.items]
        seen |= items
    return {str(name) for name in flows if name in scheme.streams}


def named_in(value: Any, hint: Any = None) -> tuple[set[str], set[str]]:
    """The streams and the items that a part of a measure names, however deep."""
    if isinstance(value, str):
        return ({value} if hint is Flow else set()), ({value} if hint is Ref else set())
    if is_dataclass(value):
        hints = get_type_hints(type(value))
        parts = [(getattr(value, one.name), hints[one.name]) for one in fields(value)]
    elif isinstance(value, (tuple, list)):
        parts = [(one, next(iter(get_args(hint)), None)) for one in value]
    elif isinstance(value, Mapping):
        parts = [(one, None) for one in value.values()]
    else:
        return set(), set()
    found = [named_in(one, of) for one, of in parts]
    return set().union(*(one[0] for one in found)), set().union(*(one[1] for one in found))
