"""Facts as people write them in a file of examples: by their shape it is clear what each entry means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from evalsys.scoring.facts import Calendar, Dossier, Fact, Span, Subject
from evalsys.scoring.numbers import exact
from evalsys.scoring.periods import Period
from evalsys.scoring.scheme import Scheme, Stream
from evalsys.scoring.terms import Flow

LONG_BEFORE = date(2000, 1, 1)
NUMBER = re.compile(r"-?\d+(\.\d+)?")
TIMES = re.compile(r"(\d+)次")
TALLY = re.compile(r"([^\d\s]+)(-?\d+(?:\.\d+)?)\s*")
SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})?")
EVERY_WORKDAY = "每个工作日"
COUNT_NAMES = {"发出": "handed-out", "收回": "returned"}
FACT_KEYS = {"on", "until", "text", "by", "evidence", "recorded"}


class Trouble(ValueError):
    """What is wrong with one entry, and where below the subject it stands."""

    def __init__(self, says: str, *path: str | int):
        super().__init__(says)
        self.path = path


@dataclass(frozen=True)
class Frame:
    """What an entry is read with: its stream, the example's period, the scheme's own periods, the workdays."""

    stream: Stream
    period: Period
    scheme: Scheme
    calendar: Calendar

    def start_of(self, code: str) -> date:
        """The first day of a code; of a day, itself."""
        try:
            return self.scheme.period(code).first
        except ValueError as unknown:
            raise Trouble(f"{code!r} 不是日期或周期，请写成 2026-04-20、2026-04、2026Q2 这样") from unknown

    def values(self, numbers: list[Decimal]) -> dict[str, Decimal]:
        """Numbers in the order of the stream's values."""
        names = list(self.stream.values)
        if len(numbers) != len(names):
            raise Trouble(f"{self.stream.title}要 {len(names)} 个数（{'、'.join(names)}），现在是 {len(numbers)} 个")
        return dict(zip(names, numbers, strict=True))


def dossier_of(
    row: Mapping[str, Any],
    shared: Mapping[str, Any],
    number: int,
    scheme: Scheme,
    period: Period,
    calendar: Calendar,
) -> Dossier:
    """One subject's facts. Raises Trouble."""
    name = str(row.get("name", f"第 {number + 1} 人"))
    posts = row.get("posts")
    spans = tuple(span_of(written) for written in posts) if posts else (post_of(row),)
    subject = Subject(f"{number + 1}:{name}", name, spans, str(row.get("role", "")), str(row.get("place", "")))
    facts: list[Fact] = []
    recorded = row.get("recorded", {})
    for stream, written in {**shared, **row.get("facts", {})}.items():
        if stream not in scheme.streams:
            known = "、".join(scheme.streams)
            raise Trouble(f"办法里没有记录 {stream}，请改正名称；已登记的：{known}", "facts", stream)
        frame = Frame(scheme.streams[Flow(stream)], period, scheme, calendar)
        try:
            facts += late(read(frame, written), recorded.get(stream, {}))
        except (TypeError, AttributeError, KeyError) as shape:
            raise Trouble(f"{stream} 的写法看不懂：{written!r}", "facts", stream) from shape
        except Trouble as trouble:
            raise Trouble(str(trouble), "facts", stream) from trouble
    return Dossier(subject, tuple(replace(fact, ref=f"{fact.kind}:{n}") for n, fact in enumerate(facts, start=1)))


def post_of(row: Mapping[str, Any]) -> Span:
    """From when until when the subject is in post; a long time already, unless it is written."""
    return Span(row.get("from", LONG_BEFORE), row.get("to"))


def span_of(written: str) -> Span:
    """A run of days, written 2026-05-11..2026-05-15; without an end it goes on."""
    found = SPAN.fullmatch(written)
    if not found:
        raise Trouble(f"{written!r} 不是起止日期，请写成 2026-05-11..2026-05-15")
    try:
        return Span(date.fromisoformat(found[1]), date.fromisoformat(found[2]) if found[2] else None)
    except ValueError as wrong:
        raise Trouble(f"{written!r} 里没有这样的日期") from wrong


def late(facts: Iterator[Fact], recorded: Mapping[str, date]) -> Iterator[Fact]:
    """The facts with the day on which they were written down; the same day, unless the example says another."""
    for fact in facts:
        yield fact if fact.recorded_on else replace(fact, recorded_on=recorded.get(fact.on.isoformat(), fact.on))


def read(frame: Frame, written: Any, on: date | None = None) -> Iterator[Fact]:
    """The facts of one entry; `on` is the day that they belong to, by default the period's first."""
    day = on or frame.period.first
    if isinstance(written, Mapping):
        yield from of_table(frame, written, on)
    elif isinstance(written, list):
        yield from of_list(frame, written, day)
    elif isinstance(written, (datetime, bool)):
        raise Trouble(f"{written!r} 看不懂，请写日期、数、次数或文字")
    elif isinstance(written, date):
        yield fact_of(frame, written)
    elif isinstance(written, int) or NUMBER.fullmatch(written):
        yield fact_of(frame, day, frame.values([exact(written)]))
    else:
        yield from of_text(frame, written, day)


def of_text(frame: Frame, written: str, day: date) -> Iterator[Fact]:
    """Words: every workday, so many times, a span, a tally, or a word of the record."""
    if written == EVERY_WORKDAY:
        yield from (fact_of(frame, day) for day in frame.period.days() if frame.calendar.is_workday(day))
    elif found := TIMES.fullmatch(written):
        yield from (fact_of(frame, day, by=str(number + 1)) for number in range(int(found[1])))
    elif SPAN.fullmatch(written):
        span = span_of(written)
        yield fact_of(frame, span.first, until=span.last)
    elif frame.stream.values and "".join(match[0] for match in TALLY.finditer(written)) == written:
        counts = {COUNT_NAMES.get(match[1], match[1]): exact(match[2]) for match in TALLY.finditer(written)}
        if unknown := counts.keys() - frame.stream.values.keys():
            raise Trouble(f"{frame.stream.title}没有「{'、'.join(sorted(unknown))}」这个数")
        yield fact_of(frame, day, counts)
    else:
        yield fact_of(frame, day, text=written)


def of_list(frame: Frame, written: list[Any], day: date) -> Iterator[Fact]:
    """A sheet of several numbers, or several entries."""
    if len(frame.stream.values) > 1 and all(is_number(one) for one in written):
        yield fact_of(frame, day, frame.values([exact(one) for one in written]))
        return
    for number, one in enumerate(written, start=1):
        for fact in read(frame, one, day):
            yield fact if fact.by else replace(fact, by=str(number))


def of_table(frame: Frame, written: Mapping[str, Any], on: date | None) -> Iterator[Fact]:
    """One entry in full, the numbers of one record by name, or entries by their day or period."""
    if FACT_KEYS & written.keys():
        yield in_full(frame, written, on or frame.period.first)
    elif written and written.keys() <= frame.stream.values.keys():
        yield fact_of(frame, on or frame.period.first, {name: exact(number) for name, number in written.items()})
    else:
        for code, inner in written.items():
            start = frame.start_of(code)
            if frame.stream.on == "day" and isinstance(inner, list) and all(type(one) is int for one in inner):
                yield from (fact_of(frame, start.replace(day=number)) for number in inner)
            else:
                yield from read(frame, inner, start)


def in_full(frame: Frame, written: Mapping[str, Any], day: date) -> Fact:
    """One entry with everything that can be said of it."""
    numbers = {name: exact(number) for name, number in written.items() if name not in FACT_KEYS}
    if unknown := numbers.keys() - frame.stream.values.keys():
        raise Trouble(f"{frame.stream.title}没有「{'、'.join(sorted(unknown))}」这个数")
    return Fact(
        frame.stream.name,
        written.get("on", day),
        numbers,
        str(written.get("text", "")),
        str(written.get("by", "")),
        written.get("until"),
        written.get("recorded"),
        evidence=str(written.get("evidence", "")),
    )


def is_number(written: Any) -> bool:
    """Is it a whole number, or one written as text?"""
    return type(written) is int or (isinstance(written, str) and bool(NUMBER.fullmatch(written)))


def fact_of(
    frame: Frame,
    on: date,
    values: Mapping[str, Decimal] | None = None,
    text: str = "",
    by: str = "",
    until: date | None = None,
) -> Fact:
    """One entry of the frame's stream."""
    return Fact(frame.stream.name, on, values or {}, text, by, until)
