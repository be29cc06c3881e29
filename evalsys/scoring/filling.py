"""Fills the settings record of an item kind from its table, by the types of the record's fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeVar, get_type_hints

from evalsys.scoring.caps import LEVELS
from evalsys.scoring.conditions import SIGNS
from evalsys.scoring.durations import Duration
from evalsys.scoring.marks import Step
from evalsys.scoring.periods import CONTAINING
from evalsys.scoring.quantities import Amount
from evalsys.scoring.reading import Table
from evalsys.scoring.scheme import Weight
from evalsys.scoring.terms import Condition, Flow, Limit, Percent, PeriodKind, Ref
from evalsys.scoring.tiering import Tier

Record = TypeVar("Record")

STREAM_PERIODS = tuple(CONTAINING)
CHOICES = {
    "part": ("whole", "linear", "up"),
    "sign": ("plus", "minus"),
    "over": ("valid", "all", "event", "period", *STREAM_PERIODS),
    "missing": ("reweight", "zero", "block", "skip"),
    "by": ("whole", "slice"),
    "side": ("above", "below"),
    "unit": ("year", "month"),
    "run": ("last", "longest"),
}
"""Settings that are one of a few words; a kind that takes only some of them says so in its own table below."""

OF_KIND = {
    ("Ballots", "over"): ("valid", "all"),
    ("Measured", "over"): ("event", "period", *STREAM_PERIODS),
    ("Sum", "missing"): ("block", "zero"),
    ("Smallest", "missing"): ("block", "skip"),
    ("Largest", "missing"): ("block", "skip"),
    ("Weighted", "missing"): ("reweight", "zero", "block"),
    ("PeriodMean", "missing"): ("skip", "zero", "block"),
}

COUNTED_BY = ("every", "per", "parts", "back", "frozen-years")
"""Settings that something is divided by or counted in: zero or less of them means nothing."""


def closed(table: Table, record: Record) -> Record:
    """The record, once nothing in its table is left unread."""
    table.close()
    return record


@lru_cache(maxsize=64)
def hints_of(record: type) -> Mapping[str, Any]:
    """The types of a record's fields."""
    return get_type_hints(record)


def settings(table: Table, record: type) -> object:
    """A kind's settings; a default makes a key optional."""
    hints = hints_of(record)
    found = {}
    for field in fields(record):
        key = field.name.replace("_", "-")
        optional = field.default is not MISSING or field.default_factory is not MISSING
        if not optional or table.has(key):
            found[field.name] = read(table, key, record.__name__, hints[field.name])
        else:
            table.seen.add(key)
    return record(**found)


def read(table: Table, key: str, record: str, hint: Any) -> Any:
    """One setting; Ratio's `by` is an item and not a word."""
    if hint is str and (key in CHOICES or (record, key) in OF_KIND):
        return table.choice(key, OF_KIND.get((record, key)) or CHOICES[key])
    found = READERS[hint](table, key)
    if key in COUNTED_BY and table.has(key) and found <= 0:
        table.wrong(f"{key} 要大于零", key)
    return found


def steps(table: Table, key: str) -> tuple[Step, ...]:
    """From how many marks on how many extremes are dropped, the larger number first."""
    found = []
    for row in table.tables(key):
        found.append(closed(row, Step(row.whole("least", least=1), row.whole("drop"))))
        if found[-1].least <= 2 * found[-1].drop:
            row.wrong("去掉最高和最低之后没有剩下评分，请加大 least 或减小 drop")
    if found != sorted(found, key=lambda step: -step.least):
        table.wrong(f"{key} 要按 least 从大到小排列", key)
    return tuple(found)


def numbers(table: Table, key: str) -> Mapping[str, Decimal]:
    """A number for each word: what an option is worth, what a grade gives."""
    inner = table.table(key)
    return closed(inner, {word: inner.number(word) for word in inner.data})


def caps(table: Table, key: str) -> Mapping[str, Decimal]:
    """A cap for each level at which there is one."""
    found = numbers(table, key)
    for level in (level for level in found if level not in LEVELS):
        table.wrong(f"{key} 里的 {level} 不是层级，只能是：{'、'.join(LEVELS)}", key)
    return {level: cap for level, cap in found.items() if level in LEVELS}


def numbers_or_caps(table: Table, key: str) -> Mapping[str, Decimal]:
    """Both are a table of numbers; only caps know their words beforehand."""
    return caps(table, key) if key == "caps" else numbers(table, key)


def weights(table: Table, key: str) -> tuple[Weight, ...]:
    """Parts with their shares."""
    return tuple(
        closed(row, Weight(Ref(row.text("item")), Percent(row.percent("share")))) for row in table.tables(key)
    )


def tiers(table: Table, key: str) -> tuple[Tier, ...]:
    """Intervals with what they give; they may not overlap."""
    found = []
    for row in table.tables(key):
        numbers_in = row.interval()
        amount = row.optional("amount", row.number, None)
        rate = row.optional("rate", row.percent, None)
        if (amount is None) == (rate is None):
            row.wrong("每一档写 amount（数额）或 rate（比例）之一")
        found.append(closed(row, Tier(numbers_in, amount, None if rate is None else Percent(rate))))
    ordered = sorted(found, key=lambda tier: (tier.numbers.low is not None, tier.numbers.low))
    for below, above in pairwise(ordered):
        low, high = above.numbers.low, below.numbers.high
        if (
            high is None
            or low is None
            or low < high
            or (low == high and above.numbers.low_in and below.numbers.high_in)
        ):
            table.wrong(f"{key} 的两档重叠：{below.numbers.text}、{above.numbers.text}，请改正", key)
    return tuple(found)


def condition(table: Table, key: str) -> Condition:
    """A condition: a record, an item's amount, a role, a grade, or several of these."""
    return condition_of(table.table(key))


def condition_of(table: Table) -> Condition:
    """The condition that the table says; it must say something that can be judged."""
    found = Condition(
        item=Ref(table.optional("item", table.text, "")),
        stream=Flow(table.optional("stream", table.text, "")),
        words=table.optional("words", table.texts, ()),
        within=PeriodKind(table.optional("within", lambda key: table.choice(key, tuple(CONTAINING)), "")),
        roles=table.optional("role", table.texts, ()),
        grades=table.optional("grade", table.texts, ()),
        limits=tuple(Limit(sign, table.amount(sign)) for sign in SIGNS if table.has(sign)),
        every=table.optional("all", lambda key: tuple(map(condition_of, table.tables(key))), ()),
        either=table.optional("any", lambda key: tuple(map(condition_of, table.tables(key))), ()),
        never=table.optional("not", lambda key: (condition(table, key),), ()),
    )
    table.seen |= set(SIGNS)
    if found.item and not found.limits:
        table.wrong(f"条件写了 item，还要写与什么比较：{'、'.join(SIGNS)}")
    if found.item and found.stream:
        table.wrong("一个条件里 item 和 stream 只写一个；两者都要时放进 all = [ … ]")
    if not (found.item or found.stream or found.roles or found.grades or found.every or found.either or found.never):
        table.wrong("条件是空的，请写 item、stream、role、grade、all、any 或 not")
    return closed(table, found)


READERS: Mapping[Any, Callable[[Table, str], Any]] = {
    str: Table.text,
    Flow: Table.text,
    Ref: Table.text,
    int: Table.whole,
    int | None: Table.whole,
    bool: Table.flag,
    date: Table.day,
    Decimal: Table.number,
    Decimal | None: Table.number,
    Percent: Table.percent,
    Amount: Table.amount,
    Duration: Table.duration,
    PeriodKind: lambda table, key: table.choice(key, STREAM_PERIODS),
    Condition: condition,
    tuple[str, ...]: Table.texts,
    tuple[Ref, ...]: Table.texts,
    tuple[Step, ...]: steps,
    tuple[Tier, ...]: tiers,
    tuple[Weight, ...]: weights,
    Mapping[str, Decimal]: numbers_or_caps,
}
