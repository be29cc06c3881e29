"""Item kinds that read marks: one assessor's marks over weeks, several judges' marks, a sheet of marks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evalsys.scoring.desk import Desk
from evalsys.scoring.facts import Fact
from evalsys.scoring.numbers import plain
from evalsys.scoring.periods import Period, week_of
from evalsys.scoring.piles import source
from evalsys.scoring.results import Line, Source
from evalsys.scoring.scheme import Item
from evalsys.scoring.terms import Flow
from evalsys.scoring.writing import added, day_text, mean_of, sum_of


@dataclass(frozen=True)
class Mark:
    """`mark`: the one number that an assessor chose within the stream's limits; outside them it is refused.

    Without a record: none, or `unmarked` where the measure says what that counts as.
    """

    stream: Flow
    value: str
    unmarked: Decimal | None = None


@dataclass(frozen=True)
class MarkMean:
    """`mark-mean`: the mean of the marks that exist; `name_missing` names the weeks … without one."""

    stream: Flow
    value: str
    name_missing: bool = False


@dataclass(frozen=True)
class MarkSum:
    """`mark-sum`: one sheet of marks, summed; `name_missing` names a period without a sheet."""

    stream: Flow
    values: tuple[str, ...]
    name_missing: bool = False


@dataclass(frozen=True)
class Step:
    """From so many marks on, drop so many of the highest and as many of the lowest."""

    least: int
    drop: int


@dataclass(frozen=True)
class JudgesMean:
    """`judges-mean`: several judges' mean; how many extremes are dropped depends on their number."""

    stream: Flow
    value: str
    steps: tuple[Step, ...]


def mark(item: Item, how: Mark, period: Period, desk: Desk) -> Line:
    """The period's one mark. Two of them decide nothing until one is withdrawn."""
    facts = [fact for fact in desk.facts(how.stream, period) if how.value in fact.values]
    title = desk.title(how.stream)
    if not facts and how.unmarked is not None:
        given = how.unmarked
        return desk.settled(item, period, given, lambda: f"没有{title}，计 {plain(given)}")
    if len(facts) != 1:
        why = (
            f"{period.title}{title}有 {len(facts)} 份，请核对后只保留一份" if facts else f"{period.title}没有{title}"
        )
        return desk.none(item, period, why, sources=tuple(source(fact, fact.values[how.value]) for fact in facts))
    given = facts[0].values[how.value]
    limits = desk.scheme.streams[how.stream].values[how.value]
    if not limits.allow(given):
        why = f"{title} {plain(given)} 超出办法规定的范围，请更正"
        return desk.none(item, period, why, sources=(source(facts[0], given),))
    return desk.settled(item, period, given, lambda: plain(given), lambda: (source(facts[0], given),))


def mark_mean(item: Item, how: MarkMean, period: Period, desk: Desk) -> Line:
    """The mean of the marks that exist; missing ones are named and do not count as zero."""
    facts = [fact for fact in desk.facts(how.stream, period) if how.value in fact.values]
    notes = tuple(_missing_notes(how, period, desk, facts)) if how.name_missing else ()
    marks = [fact.values[how.value] for fact in facts]
    if not marks:
        why = f"{period.title}没有{desk.scheme.streams[how.stream].title}"
        return desk.none(item, period, why, notes=notes)
    return desk.settled(
        item,
        period,
        sum_of(marks) / len(marks),
        lambda: mean_of([plain(mark) for mark in marks]),
        lambda: tuple(source(fact, fact.values[how.value]) for fact in facts),
        notes=notes,
    )


def _missing_notes(how: MarkMean, period: Period, desk: Desk, facts: list[Fact]) -> list[str]:
    stream = desk.scheme.streams[how.stream]
    missing = [part for part in desk.expected(stream.on, period) if not any(fact.on in part for fact in facts)]
    if not missing:
        return []
    names = "、".join(_name_of(part) for part in missing)
    return [f"{period.title}缺{stream.title}：{names}"]


def _name_of(part: Period) -> str:
    """A week is named by its Monday, the way the marking sheet does."""
    return f"{day_text(week_of(part.first).first)}（周一）当周" if part.kind == "week" else part.title


def mark_sum(item: Item, how: MarkSum, period: Period, desk: Desk) -> Line:
    """The period's one sheet, summed. Two sheets for one period decide nothing until one is withdrawn."""
    facts = desk.facts(how.stream, period)
    title = desk.scheme.streams[how.stream].title
    if not facts:
        wanted = how.name_missing and desk.owed(period)
        notes = (f"缺{period.title}{title}",) if wanted else ()
        return desk.none(item, period, f"{period.title}没有{title}", notes=notes)
    if why := _sheet_trouble(how, facts, f"{period.title}{title}"):
        return desk.none(item, period, why, notes=(why,), sources=sheets(facts))
    marks = [facts[0].values[name] for name in how.values]
    return desk.settled(
        item,
        period,
        sum_of(marks),
        lambda: added(f"{name} {plain(mark)}" for name, mark in zip(how.values, marks, strict=True)),
        lambda: sheets(facts),
    )


def sheets(facts: tuple[Fact, ...]) -> tuple[Source, ...]:
    """Each sheet with the sum of its marks."""
    return tuple(source(fact, sum_of(fact.values.values())) for fact in facts)


def _sheet_trouble(how: MarkSum, facts: tuple[Fact, ...], title: str) -> str:
    if len(facts) > 1:
        return f"{title}有 {len(facts)} 份，请核对后只保留一份"
    blank = [name for name in how.values if name not in facts[0].values]
    return f"{title}缺「{'、'.join(blank)}」，请补填" if blank else ""


def judges_mean(item: Item, how: JudgesMean, period: Period, desk: Desk) -> Line:
    """The judges' mean; the dropped marks are named, and too few marks give none."""
    facts = [fact for fact in desk.facts(how.stream, period) if how.value in fact.values]
    ranked = sorted(facts, key=lambda fact: (fact.values[how.value], fact.by, fact.ref))
    step = next((step for step in how.steps if len(ranked) >= step.least), None)
    if step is None:
        least = min(step.least for step in how.steps)
        why = f"只有 {len(ranked)} 人评分，不足 {least} 人，不计" if ranked else "无人评分，不计"
        sources = tuple(source(fact, fact.values[how.value]) for fact in facts)
        return desk.none(item, period, why, sources=sources)
    low, high = ranked[: step.drop], ranked[len(ranked) - step.drop :]
    return _kept_mean(item, how, period, desk, facts, low, high)


def _kept_mean(
    item: Item,
    how: JudgesMean,
    period: Period,
    desk: Desk,
    facts: list[Fact],
    low: list[Fact],
    high: list[Fact],
) -> Line:
    dropped = {id(fact): "最低，去掉" for fact in low} | {id(fact): "最高，去掉" for fact in high}
    kept = [fact.values[how.value] for fact in facts if id(fact) not in dropped]
    left_out = f"去掉最高 {_list(high, how)}、最低 {_list(low, how)}；" if dropped else ""
    return desk.settled(
        item,
        period,
        sum_of(kept) / Decimal(len(kept)),
        lambda: left_out + mean_of([plain(mark) for mark in kept]),
        lambda: tuple(source(fact, fact.values[how.value], dropped.get(id(fact), "")) for fact in facts),
    )


def _list(facts: list[Fact], how: JudgesMean) -> str:
    return "、".join(plain(fact.values[how.value]) for fact in facts)
