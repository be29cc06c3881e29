"""Which figures of a measure no worked example guards: change each a little and see whether an example notices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from evalsys.scoring.casebook import read_casebook
from evalsys.scoring.examples import Casebook
from evalsys.scoring.figures import Figure, figures, with_figures
from evalsys.scoring.loading import SchemeMistakes, read_scheme
from evalsys.scoring.proving import run_case, run_limits
from evalsys.scoring.scheme import Scheme

PARTS = re.compile(r"(-?\d+)(?:\.(\d+))?(.*)")


@dataclass(frozen=True)
class Unguarded:
    """A figure that could be another without any example noticing."""

    figure: Figure
    instead: str


def unguarded(text: str, cases: str) -> Iterator[Unguarded]:
    """Every figure with a neighbour that leaves the measure in order and all its examples right.

    A figure is moved by one in its last digit, up and down. Where the measure refuses that alone (shares that
    make 101%, bands that no longer meet), its partners are moved with it.
    """
    scheme = read_scheme(text, "scheme.toml")
    book = read_casebook(cases, "cases.toml", scheme)
    known = figures(text)
    for figure in known:
        for instead in neighbours(figure):
            changes = [{figure.key: instead}, *together(figure, instead, known)]
            if any(not noticed(book, changed) for change in changes if (changed := taken(text, change))):
                yield Unguarded(figure, instead)


def neighbours(figure: Figure) -> tuple[str, ...]:
    """The figure one more and one less in its last digit; a place ("0.01") one place coarser and finer."""
    number, sign = split(figure.text)
    if figure.key.endswith("/unit"):
        return tuple(f"{number.scaleb(step):f}" for step in (1, -1))
    exponent = number.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return tuple(f"{changed:f}{sign}" for changed in (number + step, number - step))


def split(text: str) -> tuple[Decimal, str]:
    """The number and what follows it: a percent sign, a unit of time."""
    found = PARTS.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no figure")
    return Decimal(found[1] + (f".{found[2]}" if found[2] else "")), found[3]


def together(figure: Figure, instead: str, known: tuple[Figure, ...]) -> Iterator[dict[str, str]]:
    """The figure with its partners: equal bounds move alike, another share of the same whole gives way."""
    if figure.key.startswith("grade/") or "/tier/" in figure.key:
        top = figure.key.partition("/tier/")[0] if "/tier/" in figure.key else "grade"
        alike = [one for one in known if one.key.startswith(f"{top}/") and one.text == figure.text]
        yield {one.key: instead for one in alike}
    if figure.key.endswith("/share"):
        change = split(instead)[0] - split(figure.text)[0]
        whole = figure.key.rsplit("/", 2)[0]
        for other in known:
            if other.key.startswith(f"{whole}/") and other.key.endswith("/share") and other.key != figure.key:
                number, sign = split(other.text)
                yield {figure.key: instead, other.key: f"{number - change:f}{sign}"}


def taken(text: str, change: Mapping[str, str]) -> Scheme | None:
    """The measure with these figures, if it is in order."""
    try:
        return read_scheme(with_figures(text, change), "scheme.toml")
    except (SchemeMistakes, ValueError):
        return None


def noticed(book: Casebook, changed: Scheme) -> bool:
    """Does at least one example come out otherwise than signed?"""
    other = replace(book, scheme=changed)
    by_case = (one for number, case in enumerate(other.cases) for one in run_case(other, case, number))
    return any(not outcome.passed for outcome in chain(by_case, run_limits(other)))
