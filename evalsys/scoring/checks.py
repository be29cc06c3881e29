"""Gaps and contradictions in people's data, as values: what to repair before a result is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from evalsys.scoring.ballots import Ballots, tally_trouble
from evalsys.scoring.desk import Desk
from evalsys.scoring.facts import Fact
from evalsys.scoring.marks import MarkMean
from evalsys.scoring.numbers import plain
from evalsys.scoring.piles import belongs_on
from evalsys.scoring.results import Line, Problem
from evalsys.scoring.scheme import Limits, Stream
from evalsys.scoring.writing import full_day


def gaps(desk: Desk, lines: tuple[Line, ...]) -> tuple[Problem, ...]:
    """Everything that a clerk should look at before the result is published."""
    looks = (_out_of_range, _unproven, _twice, _tallies, _open_leaves)
    return tuple(dict.fromkeys([*_none(lines), *(problem for look in looks for problem in look(desk))]))


def _none(lines: tuple[Line, ...]) -> Iterator[Problem]:
    for line in lines:
        if line.why_none or line.amount is None:
            yield Problem("item-none", f"{line.title}无结果：{line.why_none}")


def _out_of_range(desk: Desk) -> Iterator[Problem]:
    for name, stream in desk.scheme.streams.items():
        if not stream.values:
            continue
        for fact in desk.facts(name, desk.period):
            for value, limits in stream.values.items():
                if value in fact.values and not limits.allow(fact.values[value]):
                    yield Problem("out-of-range", _range_text(stream, fact, value, limits))


def _range_text(stream: Stream, fact: Fact, value: str, limits: Limits) -> str:
    top = f"至 {plain(limits.high)}" if limits.high is not None else "以上"
    name = "" if value == "mark" else f"「{value}」"
    return (
        f"{full_day(fact.on)}{stream.title}{name}为 {plain(fact.values[value])}，"
        f"应在 {plain(limits.low)} {top}、每档 {plain(limits.step)}，请更正"
    )


def _unproven(desk: Desk) -> Iterator[Problem]:
    """Records without the reason or the evidence that the measure asks for."""
    for name, stream in desk.scheme.streams.items():
        for fact in desk.facts(name, desk.period) if stream.needs else ():
            if "reason" in stream.needs and not fact.text:
                yield Problem("no-reason", f"{full_day(fact.on)}的{stream.title}没有写明事由，请补填")
            if "evidence" in stream.needs and not fact.evidence:
                yield Problem("no-evidence", f"{full_day(fact.on)}的{stream.title}没有佐证材料，请补交证书或文件")


def _twice(desk: Desk) -> Iterator[Problem]:
    """Two marks for one week both count, because both exist; somebody should say which holds."""
    for item in desk.scheme.items.values():
        if not isinstance(item.how, MarkMean):
            continue
        stream = desk.scheme.streams[item.how.stream]
        days = Counter(belongs_on(desk.scheme, fact, stream.on) for fact in desk.facts(stream.name, desk.period))
        for day, times in days.items():
            if times > 1:
                yield Problem("twice", f"{full_day(day)}的{stream.title}有 {times} 份，均已计入平均，请核对")


def _tallies(desk: Desk) -> Iterator[Problem]:
    for item in desk.scheme.items.values():
        if isinstance(item.how, Ballots):
            for fact in desk.facts(item.how.stream, desk.period):
                if trouble := tally_trouble(item.how, fact):
                    title = desk.scheme.streams[item.how.stream].title
                    yield Problem("tally", f"{desk.period.title}{title}不符：{trouble}，请核对")


def _open_leaves(desk: Desk) -> Iterator[Problem]:
    for leave in desk.leaves:
        if leave.last is None and leave.first <= desk.period.last:
            yield Problem("leave-open", f"{full_day(leave.first)}起的请假没有结束日期，暂计到期末，请补填")
