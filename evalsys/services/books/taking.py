"""Walks the rows of a reading through their takers; what cannot be taken stays out with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evalsys.books import Row, SheetReading
from evalsys.extensions import db
from evalsys.services.books import facts, records, registers, rosters
from evalsys.services.books.lengths import refuse_too_long
from evalsys.services.books.outcomes import REFUSED, Outcome, RowRefused
from evalsys.services.books.placing import placed
from evalsys.services.books.registry import Registry

ROSTERS = {"members": rosters.take_member, "cadres": rosters.take_cadre, "officials": rosters.take_official}
RECORDS = {
    "logs": records.take_log,
    "weekly": records.take_weekly,
    "monthly": records.take_monthly,
    "committee": records.take_committee,
    "tallies": records.take_tally,
    "events": records.take_event,
}
REGISTERS = {
    "grades": registers.take_grade,
    "spells": registers.take_spell,
    "economy": registers.take_economy,
    "income": registers.take_income,
}
FACTS = {"points": facts.take_points}
# People before what is recorded about them, whatever the order of the sheets.
ORDER = [*ROSTERS, *RECORDS, *REGISTERS, *FACTS]


@dataclass(frozen=True)
class Taken:
    """One row and what became of it."""

    row: Row
    kind: str
    state: str
    changes: tuple[tuple[str, str, str], ...] = ()


def take_all(registry: Registry, readings: Sequence[SheetReading], run_id: int | None) -> list[Taken]:
    """Bring every row that can be taken into the session; nothing is flushed or committed here."""
    done: dict[int, list[Taken]] = {}
    kept: dict[str, Any] = {"records": records.Records(registry), "registers": registers.Kept(registry)}
    known = [place for place, reading in enumerate(readings) if reading.kind in ORDER]
    with db.session.no_autoflush:
        for place in sorted(known, key=lambda place: ORDER.index(readings[place].kind)):
            reading = readings[place]
            taker = taker_of(registry, reading, kept, run_id)
            done[place] = [take_row(taker, reading, row) for row in reading.rows]
    return [taken for place in known for taken in done[place]]


def taker_of(
    registry: Registry, reading: SheetReading, kept: dict[str, Any], run_id: int | None
) -> Callable[[Row, Outcome], None]:
    """The taker of a sheet's kind, with what it needs at hand."""
    place: Any
    if reading.kind in ROSTERS:
        verb, place = ROSTERS[reading.kind], registry
    elif reading.kind in RECORDS:
        verb, place = RECORDS[reading.kind], kept["records"]
        place.reading = reading
    elif reading.kind in REGISTERS:
        verb, place = REGISTERS[reading.kind], kept["registers"]
    else:
        verb, place = FACTS[reading.kind], kept.setdefault(reading.kind, facts.Facts(registry, reading.kind, run_id))
    return lambda row, outcome: verb(place, row, outcome)


def take_row(taker: Callable[[Row, Outcome], None], reading: SheetReading, row: Row) -> Taken:
    """Take one row, or say why not."""
    blocked = [problem for problem in reading.problems if problem.is_error]
    if blocked or not row.is_taken:
        problems = [placed(problem, reading, row) for problem in row.problems]
        return Taken(replace(row, problems=(*blocked, *problems)), reading.kind, REFUSED)
    outcome = Outcome()
    try:
        refuse_too_long(reading.kind, row)
        taker(row, outcome)
    except RowRefused as refusal:
        problem = placed(refusal.problem, reading, row)
        return Taken(replace(row, problems=(*row.problems, problem)), reading.kind, REFUSED)
    warnings = [placed(problem, reading, row) for problem in outcome.warnings]
    row = replace(row, problems=(*row.problems, *warnings))
    return Taken(row, reading.kind, outcome.state, tuple(outcome.changes))
