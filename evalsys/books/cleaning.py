"""One row's cells to one record, or to one for each year of a book that has a column a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from evalsys.books.book import Formula, is_blank
from evalsys.books.cells import Hints, is_nothing, unusable
from evalsys.books.context import unit_in
from evalsys.books.kinds import Field, Kind, Spread
from evalsys.books.problems import N_, Cleaned, Problem
from evalsys.books.recognise import Layout

Record = tuple[dict[str, object], list[Problem]]


@dataclass
class _Work:
    """The row at hand: its cells, its sheet's layout, and what has been found."""

    values: Mapping[int, object]
    layout: Layout
    latest: date | None
    problems: list[Problem]

    def clean(self, part: Field | Spread, column: int) -> object:
        value = self.values.get(column)
        header = self.layout.headers.get(column, "")
        unit = (unit_in(header) or self.layout.context.unit) if part.unit else ""
        hints = Hints(unit, self.layout.context.year, self.latest)
        cleaned = unusable(value) or part.clean(value, hints)
        return self.keep(cleaned, column)

    def keep(self, cleaned: Cleaned, column: int) -> object:
        if cleaned.problem:
            # The place is completed by the caller, who knows the sheet; here only the column is known.
            self.problems.append(replace(cleaned.problem, column=str(column)))
        return cleaned.value


def clean_row(values: Mapping[int, object], layout: Layout, kind: Kind, latest: date | None) -> Iterator[Record]:
    """The records of one row; a problem carries its column's number."""
    work = _Work(values, layout, latest, [])
    fields = {each.key: _clean_field(each, work) for each in kind.fields}
    exploding = [spread for spread in kind.spreads if spread.explode]
    for spread in kind.spreads:
        if not spread.explode:
            fields[spread.key] = _clean_spread(spread, work)
    if not exploding:
        yield fields, _settled(kind, fields, work.problems)
    for spread in exploding:
        yield from _explode(spread, fields, work, kind)


def _clean_field(each: Field, work: _Work) -> object:
    column = work.layout.mapping.get(each.key)
    value = work.values.get(column) if column else None
    if each.computed and isinstance(value, Formula):
        return None
    cleaned = work.clean(each, column) if column else None
    if cleaned is None and each.context and (column is None or is_blank(value)):
        cleaned = getattr(work.layout.context, each.context) or None
    absent = column is None or (is_nothing(value) and not each.may_be_blank)
    if cleaned is None and each.required and absent:
        says = N_("缺“%(field)s”。请补上。")
        work.problems.append(Problem("missing", says, {"field": each.title}, column=str(column or 0)))
    return cleaned


def _clean_spread(spread: Spread, work: _Work) -> dict[str, object]:
    """The filled columns of a spread by their item."""
    found = {}
    for key, column in work.layout.mapping.items():
        name, _, item = key.partition(".")
        if name == spread.key:
            value = work.clean(spread, column)
            if value is not None:
                found[item] = value
    return found


def _explode(spread: Spread, fields: Mapping[str, object], work: _Work, kind: Kind) -> Iterator[Record]:
    common = list(work.problems)
    for key, column in work.layout.mapping.items():
        name, _, item = key.partition(".")
        if name == spread.key and not is_nothing(work.values.get(column)):
            work.problems = list(common)
            record = {**fields, spread.explode: int(item), spread.key: work.clean(spread, column)}
            yield record, _settled(kind, record, work.problems)


def _settled(kind: Kind, fields: dict[str, object], problems: list[Problem]) -> list[Problem]:
    """The row's own check is asked only when nothing is missing."""
    if kind.check is None or any(problem.code == "missing" for problem in problems):
        return problems
    return kind.check(fields, problems)
