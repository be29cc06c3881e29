"""Reads the records of a scheme from the tables of its file, one function per record."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from evalsys.scoring.filling import STREAM_PERIODS, closed, condition, settings, weights
from evalsys.scoring.items import KINDS
from evalsys.scoring.numbers import CENT, ZERO
from evalsys.scoring.periods import CONTAINING, Period
from evalsys.scoring.reading import Table
from evalsys.scoring.scheme import Clause, Item, Limits, Local, Pool, Rounding, Stream, Times, Total
from evalsys.scoring.terms import Flow, Percent, PeriodKind, Ref

MODES = {
    "half-up": decimal.ROUND_HALF_UP,
    "half-even": decimal.ROUND_HALF_EVEN,
    "down": decimal.ROUND_DOWN,
    "up": decimal.ROUND_UP,
}
STAGES = ("line", "total")
MISSING_POLICIES = ("reweight", "zero", "block")
TIES = ("drop", "keep")
NEEDS = ("reason", "evidence")


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


def own_period(table: Table) -> Period:
    """A period whose days the measure sets itself, such as a first year of sixteen months or a term of office."""
    first, last = table.day("first"), table.day("last")
    if last < first:
        table.wrong("last 早于 first，请改正", "last")
    kind = table.choice("kind", (*CONTAINING, "range"))
    table.text("clause")
    return closed(table, Period(first, last, kind, table.text("code"), table.text("title")))


def rounding(table: Table) -> Rounding:
    """When and how a number is rounded."""
    stage = table.choice("stage", STAGES)
    found = unit(table, "unit")
    return closed(table, Rounding(found, mode(table), table.text("clause"), stage))


def unit(table: Table, key: str) -> Decimal:
    """The place that a number is settled to."""
    found = table.number(key)
    fits = found > 0 and found.normalize().as_tuple().digits == (1,)
    if table.has(key) and not fits:
        table.wrong(f'{key} 只能是 "1"、"0.1"、"0.01" 这样的位数', key)
    return found if fits else CENT


def mode(table: Table) -> str:
    """How a number between two places is settled."""
    return MODES.get(table.choice("mode", tuple(MODES)), decimal.ROUND_HALF_UP)


def owed(table: Table) -> tuple[Flow, str]:
    """The stream whose days are not owed, and whether workdays or all days are."""
    table.text("clause")
    days = table.optional("days", lambda key: table.choice(key, ("workdays", "all")), "workdays")
    return closed(table, (Flow(table.optional("leave", table.text, "")), days))


def stream(table: Table) -> Stream:
    """A stream of facts, with the limits of what may be entered."""
    name = Flow(table.text("stream"))
    on = PeriodKind(table.choice("on", STREAM_PERIODS))
    values = {}
    if table.has("values"):
        inner = table.table("values", f"{table.where} values")
        values = {key: limits(inner.table(key)) for key in inner.data}
    none: tuple[str, ...] = ()
    needs = table.optional("needs", table.texts, none)
    for word in (word for word in needs if word not in NEEDS):
        table.wrong(f"needs 里的 {word} 不认识，只能是：{'、'.join(NEEDS)}", "needs")
    table.seen.add("values")
    return closed(table, Stream(name, table.text("title"), table.text("clause"), on, values, needs))


def limits(table: Table) -> Limits:
    """From, to and in which steps a number may be entered."""
    high = table.optional("high", table.number, None)
    step = table.number("step")
    if table.has("step") and step <= 0:
        table.wrong("step 要大于零", "step")
    found = Limits(table.number("low"), high, step if step > 0 else CENT)
    if high is not None and high < found.low:
        table.wrong("high 小于 low，请对调", "high")
    return closed(table, found)


def item(table: Table) -> Item:
    """An item with the settings that its kind asks for. A service's unit is a word, any other item's a place."""
    kind = table.choice("kind", tuple(KINDS))
    how = settings(table, KINDS[kind].settings) if kind in KINDS else None
    rounded = table.has("unit") and kind != "service"
    found = Item(
        id=Ref(table.text("id")),
        clause=table.text("clause"),
        title=table.text("title"),
        kind=kind,
        how=how,
        cap=table.optional("cap", table.amount, None),
        floor=table.optional("floor", table.amount, None),
        unit=unit(table, "unit") if rounded else None,
        mode=mode(table) if table.has("mode") else decimal.ROUND_HALF_UP,
        full=table.optional("full", table.number, None),
        when=table.optional("if", lambda key: condition(table, key), None),
        otherwise=table.optional("otherwise", table.number, ZERO),
    )
    table.seen |= {"unit", "mode"}
    if table.has("mode") and not rounded:
        table.wrong("写了 mode 还要写 unit（取到哪一位）", "mode")
    if table.has("otherwise") and not table.has("if"):
        table.wrong("写了 otherwise 还要写 if（什么条件）", "otherwise")
    if how is None:
        return found
    return closed(table, found)


def total(table: Table) -> Total:
    """How one kind of period's score is put together."""
    found = Total(
        period=PeriodKind(table.choice("period", (*STREAM_PERIODS, "range"))),
        clause=table.text("clause"),
        weights=table.optional("weight", lambda key: weights(table, key), ()),
        plus=refs(table, "plus"),
        missing=table.choice("missing", MISSING_POLICIES),
        of=refs(table, "of"),
        times=table.optional("times", lambda key: tuple(map(times, table.tables(key))), ()),
        cap=table.optional("cap", table.amount, None),
        floor=table.optional("floor", table.amount, None),
        beside=refs(table, "beside"),
        locals=table.optional("local", lambda key: tuple(map(local, table.tables(key))), ()),
    )
    if not found.weights and not found.of:
        table.wrong("总分由什么组成？请写 weight（各项按权重）或 of（各项相加）")
    if found.of and found.missing == "reweight":
        table.wrong("of 的各项没有权重可分，missing 只能是 zero 或 block", "missing")
    return closed(table, found)


def refs(table: Table, key: str) -> tuple[Ref, ...]:
    """Items by their ids; none where the key does not stand."""
    none: tuple[str, ...] = ()
    return tuple(Ref(name) for name in table.optional(key, table.texts, none))


def times(table: Table) -> Times:
    """A penalty on the whole score."""
    when, left = condition(table, "if"), Percent(table.percent("percent"))
    return closed(table, Times(when, left, table.text("clause"), table.text("title")))


def local(table: Table) -> Local:
    """The shares of one place."""
    return closed(table, Local(table.text("place"), table.text("clause"), weights(table, "weight")))


def pool(table: Table) -> Pool:
    """Money that the group shares."""
    found = Pool(
        id=Ref(table.text("id")),
        clause=table.text("clause"),
        title=table.text("title"),
        period=PeriodKind(table.choice("period", STREAM_PERIODS)),
        amount=Ref(table.text("amount")),
        weight=Ref(table.text("weight")),
        most=Percent(table.percent("most")),
        beyond=table.choice("beyond", ("others", "kept")),
        unit=unit(table, "unit"),
        excluded=table.optional("excluded", lambda key: condition(table, key), None),
    )
    return closed(table, found)
