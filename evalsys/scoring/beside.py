"""What follows from a score and a grade: amounts beside them, and pools that a group shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evalsys.scoring.desk import Desk, Standing
from evalsys.scoring.paying import share_pool
from evalsys.scoring.results import Line, Result
from evalsys.scoring.scheme import Total
from evalsys.scoring.terms import Ref
from evalsys.scoring.writing import shown

# What follows from the score


def knowing(desk: Desk, result: Result) -> Desk:
    """The same desk, once score and grade stand."""
    return replace(desk, outcome=Standing(result.score, result.grade))


def beside_lines(total: Total, desk: Desk) -> tuple[Line, ...]:
    """The amounts that follow from the score, each settled."""
    return tuple(finished(desk.line(ref, desk.period), desk) for ref in total.beside)


def finished(line: Line, desk: Desk) -> Line:
    """The line settled, if it was carried exactly so far and its item has no unit of its own."""
    if line.amount is None or desk.scheme.items[Ref(line.item)].unit is not None:
        return line
    amount = desk.scheme.rounding.settle(line.amount)
    if amount == line.amount:
        return replace(line, amount=amount)
    return replace(line, amount=amount, arithmetic=f"{line.arithmetic} ≈ {shown(amount)}")


def with_beside(total: Total, results: Sequence[Result], desks: Sequence[Desk]) -> list[Result]:
    """Everybody's amounts that follow from score and grade, and the pools that the group shares."""
    known = [knowing(desk, result) for desk, result in zip(desks, results, strict=True)]
    lines = [list(beside_lines(total, desk)) for desk in known]
    for pool in known[0].scheme.pools if known else ():
        if pool.period == known[0].period.kind:
            for own, line in zip(lines, share_pool(pool, known, known[0].period), strict=True):
                own.append(line)
    return [
        replace(result, beside=tuple(own), notes=tuple(dict.fromkeys([*result.notes, *notes_of(own)])))
        for result, own in zip(results, lines, strict=True)
    ]


def notes_of(lines: Sequence[Line]) -> list[str]:
    """Every note below these lines."""
    return [note for top in lines for line in top.walk() for note in line.notes]
