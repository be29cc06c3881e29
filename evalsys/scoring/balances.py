"""Two ledgers in one measure: what is earned, and what is left of it after something was taken away."""

from __future__ import annotations

from evalsys.scoring.combining import Difference
from evalsys.scoring.reach import named_by, reach
from evalsys.scoring.scheme import Item, Scheme
from evalsys.scoring.terms import Flow, Ref


def taken_by(scheme: Scheme, item: Item) -> set[Ref]:
    """The items that a difference takes away, however far below it they stand; none for another kind of item."""
    how = item.how
    if not isinstance(how, Difference):
        return set()
    given, taken = ({ref} | reach(scheme.items, [ref]) for ref in (how.of, how.less))
    return taken - given


def taken_away(scheme: Scheme) -> set[Ref]:
    """Every item whose amount some difference takes away."""
    return {ref for item in scheme.items.values() for ref in taken_by(scheme, item)}


def held_balances(scheme: Scheme, stream: str) -> list[Item]:
    """The differences with a floor that the records of the stream make smaller."""
    return [
        item
        for item in scheme.items.values()
        if item.floor is not None
        and any(Flow(stream) in named_by(scheme.items[ref], Flow) for ref in taken_by(scheme, item))
    ]
