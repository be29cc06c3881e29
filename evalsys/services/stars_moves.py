"""Why the stock of stars rose or fell: a rating laid beside the one before, move by move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evalsys.models.stars import CORRECTION, INITIAL, NEGATIVE, TERM, YEAR, StarMove
from evalsys.scoring import Fact, Line, Result, Scheme, plain


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
        return [Step(before, stars, CORRECTION, clauses(result), f"{reason}；{differing(held.result, result)}")]
    if stars is None:
        return [Step(before, None, YEAR, clauses(result), "；".join(result.notes))]
    if before is None:
        return [Step(None, stars, INITIAL, clauses(result), written(result.lines))]
    rung = last_rung(result, scheme)
    if rung is not None:
        return climbed(before, stars, rung, scheme, {fact.ref: fact for fact in facts})
    return [Step(before, stars, YEAR, clauses(result), differing(held.result if held else result, result))]


def last_rung(result: Result, scheme: Scheme) -> Line | None:
    """The last period of the measure's ladder, if it has one."""
    for item in scheme.items.values():
        line = result.find(str(item.id)) if item.kind == "ladder" else None
        if line is not None and line.parts:
            return line.parts[-1]
    return None


def climbed(before: int, stars: int, rung: Line, scheme: Scheme, facts: Mapping[str, Fact]) -> list[Step]:
    """The moves of a ladder's last period, held between its limits; a start anew is a new term."""
    how = next(item.how for item in scheme.items.values() if item.kind == "ladder")
    low, high = int(getattr(how, "low", 0)), int(getattr(how, "high", 0))
    if [part.item for part in rung.parts] == [str(getattr(how, "start", ""))]:
        return [Step(before, stars, TERM, rung.parts[0].clause, told(rung.parts[0], facts))]
    found, stock = [], before
    for part in rung.parts:
        moved = min(max(stock + int(part.amount or 0), low), high)
        if moved != stock:
            cause = NEGATIVE if moved < stock else YEAR
            found.append(Step(stock, moved, cause, part.clause, told(part, facts)))
        stock = moved
    if stock != stars:
        found.append(Step(stock, stars, CORRECTION, rung.clause, f"{rung.title}：{rung.arithmetic}"))
    return found


def told(line: Line, facts: Mapping[str, Fact]) -> str:
    """What a line rests on: its sum, the records with their days, and what proves them."""
    records = [record(facts.get(source.ref), source.on, source.text) for source in sources(line)]
    return "；".join([f"{line.title} {plain(line.amount) if line.amount is not None else '无'}", *records])


def sources(line: Line) -> Iterator[object]:
    """Every record below the line, each once."""
    seen = set()
    for one in line.walk():
        for source in one.sources:
            if source.ref not in seen:
                seen.add(source.ref)
                yield source


def record(fact: Fact | None, on: date, text: str) -> str:
    """A record with its day and its evidence."""
    proof = f"（佐证：{fact.evidence}）" if fact is not None and fact.evidence else ""
    return f"{on.isoformat()} {text}{proof}"


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


def clauses(result: Result) -> str:
    """The clauses of the lines, each once."""
    return "、".join(dict.fromkeys(line.clause for line in result.lines if line.clause))


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
