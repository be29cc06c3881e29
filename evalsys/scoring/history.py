"""Item kinds that look back: periods in a row, a ladder over a term, a running balance, an external figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from evalsys.scoring.combining import without
from evalsys.scoring.desk import Desk
from evalsys.scoring.numbers import ZERO, plain
from evalsys.scoring.periods import Period, range_of, year_of
from evalsys.scoring.piles import containing, source
from evalsys.scoring.results import Line
from evalsys.scoring.scheme import Item
from evalsys.scoring.terms import NO_ITEM, NO_PERIOD, NO_STREAM, Condition, Flow, PeriodKind, Ref
from evalsys.scoring.writing import added, full_day, shown, sum_of


@dataclass(frozen=True)
class Streak:
    """`streak`: for how many weeks, months … in a row `when-each` holds, looking at `back` of them at most.

    `run` "last" counts those in a row up to the period itself, "longest" the longest row among them.
    """

    each: PeriodKind
    when_each: Condition
    back: int
    run: str = "last"


@dataclass(frozen=True)
class Ladder:
    """`ladder`: a stock, such as stars, that starts from `start` and moves by `moves` each later period.

    It starts with the last record of `reset` (an election), else with the subject's first post; a period in
    which `start` is none leaves it without a state until one has a result. After each move the stock is held
    between `low` and `high`, and not below `guaranteed`, if that is named.
    """

    start: Ref
    moves: tuple[Ref, ...]
    each: PeriodKind
    low: Decimal
    high: Decimal
    reset: Flow = NO_STREAM
    guaranteed: Ref = NO_ITEM


@dataclass(frozen=True)
class ToDate:
    """`to-date`: another item over all time from `since` (or the first day of the `within` that holds the period)."""

    of: Ref
    since: date = date.min
    within: PeriodKind = NO_PERIOD


@dataclass(frozen=True)
class External:
    """`external`: a figure that others publish for a year, such as rural income, taken `lag` years before.

    With `frozen_from` and `frozen_years` the basis stays the same for so many years, counted from that year on.
    """

    stream: Flow
    value: str
    lag: int = 0
    frozen_from: int = 0
    frozen_years: int = 1


def streak(item: Item, how: Streak, period: Period, desk: Desk) -> Line:
    """The length of the row."""
    held = [(part, desk.judge(how.when_each, part)) for part in looking_back(how, period, desk)]
    run, longest = 0, 0
    for _, finding in held:
        run = run + 1 if finding.holds else 0
        longest = max(longest, run)
    number = run if how.run == "last" else longest
    told = "；".join(f"{part.title}{'是' if finding.holds else '否'}" for part, finding in held)
    return desk.counted(item, period, number, f"{told}：连续 {number} 个")


def looking_back(how: Streak, period: Period, desk: Desk) -> list[Period]:
    """The last so many weeks, months … up to the one that holds the period's last day, the oldest first."""
    found = [containing(desk.scheme, how.each, period.last)]
    while len(found) < how.back:
        found.append(containing(desk.scheme, how.each, found[-1].first - timedelta(days=1)))
    return found[::-1]


def ladder(item: Item, how: Ladder, period: Period, desk: Desk) -> Line:
    """The stock after every move up to the period."""
    stock: Decimal | None = None
    parts: list[Line] = []
    for part in climbed(how, period, desk):
        line = rung(item, how, stock, part, desk)
        stock = line.amount
        parts.append(line)
    if stock is None:
        why = parts[-1].why_none if parts else "还没有任职"
        return desk.none(item, period, why, parts=tuple(parts))
    final = stock
    return desk.settled(item, period, final, lambda: f"{parts[-1].period} 的结存 {shown(final)}", parts=tuple(parts))


def climbed(how: Ladder, period: Period, desk: Desk) -> Iterator[Period]:
    """The periods of the ladder, the first one first."""
    posts = [span.first for span in desk.subject.in_post if span.first <= period.last]
    resets = [fact.on for fact in desk.all_facts(how.reset) if fact.on <= period.last] if how.reset else []
    if not posts:
        return
    day = max([min(posts), *resets])
    while day <= period.last:
        part = containing(desk.scheme, how.each, day)
        yield part
        day = part.last + timedelta(days=1)


def rung(item: Item, how: Ladder, stock: Decimal | None, part: Period, desk: Desk) -> Line:
    """The stock after one period: the start where there was none yet, else the moves."""
    refs = (how.start,) if stock is None else how.moves
    parts = tuple(desk.line(ref, part) for ref in refs)
    step = replace(item, title=f"{item.title} {part.title}", unit=None)
    amounts = [one.amount for one in parts if one.amount is not None]
    if stock is None and not amounts:
        return without(step, part, desk, parts)
    moved = (stock or ZERO) + sum_of(amounts)
    least = desk.line(how.guaranteed, part).amount if how.guaranteed else None
    held = min(max(moved, how.low, how.low if least is None else least), how.high)
    limits = "" if held == moved else f"，应在 {plain(max(how.low, least or how.low))} 至 {plain(how.high)} 之间"
    notes = tuple(f"{one.title}无结果，不升不降：{one.why_none}" for one in parts if one.amount is None)
    terms = [shown(amount) for amount in ([] if stock is None else [stock]) + amounts]
    return desk.settled(step, part, held, lambda: added(terms) + limits, parts=parts, notes=notes)


def to_date(item: Item, how: ToDate, period: Period, desk: Desk) -> Line:
    """The other item over everything up to the period's last day."""
    begun = containing(desk.scheme, how.within, period.last).first if how.within else how.since
    part = desk.line(how.of, range_of(begun, period.last))
    if part.amount is None:
        return desk.none(item, period, part.why_none, parts=(part,))
    amount = part.amount
    since = "" if begun == date.min else f"自{full_day(begun)}起"
    return desk.settled(item, period, amount, lambda: f"{since}至{full_day(period.last)}累计", parts=(part,))


def external(item: Item, how: External, period: Period, desk: Desk) -> Line:
    """The figure of the basis year; without it there is no result, never an older one."""
    year = period.last.year
    begun = year
    if how.frozen_from and year >= how.frozen_from:
        begun = how.frozen_from + (year - how.frozen_from) // how.frozen_years * how.frozen_years
    if how.frozen_from and year < how.frozen_from:
        return desk.none(item, period, f"{item.title}自 {how.frozen_from} 年起才有规定")
    basis = year_of(date(begun - how.lag, 1, 1))
    title = desk.title(how.stream)
    facts = [fact for fact in desk.facts(how.stream, basis) if how.value in fact.values]
    if len(facts) != 1:
        why = f"{basis.title}{title}有 {len(facts)} 个，请核对" if facts else f"没有{basis.title}的{title}，请登记"
        return desk.none(item, period, why, sources=tuple(source(fact) for fact in facts))
    amount = facts[0].values[how.value]
    frozen = f"，{begun} 至 {begun + how.frozen_years - 1} 年不变" if how.frozen_from else ""
    return desk.settled(
        item,
        period,
        amount,
        lambda: f"{basis.title}{title} {plain(amount)}{frozen}",
        lambda: (source(facts[0], amount),),
    )
