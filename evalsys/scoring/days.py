"""Item kinds that count days: what was owed, and on how many of those days something was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from evalsys.scoring.desk import Desk
from evalsys.scoring.facts import Fact, Span
from evalsys.scoring.periods import Period
from evalsys.scoring.piles import source
from evalsys.scoring.results import Line
from evalsys.scoring.scheme import Item
from evalsys.scoring.terms import Flow, PeriodKind
from evalsys.scoring.writing import day_text, days_text, full_day


@dataclass(frozen=True)
class OwedDays:
    """`owed-days`: the period's workdays in post, less approved leave. It has no settings of its own."""


@dataclass(frozen=True)
class DoneDays:
    """`done-days`: owed days with at least one entry; an entry is late after `late_after` days, if the measure
    speaks of late ones.
    """

    stream: Flow
    late_after: int | None = None


@dataclass(frozen=True)
class OwedPeriods:
    """`owed-periods`: the weeks, months … of the period that began when the subject was already in post."""

    each: PeriodKind


@dataclass(frozen=True)
class DonePeriods:
    """`done-periods`: those of them with at least one entry; the others are named."""

    stream: Flow
    each: PeriodKind


def owed_days(item: Item, how: OwedDays, period: Period, desk: Desk) -> Line:
    """Workdays, less those out of post, less those on leave."""
    everyone, own = len(desk.workdays(period)), len(desk.in_post(period))
    owed = len(desk.owed(period))
    working = f"{counted_days(desk)} {everyone} 天"
    if everyone > own:
        working += f" - 不在岗 {everyone - own} 天"
    if own > owed:
        working += f" - 请假 {own - owed} 天"
    return desk.counted(item, period, owed, f"{working} = {owed} 天", notes=tuple(_owed_notes(period, desk)))


def counted_days(desk: Desk) -> str:
    """What the measure calls the days that it counts."""
    return "自然日" if desk.scheme.days == "all" else "工作日"


def _owed_notes(period: Period, desk: Desk) -> Iterator[str]:
    word = counted_days(desk)
    for span in desk.subject.in_post:
        if span.first in period and span.first != desk.period.first:
            yield f"{full_day(span.first)}到任，此前的{word}不计"
        if span.last is not None and span.last in period and span.last != desk.period.last:
            yield f"{full_day(span.last)}离任，此后的{word}不计"
    for leave in desk.leaves:
        days = [day for day in desk.in_post(period) if day in leave]
        if days:
            yield f"请假 {_span_text(leave)}，其中{period.title}{word} {len(days)} 天不计应记"


def _span_text(leave: Span) -> str:
    if leave.last == leave.first:
        return full_day(leave.first)
    end = full_day(leave.last) if leave.last else "（未销假）"
    return f"{full_day(leave.first)}至{end}"


def owed_periods(item: Item, how: OwedPeriods, period: Period, desk: Desk) -> Line:
    """Who arrives in the middle of a week, month … owes from the next one on."""
    everyone, owed = desk.each(how.each, period), begun_in_post(how.each, period, desk)
    late = f"，其中 {len(everyone) - len(owed)} 个开始时未到任" if len(owed) < len(everyone) else ""
    return desk.counted(item, period, len(owed), f"本期 {len(everyone)} 个{late}，应完成 {len(owed)} 个")


def begun_in_post(kind: str, period: Period, desk: Desk) -> list[Period]:
    """The weeks, months … of the period on whose first day the subject was in post."""
    return [part for part in desk.each(kind, period) if desk.subject.holds_post_on(part.first)]


def done_periods(item: Item, how: DonePeriods, period: Period, desk: Desk) -> Line:
    """One entry is enough for a week, month …; more of them raise nothing."""
    owed, facts = begun_in_post(how.each, period, desk), desk.facts(how.stream, period)
    missed = [part for part in owed if not any(fact.on in part for fact in facts)]
    title = desk.title(how.stream)
    notes = (f"缺{title}：{'、'.join(part.title for part in missed)}",) if missed else ()
    working = f"有{title}的 {len(owed) - len(missed)} 个"
    sources = tuple(source(fact) for fact in facts)
    return desk.counted(item, period, len(owed) - len(missed), working, notes=notes, sources=sources)


def done_days(item: Item, how: DoneDays, period: Period, desk: Desk) -> Line:
    """Owed days with an entry. A late entry counts; an entry on a day not owed is kept and raises nothing."""
    owed = set(desk.owed(period))
    entries = desk.facts(how.stream, period)
    counted = [fact for fact in entries if fact.on in owed]
    done = len({fact.on for fact in counted})
    sources = tuple(source(fact, remark="迟录" if is_late(fact, how.late_after) else "") for fact in counted)
    title = desk.scheme.streams[how.stream].title
    notes = _done_notes(entries, how, period, title, [fact for fact in entries if fact.on not in owed])
    working = f"有{title}的应记日 {done} 天"
    return desk.counted(item, period, done, working, notes=tuple(notes), sources=sources)


def _done_notes(
    entries: tuple[Fact, ...], how: DoneDays, period: Period, title: str, aside: list[Fact]
) -> Iterator[str]:
    late = [fact for fact in entries if is_late(fact, how.late_after)]
    if late:
        recorded = "、".join(
            f"{day_text(fact.on)}（{day_text(fact.recorded_on)}填）" for fact in late if fact.recorded_on
        )
        yield f"{period.title}迟录{title} {len(late)} 条：{recorded}，照常计算"
    if aside:
        days = days_text(fact.on for fact in aside)
        yield f"{period.title}非应记日的{title} {len(aside)} 条（{days}），保留，不计入"


def is_late(fact: Fact, late_after: int | None) -> bool:
    """Was the entry recorded more than that many calendar days after its day?"""
    if late_after is None:
        return False
    return fact.recorded_on is not None and fact.recorded_on > fact.on + timedelta(days=late_after)
