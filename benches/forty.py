"""A measure of forty items over thousands of people, beside a plain loop that only adds the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from time import perf_counter

from evalsys.scoring import (
    Calendar,
    Dossier,
    Fact,
    Layout,
    Scheme,
    Span,
    Subject,
    evaluate,
    period,
    read_scheme,
    tried,
)

YEAR = period("2026")
LEAVES, BLOCKS = 32, 7
ROUNDS = 5
HEAD = """
[scheme]
id = "forty"
title = "四十项考核办法（测速用）"
issuer = "演示镇"
document = "演示镇〔2026〕1号"
source = "测速用"
version = 1
from = 2026-01-01
scope.role = ["村干部"]
[[clause]]
number = "第一条"
title = "全文"
text = "各项相加，每块有最高分，总分定等次。"
[rounding]
clause = "第一条"
unit = "0.01"
mode = "half-up"
stage = "total"
"""
STREAM = """
[[stream]]
stream = "s{n}"
title = "第{n}项"
clause = "第一条"
on = "year"
values.mark = {{ low = -20, high = 20, step = "0.5" }}
[[item]]
id = "i{n}"
clause = "第一条"
title = "第{n}项"
kind = "amounts"
stream = "s{n}"
value = "mark"
cap = {cap}
"""
BLOCK = """
[[item]]
id = "b{n}"
clause = "第一条"
title = "第{n}块"
kind = "sum"
of = [{of}]
cap = 40
floor = 0
"""
END = """
[[item]]
id = "extra"
clause = "第一条"
title = "加分后的总评"
kind = "share"
of = "b6"
percent = "10%"
[[total]]
period = "year"
clause = "第一条"
of = ["b0", "b1", "b2", "b3", "b4", "b5", "b6"]
plus = ["extra"]
missing = "block"
[grade]
clause = "第一条"
band = [{ grade = "优秀", from = 90 }, { grade = "称职", from = 60, below = 90 }, { grade = "不称职", below = 60 }]
"""


def measure() -> Scheme:
    """32 items that read records (a quarter of them reach their cap), 7 blocks with cap and floor, one share."""
    leaves = "".join(STREAM.format(n=n, cap=12 if n % 4 == 0 else 15) for n in range(LEAVES))
    parts = [[f'"i{n}"' for n in range(LEAVES) if n % BLOCKS == block] for block in range(BLOCKS)]
    blocks = "".join(BLOCK.format(n=block, of=", ".join(names)) for block, names in enumerate(parts))
    return read_scheme(HEAD + leaves + blocks + END, "forty.toml")


def people(size: int) -> list[Dossier]:
    """So many people, each with one number for each of the items that read records."""
    post = (Span(date(2020, 1, 1)),)
    return [Dossier(Subject(str(n), f"干部{n}", post), records(n)) for n in range(size)]


def records(person: int) -> tuple[Fact, ...]:
    """One record for each item, none like the next."""
    marks = (Decimal((person * 7 + n * 5) % 33 - 3) / 2 for n in range(LEAVES))
    return tuple(
        Fact(f"s{n}", date(2026, 6, 1), {"mark": mark}, ref=f"s{n}:{person}") for n, mark in enumerate(marks)
    )


def plain_sums(numbers: Sequence[Sequence[Decimal]]) -> list[Decimal]:
    """What the loop does that knows nothing of measures: it adds."""
    sums = []
    for row in numbers:
        total = Decimal(0)
        for number in row:
            total += number
        sums.append(total)
    return sums


def best(work: Callable[[], object]) -> float:
    """Seconds of the best round: the others were disturbed by something else."""
    return min(timed(work) for _ in range(ROUNDS))


def forty_items(small: int = 3528, large: int = 35280) -> list[str]:
    """The same numbers added, tried by columns, and worked out with every line explained; then ten times as many."""
    scheme, group = measure(), people(large)
    few = group[:small]
    numbers = [[fact.values["mark"] for fact in one.facts] for one in group]
    layout, everybody = Layout(few, YEAR, Calendar()), Layout(group, YEAR, Calendar())
    laid_out = timed(lambda: tried(scheme, layout))
    tried(scheme, everybody)
    added, added_long = best(lambda: plain_sums(numbers[:small])), best(lambda: plain_sums(numbers))
    short, long = best(lambda: tried(scheme, layout)), best(lambda: tried(scheme, everybody))
    explained = timed(lambda: evaluate(scheme, few, YEAR, Calendar()))
    return [
        f"{len(scheme.items)} items, {len(numbers[0])} numbers a person",
        f"{small:>6} people: only adding the numbers {added * 1000:8.1f} ms",
        f"{large:>6} people: only adding the numbers {added_long * 1000:8.1f} ms, "
        f"{added_long / large / (added / small):.2f} times per person (1.00 is linear)",
        f"{small:>6} people: measure recomputed      {short * 1000:8.1f} ms, {short / added:.2f} times",
        f"{large:>6} people: measure recomputed      {long * 1000:8.1f} ms, {long / added_long:.2f} times, "
        f"{long / large / (short / small):.2f} times per person (1.00 is linear)",
        f"{small:>6} people: records laid out once   {laid_out * 1000:8.1f} ms, {laid_out / added:.0f} times",
        f"{small:>6} people: every line explained    {explained * 1000:8.1f} ms, {explained / added:.0f} times",
    ]


def timed(work: Callable[[], object]) -> float:
    """Seconds of one round."""
    start = perf_counter()
    work()
    return perf_counter() - start


BENCHES = {"forty-items": forty_items}
