"""Scores of a whole group at once, item by item instead of person by person: for trying a measure on thousands.

The records are laid out once; each recomputation then runs every item over all people. Items of kinds that are
not written down here, and items with conditions, are worked out person by person by the same engine as ever, and
what is written down here must give the same numbers: tests hold it against `evaluate` for every measure that ships.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import add, mul, sub
from typing import Any

from evalsys.scoring.combining import Constant, Difference, Product, Share, Sum
from evalsys.scoring.events import Amounts, Count
from evalsys.scoring.laying import Column, Full, Layout
from evalsys.scoring.numbers import HUNDRED, ZERO, settle
from evalsys.scoring.scheme import Item, Scheme
from evalsys.scoring.terms import Ref


@dataclass
class Sheet:
    """One measure over one layout: each item's column is worked out once."""

    scheme: Scheme
    layout: Layout
    columns: dict[Ref, Column] = field(default_factory=dict)

    def column(self, ref: Ref) -> Column:
        """The item's amounts for everybody."""
        if ref not in self.columns:
            item = self.scheme.items[ref]
            run = COLUMNS.get(type(item.how)) if item.when is None else None
            made = run(self, item.how) if run and plain_limits(item) else None
            self.columns[ref] = self.one_by_one(ref) if made is None else self.carried(item, made)
        return self.columns[ref]

    def one_by_one(self, ref: Ref) -> Column:
        """What the tree says, person by person."""
        found = [desk.line(ref, self.layout.period).amount for desk in self.layout.rows(self.scheme)]
        return Column(
            [amount or ZERO for amount in found], frozenset(n for n, one in enumerate(found) if one is None)
        )

    def carried(self, item: Item, column: Column) -> Column:
        """The amounts settled as the measure says, within the item's cap and floor."""
        rounding = self.scheme.rounding
        if item.unit is not None or rounding.stage == "line":
            unit, mode = (item.unit, item.mode) if item.unit is not None else (rounding.unit, rounding.mode)
            column = column.over(lambda full: list(map(settle, full, repeat(unit), repeat(mode))))
        cap, floor = item.cap, item.floor
        if cap is not None and (most := cap.number) is not None and not (column.high and column.high <= most):
            column = column.over(lambda full: [amount if amount <= most else most for amount in full])
        if floor is not None and (least := floor.number) is not None and not (column.low and column.low >= least):
            column = column.over(lambda full: [amount if amount >= least else least for amount in full])
        return column

    def together(self, refs: Sequence[Ref], make: Callable[[Sequence[Full]], Full]) -> Column:
        """A column made of others; who lacks one of them has no amount."""
        parts = [self.column(ref) for ref in refs]
        gaps = frozenset[int]().union(*(part.gaps for part in parts))
        return Column(make([part.amounts for part in parts]), gaps)


def plain_limits(item: Item) -> bool:
    """Are the item's cap and floor the same for everybody?"""
    return all(limit is None or limit.number is not None for limit in (item.cap, item.floor))


def adding(parts: Sequence[Full]) -> Full:
    """The columns added."""
    whole = parts[0]
    for part in parts[1:]:
        whole = list(map(add, whole, part))
    return whole


# The kinds that are worked out by columns; None leaves the item to the tree


def amounts(sheet: Sheet, how: Amounts) -> Column | None:
    """Sums of what the records carry, as long as no word or cap picks among them."""
    if how.words or how.caps:
        return None
    sums = sheet.layout.sum_of(sheet.scheme, how.stream, how.value)
    return sums.over(lambda full: [-amount for amount in full]) if how.sign == "minus" else sums


def count(sheet: Sheet, how: Count) -> Column | None:
    """Numbers of records times points, as long as all of them count alike."""
    points = how.points.number
    if points is None or how.words or how.least is not None or how.first or how.caps:
        return None
    return Column(list(map(mul, repeat(points), sheet.layout.number_of(sheet.scheme, how.stream))))


def constant(sheet: Sheet, how: Constant) -> Column | None:
    """The same figure for everybody."""
    number = how.amount.number
    return None if number is None else Column([number] * len(sheet.layout.dossiers))


def total(sheet: Sheet, how: Sum) -> Column | None:
    """The parts and the base, added."""
    if how.missing != "block" or how.plus_cap is not None or how.minus_cap is not None:
        return None
    added = sheet.together(how.of, adding)
    return added.over(lambda full: list(map(add, full, repeat(how.base)))) if how.base else added


def share(sheet: Sheet, how: Share) -> Column:
    """A percentage of the other column."""
    part = how.percent / HUNDRED
    return sheet.column(how.of).over(lambda full: list(map(mul, full, repeat(part))))


def difference(sheet: Sheet, how: Difference) -> Column:
    """One column less another."""
    return sheet.together((how.of, how.less), lambda parts: list(map(sub, *parts)))


def product(sheet: Sheet, how: Product) -> Column | None:
    """Two columns multiplied; more of them are left to the tree."""
    if len(how.of) != 2:
        return None
    return sheet.together(how.of, lambda parts: list(map(mul, *parts)))


COLUMNS: Mapping[type, Callable[[Sheet, Any], Column | None]] = {
    Amounts: amounts,
    Count: count,
    Constant: constant,
    Sum: total,
    Share: share,
    Difference: difference,
    Product: product,
}
