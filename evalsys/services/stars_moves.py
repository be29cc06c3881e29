"""Why the stock of stars rose or fell: a rating laid beside the one before, move by move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evalsys.models.stars import CORRECTION, INITIAL, NEGATIVE, TERM, YEAR, StarMove
from evalsys.scoring import Fact, Line, Result, Scheme, period, plain
from evalsys.scoring.reach import named_by
from evalsys.scoring.terms import Flow

LOWERING = {"negative", "discipline"}


@dataclass(frozen=True)
class Step:
    """One rise or fall: from how many to how many, for what, by which clause."""

    before: int | None
    after: int | None
    cause: str
    clause: str
    text: str


@dataclass(frozen=True)
class Held:
    """What a person held before this rating: the stars, the result behind them, and whether of the same year."""

    stars: int | None
    result: Result
    is_same_year: bool


def steps(
    held: Held | None, result: Result, stars: int | None, scheme: Scheme, facts: Sequence[Fact], reason: str
) -> list[Step]:
    """Every move from what was held to the stars of this rating; none where nothing moved."""
    before = held.stars if held else None
    if before == stars:
        return []
    if held and held.is_same_year:
        return [Step(before, stars, CORRECTION, clauses(result.lines), f"{reason}；{differing(held.result, result)}")]
    if stars is None:
        return [Step(before, None, YEAR, clauses(result.lines), "；".join(result.notes))]
    rung = last_rung(result, scheme)
    if before is None:
        lines = rung.parts if rung and len(rung.parts) == 1 else result.lines
        return [Step(None, stars, INITIAL, clauses(lines), written(lines))]
    if rung is not None:
        return climbed(before, stars, rung, scheme, facts)
    return [Step(before, stars, YEAR, clauses(result.lines), differing(held.result if held else result, result))]


def last_rung(result: Result, scheme: Scheme) -> Line | None:
    """The last period of the measure's ladder, if it has one."""
    for item in scheme.items.values():
        line = result.find(str(item.id)) if item.kind == "ladder" else None
        if line is not None and line.parts:
            return line.parts[-1]
    return None


def climbed(before: int, stars: int, rung: Line, scheme: Scheme, facts: Sequence[Fact]) -> list[Step]:
    """The moves of a ladder's last period, held between its limits; a start anew is a new term."""
    how = next(item.how for item in scheme.items.values() if item.kind == "ladder")
    low, high = int(getattr(how, "low", 0)), int(getattr(how, "high", 0))
    if [part.item for part in rung.parts] == [str(getattr(how, "start", ""))]:
        return [Step(before, stars, TERM, rung.parts[0].clause, told(rung.parts[0], scheme, facts))]
    found, stock = [], before
    for part in rung.parts:
        moved = min(max(stock + int(part.amount or 0), low), high)
        if moved != stock:
            cause = NEGATIVE if streams(part, scheme) & LOWERING else YEAR
            found.append(Step(stock, moved, cause, part.clause, told(part, scheme, facts)))
        stock = moved
    if stock != stars:
        found.append(Step(stock, stars, CORRECTION, rung.clause, f"{rung.title}：{rung.arithmetic}"))
    return found


def streams(line: Line, scheme: Scheme) -> set[str]:
    """The streams of records that a line's item names, in its settings or its condition."""
    item = next((one for one in scheme.items.values() if str(one.id) == line.item), None)
    return {str(name) for name in named_by(item, Flow)} if item else set()


def told(line: Line, scheme: Scheme, facts: Sequence[Fact]) -> str:
    """What a line rests on: its sum, the records with their days, and what proves them."""
    named = {source.ref for one in line.walk() for source in one.sources}
    kinds, span = streams(line, scheme), period(line.period)
    rests = [fact for fact in facts if fact.ref in named or (not named and fact.kind in kinds and fact.on in span)]
    return "；".join([written([line]), *map(record, rests)])


def record(fact: Fact) -> str:
    """A record with its day, its numbers and its evidence."""
    numbers = [f"{name} {plain(value)}" for name, value in fact.values.items()]
    proof = f"（佐证：{fact.evidence}）" if fact.evidence else ""
    return " ".join(filter(None, [fact.on.isoformat(), fact.text, *numbers])) + proof


def written(lines: Sequence[Line]) -> str:
    """年度考核星 2 + 任职年限星 1."""
    return " + ".join(f"{line.title} {plain(line.amount)}" for line in lines if line.amount is not None)


def differing(before: Result, after: Result) -> str:
    """The lines whose amounts are others than before: 年度考核星 1→2."""
    held = {line.item: line.amount for line in before.lines}
    found = [
        f"{line.title} {shown(held.get(line.item))}→{shown(line.amount)}"
        for line in after.lines
        if held.get(line.item) != line.amount
    ]
    return "，".join(found) or "；".join(after.notes)


def shown(amount: object) -> str:
    """A number of stars, or that there is none."""
    return "无" if amount is None else plain(amount)  # type: ignore[arg-type]


def clauses(lines: Sequence[Line]) -> str:
    """The clauses of the lines, each once."""
    return "、".join(dict.fromkeys(line.clause for line in lines if line.clause))


def as_rows(person_id: int, day: date, found: Sequence[Step]) -> list[StarMove]:
    """The moves as rows of the ledger."""
    return [
        StarMove(
            person_id=person_id,
            place=place,
            on_day=day,
            before=one.before,
            after=one.after,
            cause=one.cause,
            clause=one.clause[:200],
            text=one.text,
        )
        for place, one in enumerate(found)
    ]
