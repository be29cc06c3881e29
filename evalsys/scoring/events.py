"""Item kinds that add up events: fixed points, face values, points by quantity or tier, and what was not done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from evalsys.scoring.caps import start_of, under_caps
from evalsys.scoring.desk import Desk
from evalsys.scoring.facts import Fact
from evalsys.scoring.numbers import WHOLE, ZERO, plain
from evalsys.scoring.periods import Period
from evalsys.scoring.piles import source
from evalsys.scoring.quantities import Amount
from evalsys.scoring.results import Line
from evalsys.scoring.scheme import Item
from evalsys.scoring.terms import NO_PERIOD, Flow, PeriodKind
from evalsys.scoring.tiering import Tier, partly, tier_amount
from evalsys.scoring.writing import added, shown, sum_of


@dataclass(frozen=True)
class Count:
    """`count`: so many points for each event; no event is zero, not none.

    Only events of these `words` count, only those whose `value` is at least `least`, only the `first` of each
    day, week …, as far as the measure says so. `caps` hold at each level: a positive one is the most that counts,
    a negative one the least.
    """

    stream: Flow
    points: Amount
    words: tuple[str, ...] = ()
    value: str = ""
    least: Decimal | None = None
    first: PeriodKind = NO_PERIOD
    caps: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Amounts:
    """`amounts`: the numbers that the records themselves carry, added; `sign` "minus" subtracts them.

    A number outside the stream's limits is refused: it gives nothing until it is put right.
    """

    stream: Flow
    value: str
    sign: str = "plus"
    words: tuple[str, ...] = ()
    caps: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Measured:
    """`measured`: `points` for each full `per` of a quantity, which is added up over each `over` first."""

    stream: Flow
    value: str
    per: Decimal
    points: Amount
    part: str = "whole"
    over: str = "event"
    caps: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class TieredEvents:
    """`tiered-events`: each event's `value` is looked up in the tiers; outside all of them it gives nothing."""

    stream: Flow
    value: str
    tier: tuple[Tier, ...]
    caps: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class WordPoints:
    """`words`: the points that the measure gives each word; a word that it does not name is a problem.

    Where only one can hold (`single`), such as a year's grade, two of them decide nothing until one is withdrawn.
    """

    stream: Flow
    points: Mapping[str, Decimal]
    caps: Mapping[str, Decimal] = field(default_factory=dict)
    single: bool = False


@dataclass(frozen=True)
class Absent:
    """`absent`: points for each week, month … of the period without such an event (or without one of `least`)."""

    stream: Flow
    each: PeriodKind
    points: Amount
    value: str = ""
    least: Decimal | None = None


def count(item: Item, how: Count, period: Period, desk: Desk) -> Line:
    """Events times points."""
    points = desk.number(how.points, period)
    if points is None:
        return no_figure(item, period, desk)
    events = counted(how, period, desk)
    found = [(fact.on, points) for fact in events]
    amount, held = under_caps(found, how.caps, desk)
    return desk.settled(
        item,
        period,
        amount,
        lambda: f"{len(events)} 次 × {plain(points)} 分{held}",
        lambda: tuple(source(fact, points) for fact in events),
    )


def counted(how: Count, period: Period, desk: Desk) -> list[Fact]:
    """The events that count by the measure's words."""
    events = [fact for fact in desk.facts(how.stream, period) if qualifies(fact, how.words, how.value, how.least)]
    if not how.first:
        return events
    firsts: dict[date, Fact] = {}
    for fact in events:
        firsts.setdefault(start_of(how.first, fact.on, desk), fact)
    return list(firsts.values())


def qualifies(fact: Fact, words: tuple[str, ...], value: str, least: Decimal | None) -> bool:
    """Is the event one of those that the item speaks of?"""
    if words and fact.text not in words:
        return False
    return least is None or fact.values.get(value, ZERO) >= least


def amounts(item: Item, how: Amounts, period: Period, desk: Desk) -> Line:
    """What the records carry, added; what lies outside the limits waits."""
    limits = desk.scheme.streams[how.stream].values.get(how.value)
    facts = [fact for fact in desk.facts(how.stream, period) if not how.words or fact.text in how.words]
    facts = [fact for fact in facts if how.value in fact.values]
    taken = [fact for fact in facts if limits is None or limits.allow(fact.values[how.value])]
    refused = [fact for fact in facts if fact not in taken]
    sign = -WHOLE if how.sign == "minus" else WHOLE
    amount, held = under_caps([(fact.on, sign * fact.values[how.value]) for fact in taken], how.caps, desk)
    notes = tuple(f"{item.title}：{plain(fact.values[how.value])} 超出办法规定的范围，未计入" for fact in refused)
    return desk.settled(
        item,
        period,
        amount,
        lambda: (added(plain(sign * fact.values[how.value]) for fact in taken) or "没有记录") + held,
        lambda: tuple(source(fact, sign * fact.values[how.value] if fact in taken else None) for fact in facts),
        notes=notes,
    )


def measured(item: Item, how: Measured, period: Period, desk: Desk) -> Line:
    """So many points for each full unit of what was done."""
    points = desk.number(how.points, period)
    if points is None:
        return no_figure(item, period, desk)
    facts = [fact for fact in desk.facts(how.stream, period) if how.value in fact.values]
    sums: dict[object, tuple[date, Decimal]] = {}
    for number, fact in enumerate(facts):
        key = (
            number
            if how.over == "event"
            else period.first
            if how.over == "period"
            else start_of(how.over, fact.on, desk)
        )
        sums[key] = fact.on, sums.get(key, (fact.on, ZERO))[1] + fact.values[how.value]
    units = [(on, partly(quantity / how.per, how.part)) for on, quantity in sums.values()]
    amount, held = under_caps([(on, number * points) for on, number in units], how.caps, desk)
    return desk.settled(
        item,
        period,
        amount,
        lambda: f"每 {plain(how.per)} 计 {plain(points)} 分，共 {shown(sum_of(n for _, n in units))} 个{held}",
        lambda: tuple(source(fact, fact.values[how.value]) for fact in facts),
    )


def tiered_events(item: Item, how: TieredEvents, period: Period, desk: Desk) -> Line:
    """Each event by its own number."""
    facts = [fact for fact in desk.facts(how.stream, period) if how.value in fact.values]
    gave = [tier_amount(how.tier, fact.values[how.value]) or ZERO for fact in facts]
    amount, held = under_caps([(fact.on, gain) for fact, gain in zip(facts, gave, strict=True)], how.caps, desk)
    return desk.settled(
        item,
        period,
        amount,
        lambda: (added(plain(gain) for gain in gave) or "没有记录") + held,
        lambda: tuple(
            source(fact, gain, plain(fact.values[how.value])) for fact, gain in zip(facts, gave, strict=True)
        ),
    )


def words(item: Item, how: WordPoints, period: Period, desk: Desk) -> Line:
    """What each record's word is worth."""
    facts = desk.facts(how.stream, period)
    if why := word_trouble(how, facts, period, desk):
        return desk.none(item, period, why, sources=tuple(source(fact) for fact in facts))
    amount, held = under_caps([(fact.on, how.points[fact.text]) for fact in facts], how.caps, desk)
    return desk.settled(
        item,
        period,
        amount,
        lambda: added(f"{fact.text} {plain(how.points[fact.text])}" for fact in facts) + held,
        lambda: tuple(source(fact, how.points[fact.text]) for fact in facts),
    )


def word_trouble(how: WordPoints, facts: tuple[Fact, ...], period: Period, desk: Desk) -> str:
    """Why the words give nothing, or nothing."""
    title = desk.title(how.stream)
    if not facts:
        return f"{period.title}没有{title}"
    unknown = sorted({fact.text for fact in facts if fact.text not in how.points})
    if unknown:
        return f"办法没有规定“{'、'.join(unknown)}”"
    return f"{period.title}{title}有 {len(facts)} 份，请核对后只保留一份" if how.single and len(facts) > 1 else ""


def absent(item: Item, how: Absent, period: Period, desk: Desk) -> Line:
    """Weeks, months … without the event, each so many points; those that began out of post are not owed."""
    points = desk.number(how.points, period)
    if points is None:
        return no_figure(item, period, desk)
    facts = [fact for fact in desk.facts(how.stream, period) if qualifies(fact, (), how.value, how.least)]
    owed = [part for part in desk.each(how.each, period) if desk.subject.holds_post_on(part.first)]
    missed = [part for part in owed if not any(fact.on in part for fact in facts)]
    names = f"{desk.title(how.stream)}缺：{'、'.join(part.title for part in missed)}"
    working = f"缺 {len(missed)} 次 × {plain(points)} 分"
    notes = (names,) if missed else ()
    return desk.settled(item, period, len(missed) * points, lambda: working, notes=notes)


def no_figure(item: Item, period: Period, desk: Desk) -> Line:
    """The measure names no figure for this role or day."""
    return desk.none(item, period, f"办法没有规定{desk.subject.role or '未登记岗位'}的{item.title}")
