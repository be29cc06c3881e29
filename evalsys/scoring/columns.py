"""Scores of a whole group at once, item by item instead of person by person: for trying a measure on thousands.

The records are laid out once; each recomputation then runs every item over all people. Items of kinds that are
not written down here, and items with conditions, are worked out person by person by the same engine as ever, and
what is written down here must give the same numbers: tests hold it against `evaluate` for every measure that ships.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import repeat
from operator import add, mul, sub
from typing import Any

from evalsys.scoring.combining import Constant, Difference, Product, Share, Sum
from evalsys.scoring.compute import evaluate, total_for
from evalsys.scoring.desk import Desk, Outcome, desk_for
from evalsys.scoring.events import Amounts, Count
from evalsys.scoring.facts import Calendar, Dossier
from evalsys.scoring.items import ENGINE
from evalsys.scoring.numbers import HUNDRED, ZERO, settle
from evalsys.scoring.periods import Period
from evalsys.scoring.scheme import Flow, Grading, Item, Limits, Ref, Scheme, Total

CHUNK = 4000

Full = list[Decimal]


@dataclass(frozen=True)
class Column:
    """One amount for each person; those in `gaps` have none, and a zero stands in their place.

    `low` and `high` are the smallest and the largest amount where they are known.
    """

    amounts: Full
    gaps: frozenset[int] = frozenset()
    low: Decimal | None = None
    high: Decimal | None = None

    def over(self, make: Callable[[Full], Full]) -> Column:
        """The column with its amounts worked on."""
        return Column(make(self.amounts), self.gaps)

    def with_gaps(self) -> list[Decimal | None]:
        """The amounts, none where there is none."""
        if not self.gaps:
            return list(self.amounts)
        return [None if n in self.gaps else amount for n, amount in enumerate(self.amounts)]


@dataclass
class Layout:
    """A group's records of one period, laid out by stream for all measures that are tried on them."""

    dossiers: Sequence[Dossier]
    period: Period
    calendar: Calendar
    counts: dict[tuple[Flow, str], list[int]] = field(default_factory=dict)
    sums: dict[tuple[Flow, str, Limits | None], Column] = field(default_factory=dict)
    desks: dict[str, list[Desk]] = field(default_factory=dict)
    parts: list[Layout] = field(default_factory=list)

    def chunks(self) -> list[Layout]:
        """The layout in pieces whose columns stay in the processor's cache; the same pieces every time."""
        if not self.parts:
            starts = range(0, len(self.dossiers), CHUNK)
            self.parts = [replace(self, dossiers=self.dossiers[start : start + CHUNK], **fresh()) for start in starts]
        return self.parts

    def rows(self, scheme: Scheme) -> list[Desk]:
        """Everybody's desk for that measure."""
        if scheme.digest not in self.desks:
            made = [desk_for(scheme, one, self.period, self.calendar, ENGINE, False) for one in self.dossiers]
            self.desks[scheme.digest] = made
        return self.desks[scheme.digest]

    def number_of(self, scheme: Scheme, stream: Flow) -> list[int]:
        """How many records of the stream each person has in the period."""
        key = stream, scheme.streams[stream].on
        if key not in self.counts:
            self.counts[key] = [len(desk.facts(stream, self.period)) for desk in self.rows(scheme)]
        return self.counts[key]

    def sum_of(self, scheme: Scheme, stream: Flow, value: str) -> Column:
        """The sum of a value over each person's records that lie within the stream's limits."""
        limits = scheme.streams[stream].values.get(value)
        key = stream, value, limits
        if key not in self.sums:
            found = [sum(allowed(desk, stream, value, limits), ZERO) for desk in self.rows(scheme)]
            self.sums[key] = Column(found, low=min(found, default=ZERO), high=max(found, default=ZERO))
        return self.sums[key]


def fresh() -> dict[str, Any]:
    """An empty memory for a piece of a layout."""
    return {"counts": {}, "sums": {}, "desks": {}, "parts": []}


def allowed(desk: Desk, stream: Flow, value: str, limits: Limits | None) -> Iterable[Decimal]:
    """The numbers of one person's records that may be counted."""
    for fact in desk.facts(stream, desk.period):
        number = fact.values.get(value)
        if number is not None and (limits is None or limits.allow(number)):
            yield number


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


# Scores and grades


def tried(scheme: Scheme, layout: Layout) -> list[Outcome]:
    """Everybody's score and grade by that measure, in the order of the layout; nothing is explained."""
    total = total_for(scheme, layout.period)
    if not goes_by_columns(scheme, total):
        results = evaluate(scheme, layout.dossiers, layout.period, layout.calendar, explain=False)
        return [Outcome(result.score, result.grade) for result in results]
    if len(layout.dossiers) > CHUNK:
        return [outcome for part in layout.chunks() for outcome in by_columns(scheme, total, part)]
    return by_columns(scheme, total, layout)


def by_columns(scheme: Scheme, total: Total, layout: Layout) -> list[Outcome]:
    """The scores of one piece, with the grades of their bands."""
    raws = raw_scores(Sheet(scheme, layout), total)
    settled = raws.over(lambda full: list(map(scheme.rounding.settle, full)))
    scores = settled.with_gaps()
    if scheme.grading is None:
        return [Outcome(score, None) for score in scores]
    looked_at = raws.with_gaps() if scheme.grading.raw else scores
    return list(map(Outcome, scores, map(grade_of(scheme.grading), looked_at)))


def goes_by_columns(scheme: Scheme, total: Total) -> bool:
    """Is everything beyond the items the same rule for everybody, with no look at the others or at records?"""
    grading = scheme.grading
    whole = (total.times, total.locals, total.weights, total.cap, total.floor, total.missing != "block")
    if any(whole) or grading is None:
        return not any(whole)
    return not any((grading.gates, grading.overrides, grading.quotas, grading.role_bands, grading.ranking))


def raw_scores(sheet: Sheet, total: Total) -> Column:
    """The scores before they are settled; extras alone are no score."""
    body = sheet.together(total.of, adding)
    if not total.plus:
        return body
    extras = [sheet.column(ref).amounts for ref in total.plus]
    return body.over(lambda full: adding([full, *extras]))


def grade_of(grading: Grading) -> Callable[[Decimal | None], str | None]:
    """The band of a score, or the declared gap's grade, or none."""
    steps = [(band.scores, band.grade) for band in grading.bands] + [(gap.scores, gap.grade) for gap in grading.gaps]

    def found(score: Decimal | None) -> str | None:
        if score is None:
            return None
        return next((grade or None for scores, grade in steps if scores.holds(score)), None)

    return found
