"""How long the engine takes to work out a quarter, and whether twice the people take twice the time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import evalsys.scoring
from evalsys.scoring import Calendar, Dossier, Fact, Scheme, Span, Subject, evaluate, load_scheme, period

QUARTER = period("2026Q2")
CALENDAR = Calendar(
    frozenset({date(2026, 5, 1), date(2026, 6, 19)}), frozenset({date(2026, 5, 9)}), frozenset({2026})
)
SCHEME_FILE = Path(evalsys.scoring.__file__).parent / "schemes" / "four-mirrors.toml"
ROUNDS = 3


def engine(sizes: Sequence[int] = (12, 1200)) -> list[str]:
    """One printed line per size, then how far the largest is from linear; the best of three rounds counts."""
    scheme = load_scheme(SCHEME_FILE)
    seconds = {size: best_seconds(scheme, [dossier(number) for number in range(size)]) for size in sizes}
    lines = [
        f"{size:>6} officials, one quarter: {taken:8.3f} s ({taken / size * 1000:.2f} ms each)"
        for size, taken in seconds.items()
    ]
    small, large = min(sizes), max(sizes)
    ratio = (seconds[large] / large) / (seconds[small] / small)
    return [*lines, f"per official, {large} against {small}: {ratio:.2f} times (1.00 is linear)"]


def best_seconds(scheme: Scheme, dossiers: list[Dossier]) -> float:
    """The best round: the others were disturbed by something else."""
    return min(seconds_once(scheme, dossiers) for _ in range(ROUNDS))


def seconds_once(scheme: Scheme, dossiers: list[Dossier]) -> float:
    """One round over the whole group."""
    start = perf_counter()
    evaluate(scheme, dossiers, QUARTER, CALENDAR)
    return perf_counter() - start


def dossier(number: int) -> Dossier:
    """A made-up official with a full quarter, each a little different from the next."""
    subject = Subject(str(number), f"村官{number}", (Span(date(2025, 8, 15)),))
    return Dossier(subject, (*daily_facts(number), *quarter_facts(number)))


def daily_facts(number: int) -> Iterator[Fact]:
    """A log nearly every day, some of them late, and a mark every week."""
    for place, day in enumerate(QUARTER.days()):
        if (place + number) % 9:
            recorded = day + timedelta(days=4 if (place * number) % 11 == 3 else 0)
            yield Fact("log", day, text="入户走访", recorded_on=recorded, ref=f"log:{number}.{place}")
    for place, monday in enumerate(QUARTER.mondays()):
        mark = Decimal(140 + (number * 7 + place * 5) % 61) / 2
        yield Fact("weekly-mark", monday, {"mark": mark}, by="导师", ref=f"weekly-mark:{number}.{place}")


def quarter_facts(number: int) -> Iterator[Fact]:
    """The marks and counts of months and of the quarter."""
    for place, month in enumerate(QUARTER.months()):
        values = {name: Decimal(30 + (number + place) % 11) / 2 for name in "德能勤绩廉"}
        yield Fact("branch-mark", month.first, values, ref=f"branch-mark:{number}.{place}")
    for place in range(9):
        mark = Decimal(150 + (number * 3 + place * 7) % 51) / 2
        yield Fact("committee-mark", QUARTER.first, {"mark": mark}, by=f"委员{place}", ref=f"mark:{number}.{place}")
    counts = {"优秀": 15 + number % 9, "称职": 5, "基本称职": 2, "不称职": number % 3, "弃权": 1, "废票": 0}
    counts |= {"handed-out": 40, "returned": sum(counts.values())}
    yield Fact("ballots", QUARTER.first, {name: Decimal(count) for name, count in counts.items()})


if __name__ == "__main__":
    print("\n".join(engine()))
