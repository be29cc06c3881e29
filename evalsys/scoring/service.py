"""How long somebody has served: full years or months, with tolerated, deducted and forfeited times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from evalsys.scoring.desk import Desk
from evalsys.scoring.durations import Duration, length_between, months_between, shifted
from evalsys.scoring.facts import Span
from evalsys.scoring.periods import Period
from evalsys.scoring.piles import source
from evalsys.scoring.results import Line
from evalsys.scoring.scheme import Item
from evalsys.scoring.terms import NO_STREAM, NO_TIME, Flow
from evalsys.scoring.writing import full_day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Service:
    """`service`: full years (or months) of service up to the period's last day.

    The spells are the records of `stream`, or without one the days in post. A break of at most `tolerate` does
    not interrupt; a longer one is deducted whole. A record of `forfeit` (a removal) takes away every spell that
    began on or before its day.
    """

    unit: str
    stream: Flow = NO_STREAM
    tolerate: Duration = NO_TIME
    forfeit: Flow = NO_STREAM


@dataclass(frozen=True)
class Served:
    """A service: when it would have begun without the deducted breaks, when it ends, and what was said of it."""

    since: date
    end: date
    notes: tuple[str, ...]

    @property
    def months(self) -> int:
        """The full months."""
        return months_between(self.since, self.end)

    @property
    def text(self) -> str:
        """The length in words."""
        return length_between(self.since, self.end).text


def service(item: Item, how: Service, period: Period, desk: Desk) -> Line:
    """The full years or months that count."""
    spells = (
        [Span(fact.on, fact.until) for fact in desk.all_facts(how.stream)] if how.stream else desk.subject.in_post
    )
    lost = [fact.on for fact in desk.all_facts(how.forfeit) if fact.on <= period.last] if how.forfeit else []
    served = served_by(spells, period.last, how.tolerate, max(lost, default=None))
    if served is None:
        return desk.none(item, period, "没有可计算的任职经历")
    months = served.months
    number, unit = (months // 12, "年") if how.unit == "year" else (months, "个月")
    sources = tuple(source(fact) for fact in desk.all_facts(how.stream)) if how.stream else ()
    working = f"截至{full_day(period.last)}任职 {served.text}，满 {number} {unit}"
    return desk.counted(item, period, number, working, notes=served.notes, sources=sources)


def served_by(spells: Iterable[Span], on: date, tolerate: Duration, lost: date | None = None) -> Served | None:
    """The service up to and including that day; None if there is none."""
    merged = joined([span for span in spells if span.first <= on and (lost is None or span.first > lost)], on)
    if not merged:
        return None
    since, notes = merged[0].first, []
    if lost is not None:
        notes.append(f"{full_day(lost)}被免职，此前的任职年限不计")
    for before, after in pairwise(merged):
        begun = (before.last or on) + ONE_DAY
        gap = length_between(begun, after.first)
        if after.first <= tolerate.after(begun):
            notes.append(f"{full_day(begun)}起中断{gap.text}，不超过{tolerate.text}，不扣除")
        else:
            since = shifted(since, gap.months) + timedelta(days=gap.days)
            notes.append(f"{full_day(begun)}起中断{gap.text}，予以扣除")
    return Served(since, (merged[-1].last or on) + ONE_DAY, tuple(notes))


def joined(spells: list[Span], on: date) -> list[Span]:
    """Spells in order, cut off at that day; those that overlap or meet are one."""
    found: list[Span] = []
    for span in sorted(spells, key=lambda span: span.first):
        last = min(span.last or on, on)
        if found and found[-1].last is not None and span.first <= found[-1].last + ONE_DAY:
            found[-1] = Span(found[-1].first, max(found[-1].last, last))
        else:
            found.append(Span(span.first, last))
    return found
