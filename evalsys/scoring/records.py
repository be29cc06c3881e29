"""Reads the records of a scheme from the tables of its file, one function per record."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any, TypeVar, get_type_hints

from evalsys.scoring.desk import CONTAINING
from evalsys.scoring.items import KINDS
from evalsys.scoring.marks import Step
from evalsys.scoring.numbers import CENT
from evalsys.scoring.reading import Table
from evalsys.scoring.scheme import (
    Band,
    Clause,
    Flow,
    Gate,
    Grading,
    Item,
    Limits,
    Override,
    Percent,
    PeriodKind,
    Quota,
    Ref,
    Rounding,
    Stream,
    Total,
    Weight,
)

MODES = {
    "half-up": decimal.ROUND_HALF_UP,
    "half-even": decimal.ROUND_HALF_EVEN,
    "down": decimal.ROUND_DOWN,
    "up": decimal.ROUND_UP,
}
STREAM_PERIODS = ("day", *CONTAINING)
MISSING_POLICIES = ("reweight", "zero", "block")

Record = TypeVar("Record")


def closed(table: Table, record: Record) -> Record:
    """The record, once nothing in its table is left unread."""
    table.close()
    return record


def named(top: Table, key: str, make: Callable[[Table], Any], name: Callable[[Any], str]) -> dict[Any, Any]:
    """Records by their name; a name that stands twice is a mistake."""
    made: dict[str, Any] = {}
    for table in top.tables(key):
        record = make(table)
        if name(record) in made:
            table.wrong(f"{name(record)} 出现了两次，请改名或删去一个")
        made[name(record)] = record
    return made


def scope(about: Table) -> Mapping[str, tuple[str, ...]]:
    """For whom the measure holds: free keys, each with its words."""
    table = about.table("scope")
    return {key: table.texts(key) for key in table.data}


def clause(table: Table) -> Clause:
    """A clause in its own words."""
    return closed(table, Clause(table.text("number"), table.text("title"), table.text("text")))


def rounding(table: Table) -> Rounding:
    """When and how a number is rounded; settling each line is the only stage that exists yet."""
    table.choice("stage", ("line",))
    unit = table.number("unit")
    fits = unit > 0 and unit.normalize().as_tuple().digits == (1,)
    if table.has("unit") and not fits:
        table.wrong('unit 只能是 "1"、"0.1"、"0.01" 这样的位数')
    mode = MODES.get(table.choice("mode", tuple(MODES)), decimal.ROUND_HALF_UP)
    return closed(table, Rounding(unit if fits else CENT, mode, table.text("clause")))


def leave(table: Table) -> Flow:
    """The stream whose days are not owed."""
    table.text("clause")
    return closed(table, Flow(table.text("leave")))


def stream(table: Table) -> Stream:
    """A stream of facts, with the limits of what may be entered."""
    name = Flow(table.text("stream"))
    on = PeriodKind(table.choice("on", STREAM_PERIODS))
    values = {}
    if table.has("values"):
        inner = table.table("values", f"{table.where} values")
        values = {key: limits(inner.table(key)) for key in inner.data}
    return closed(table, Stream(name, table.text("title"), table.text("clause"), on, values))


def limits(table: Table) -> Limits:
    """From, to and in which steps a number may be entered."""
    high = table.number("high") if table.has("high") else None
    step = table.number("step")
    if table.has("step") and step <= 0:
        table.wrong("step 要大于零")
    found = Limits(table.number("low"), high, step if step > 0 else CENT)
    if high is not None and high < found.low:
        table.wrong("high 小于 low，请对调")
    return closed(table, found)


def item(table: Table) -> Item:
    """An item with the settings that its kind asks for."""
    kind = table.choice("kind", tuple(KINDS))
    name, number, title = table.text("id"), table.text("clause"), table.text("title")
    cap = table.number("cap") if table.has("cap") else None
    floor = table.number("floor") if table.has("floor") else None
    if kind not in KINDS:
        return Item(Ref(name), number, title, kind, None, cap, floor)
    how = settings(table, KINDS[kind].settings)
    return closed(table, Item(Ref(name), number, title, kind, how, cap, floor))


def settings(table: Table, record: Any) -> object:
    """A kind's settings, read by the types of its record's fields; a default makes a key optional."""
    hints = get_type_hints(record)
    found = {}
    for field in fields(record):
        key = field.name.replace("_", "-")
        if table.has(key) or field.default is MISSING:
            found[field.name] = READERS[hints[field.name]](table, key)
    return record(**found)


def steps(table: Table, key: str) -> tuple[Step, ...]:
    """From how many marks on how many extremes are dropped, the larger number first."""
    found = []
    for row in table.tables(key):
        found.append(closed(row, Step(row.whole("least", least=1), row.whole("drop"))))
        if found[-1].least <= 2 * found[-1].drop:
            row.wrong("去掉最高和最低之后没有剩下评分，请加大 least 或减小 drop")
    if found != sorted(found, key=lambda step: -step.least):
        table.wrong(f"{key} 要按 least 从大到小排列")
    return tuple(found)


def options(table: Table, key: str) -> Mapping[str, Decimal]:
    """What each option on a ballot is worth."""
    inner = table.table(key)
    return closed(inner, {option: inner.number(option) for option in inner.data})


READERS: Mapping[Any, Callable[[Table, str], Any]] = {
    str: Table.text,
    Flow: Table.text,
    Ref: Table.text,
    int: Table.whole,
    bool: Table.flag,
    Decimal: Table.number,
    Percent: Table.percent,
    PeriodKind: lambda table, key: table.choice(key, tuple(CONTAINING)),
    tuple[str, ...]: Table.texts,
    tuple[Ref, ...]: Table.texts,
    tuple[Step, ...]: steps,
    Mapping[str, Decimal]: options,
}


def total(table: Table) -> Total:
    """How one kind of period's score is put together."""
    weights = tuple(weight(row) for row in table.tables("weight"))
    plus = tuple(Ref(name) for name in table.texts("plus")) if table.has("plus") else ()
    kind = PeriodKind(table.choice("period", STREAM_PERIODS))
    missing = table.choice("missing", MISSING_POLICIES)
    return closed(table, Total(kind, table.text("clause"), weights, plus, missing))


def weight(table: Table) -> Weight:
    """A part of a total with its share."""
    return closed(table, Weight(Ref(table.text("item")), Percent(table.percent("share"))))


def grading(table: Table) -> Grading:
    """Bands and what overrules them."""
    bands = tuple(band(row) for row in table.tables("band"))
    overrides = tuple(override(row) for row in table.tables("override")) if table.has("override") else ()
    quotas = tuple(quota(row) for row in table.tables("quota")) if table.has("quota") else ()
    found = gate(table.table("gate")) if table.has("gate") else None
    return closed(table, Grading(table.text("clause"), bands, overrides, found, quotas))


def band(table: Table) -> Band:
    """A grade with its lower and upper score."""
    start = table.number("from") if table.has("from") else None
    below = table.number("below") if table.has("below") else None
    table.seen |= {"from", "below"}
    return closed(table, Band(table.text("grade"), start, below))


def override(table: Table) -> Override:
    """A fact that decides the grade."""
    stream_name = Flow(table.text("stream"))
    return closed(table, Override(stream_name, table.text("grade"), table.text("clause"), table.text("note")))


def gate(table: Table) -> Gate:
    """The share of the workdays in post below which there is no grade."""
    least = Percent(table.percent("least-in-post"))
    return closed(table, Gate(least, table.text("clause"), table.text("note")))


def quota(table: Table) -> Quota:
    """How many of a group may hold a grade, and who comes first."""
    order = table.table("order")
    found = Quota(
        grade=table.text("grade"),
        most=Percent(table.percent("most")),
        overflow=table.text("overflow"),
        note=table.text("note"),
        clause=table.text("clause"),
        ties=table.choice("ties", ("drop", "keep")),
        order={kind: order.texts(kind) for kind in order.data},
    )
    return closed(table, found)
