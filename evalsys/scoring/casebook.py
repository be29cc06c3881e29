"""Worked examples of a measure: facts and the results that an office signed, worked out again and compared."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any, TypeVar

from evalsys.scoring.examples import PROBLEMS, SAID, UNSAID, Case, Casebook, Entry, Expected, Refusal
from evalsys.scoring.facts import Calendar
from evalsys.scoring.layout import Spot, spots
from evalsys.scoring.loading import SchemeMistakes
from evalsys.scoring.mistakes import Bare, Mistake
from evalsys.scoring.scheme import Scheme
from evalsys.scoring.telling import Trouble, dossier_of, span_of
from evalsys.scoring.terms import Flow

Whole = TypeVar("Whole")

TOP_KEYS = {"title", "scheme", "calendar", "case", "refusal", "entry"}
CASE_KEYS = {"name", "clause", "period", "subject", "facts"}
WORDS = (SAID, PROBLEMS, UNSAID)
SUBJECT_KEYS = {"name", "role", "place", "from", "to", "posts", "facts", "recorded", "expect", *WORDS}


class Reader:
    """Reads a file of examples and collects what is wrong with it."""

    def __init__(self, text: str, file: str, scheme: Scheme):
        self.file, self.scheme = file, scheme
        self.places: Mapping[tuple[str | int, ...], Spot] = spots(text)
        self.mistakes: list[Mistake] = []
        try:
            self.data: dict[str, Any] = tomllib.loads(text, parse_float=Bare)
        except tomllib.TOMLDecodeError as error:
            self.wrong((), "全文", f"不是正确的 TOML：{error}")
            raise SchemeMistakes(tuple(self.mistakes)) from error

    def wrong(self, path: tuple[str | int, ...], where: str, says: str, clause: str = "") -> None:
        """Write a mistake down."""
        while path and path not in self.places:
            path = path[:-1]
        self.mistakes.append(Mistake(self.file, where, says, self.places[path].line if path else 0, clause))

    def done(self) -> None:
        """Raise everything that was wrong."""
        if self.mistakes:
            raise SchemeMistakes(tuple(self.mistakes))

    def calendar(self) -> Calendar:
        """The workdays that the examples reckon with; without a notice the weekdays alone."""
        data = self.data.get("calendar", {})
        try:
            holidays = frozenset(day for written in data.get("holidays", ()) for day in days_of(written))
            years = {data["year"]} if "year" in data else set(data.get("years", ()))
            return Calendar(holidays, frozenset(data.get("makeup", ())), frozenset(years))
        except (Trouble, TypeError, AttributeError) as trouble:
            self.wrong(("calendar",), "[calendar]", f"日历写法不对：{trouble}")
            return Calendar()

    def case(self, data: Mapping[str, Any], path: tuple[str | int, ...], calendar: Calendar) -> Case | None:
        """One example; None if it cannot be read."""
        name, clause = str(data.get("name", "算例")), str(data.get("clause", ""))
        self.unknown(data, CASE_KEYS, path, name, clause)
        try:
            period = self.scheme.period(str(data.get("period", "")))
        except ValueError:
            says = f"period 写的是 {data.get('period')!r}，请写成 2026Q2、2026-04、2026 这样"
            self.wrong((*path, "period"), name, says, clause)
            return None
        rows = data.get("subject", ())
        if not isinstance(rows, list) or not rows:
            self.wrong(path, name, "没有写是谁的算例，请加 [[case.subject]]", clause)
            return None
        shared = data.get("facts", {})
        dossiers, expected = [], []
        for number, row in enumerate(rows):
            here = (*path, "subject", number)
            who = f"{name}：{row.get('name', f'第 {number + 1} 人')}"
            self.unknown(row, SUBJECT_KEYS, here, who, clause)
            try:
                dossiers.append(dossier_of(row, shared, number, self.scheme, period, calendar))
                expected.append(expected_of(row))
            except Trouble as trouble:
                self.wrong((*here, *trouble.path), who, str(trouble), clause)
        return Case(name, clause, period, tuple(dossiers), tuple(expected))

    def whole(self, record: type[Whole], row: Mapping[str, Any], path: tuple[str | int, ...]) -> Whole | None:
        """A record all of whose keys stand there, words as words and lists as lists."""
        names = [field.name for field in fields(record)]  # type: ignore[arg-type]
        if not isinstance(row, dict) or set(row) != set(names):
            self.wrong(path, str(path[0]), f"要写这几项，不多不少：{'、'.join(names)}")
            return None
        return record(**{key: tuple(map(str, v)) if isinstance(v, list) else str(v) for key, v in row.items()})

    def entry(self, row: Mapping[str, Any], path: tuple[str | int, ...]) -> Entry | None:
        """Which numbers may be entered; the stream and its values must be the measure's."""
        entry = self.whole(Entry, row, path)
        if entry is None:
            return None
        stream = self.scheme.streams.get(Flow(entry.stream))
        unknown = [value for value in entry.values if stream is None or value not in stream.values]
        if unknown:
            self.wrong(path, entry.name, f"记录 {entry.stream} 没有「{'、'.join(unknown)}」这个数", entry.clause)
            return None
        return entry

    def unknown(
        self, data: Mapping[str, Any], known: set[str], path: tuple[str | int, ...], where: str, clause: str
    ) -> None:
        """A misspelt key must not be passed over."""
        for key in sorted(data.keys() - known):
            says = f"不认识的键 {key}，请删去或改正；这里可用的键：{'、'.join(sorted(known))}"
            self.wrong((*path, key), where, says, clause)


def days_of(written: Any) -> list[date]:
    """Each day of a run, or the one day."""
    if isinstance(written, date):
        return [written]
    span = span_of(str(written))
    last = span.last or span.first
    return [span.first + timedelta(days=number) for number in range((last - span.first).days + 1)]


def expected_of(row: Mapping[str, Any]) -> Expected:
    """What the subject should get."""
    results = row.get("expect", {})
    if not isinstance(results, dict):
        raise Trouble("expect 应当是一个表（键 = 值）", "expect")
    numbers = {key: str(value) for key, value in results.items() if key not in WORDS}
    says, problems, unsaid = (tuple(results.get(key, row.get(key, ()))) for key in WORDS)
    if not (numbers or says or problems or unsaid):
        raise Trouble("没有写应得的结果，请加 expect", "expect")
    return Expected(numbers, says, problems, unsaid)


def read_casebook(text: str, file: str, scheme: Scheme) -> Casebook:
    """The worked examples in that text. Raises SchemeMistakes with everything that is wrong with it."""
    reader = Reader(text, file, scheme)
    if reader.data.get("scheme", scheme.id) != scheme.id:
        reader.wrong(("scheme",), "scheme", f"这是 {reader.data['scheme']} 的算例，不是 {scheme.id} 的")
    reader.unknown(reader.data, TOP_KEYS, (), "全文", "")
    calendar = reader.calendar()
    made = [reader.case(row, ("case", n), calendar) for n, row in enumerate(reader.data.get("case", ()))]
    refusals = [reader.whole(Refusal, row, ("refusal", n)) for n, row in enumerate(reader.data.get("refusal", ()))]
    entries = [reader.entry(row, ("entry", n)) for n, row in enumerate(reader.data.get("entry", ()))]
    reader.done()
    return Casebook(
        str(reader.data.get("title", scheme.title)),
        scheme,
        calendar,
        tuple(case for case in made if case),
        tuple(refusal for refusal in refusals if refusal),
        tuple(entry for entry in entries if entry),
    )


def read_facts(text: str, file: str, scheme: Scheme) -> tuple[Case, Calendar]:
    """One group's facts without results: `period`, `[[subject]]` with its facts, and the calendar if need be."""
    reader = Reader(text, file, scheme)
    calendar = reader.calendar()
    data = {key: value for key, value in reader.data.items() if key != "calendar"}
    data["subject"] = [{"expect": {"score": ""}, **row} for row in data.get("subject", ()) if isinstance(row, dict)]
    case = reader.case(data, (), calendar)
    reader.done()
    if case is None:
        raise SchemeMistakes((Mistake(file, "全文", "没有可计算的材料"),))
    return case, calendar
