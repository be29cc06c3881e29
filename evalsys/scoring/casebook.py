"""Worked examples of a measure: facts and the results that an office signed, worked out again and compared."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from evalsys.scoring.compute import NotInForce, evaluate
from evalsys.scoring.facts import Calendar, Dossier
from evalsys.scoring.figures import with_figures
from evalsys.scoring.layout import Spot, spots
from evalsys.scoring.loading import SchemeMistakes, read_scheme
from evalsys.scoring.numbers import snap
from evalsys.scoring.periods import Period
from evalsys.scoring.reading import Bare, Mistake
from evalsys.scoring.results import Result
from evalsys.scoring.scheme import SCORE, Flow, Scheme
from evalsys.scoring.telling import Trouble, dossier_of, span_of
from evalsys.scoring.writing import shown

Whole = TypeVar("Whole")

SAID, PROBLEMS = "says", "problems"
NOTHING = "无"
TOP_KEYS = {"title", "scheme", "calendar", "case", "refusal", "entry"}
CASE_KEYS = {"name", "clause", "period", "subject", "facts"}
SUBJECT_KEYS = {"name", "role", "place", "from", "to", "posts", "facts", "recorded", "expect", SAID, PROBLEMS}


@dataclass(frozen=True)
class Difference:
    """One thing that came out otherwise than signed."""

    key: str
    expected: str
    got: str


@dataclass(frozen=True)
class Expected:
    """What one subject should get: results by key ("score", "grade", "item@period"), notes and problems."""

    results: Mapping[str, str]
    says: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One worked example: a group, one period, and what each of the group should get."""

    name: str
    clause: str
    period: Period
    dossiers: tuple[Dossier, ...]
    expected: tuple[Expected, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """A change of the measure that must be refused, such as shares that make 95%."""

    name: str
    clause: str
    figure: str
    value: str
    says: str


@dataclass(frozen=True)
class Entry:
    """Which numbers may be entered for some values of a stream, and which are refused."""

    name: str
    clause: str
    stream: str
    values: tuple[str, ...]
    allowed: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True)
class Casebook:
    """A file of worked examples, read for one scheme."""

    title: str
    scheme: Scheme
    calendar: Calendar
    cases: tuple[Case, ...]
    refusals: tuple[Refusal, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How one subject of one example came out; `result` is None where the example itself could not be reckoned.

    `at` is the place of the example and of the subject in the file.
    """

    case: str
    clause: str
    subject: str
    result: Result | None
    differences: tuple[Difference, ...]
    at: tuple[int, int] = (0, 0)

    @property
    def passed(self) -> bool:
        """Did everything come out as signed?"""
        return not self.differences


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
    numbers = {key: str(value) for key, value in results.items() if key not in (SAID, PROBLEMS)}
    says, problems = (tuple(results.get(key, row.get(key, ()))) for key in (SAID, PROBLEMS))
    if not (numbers or says or problems):
        raise Trouble("没有写应得的结果，请加 expect", "expect")
    return Expected(numbers, says, problems)


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


# Working the examples out


def run(book: Casebook) -> tuple[Outcome, ...]:
    """Every subject of every example, and every change that must be refused."""
    found = [outcome for n, case in enumerate(book.cases) for outcome in run_case(book, case, n)]
    return (*found, *run_limits(book))


def run_limits(book: Casebook) -> list[Outcome]:
    """The changes that must be refused, and the numbers that may or may not be entered."""
    refusals = [run_refusal(book, refusal) for refusal in book.refusals]
    return refusals + [run_entry(book, entry) for entry in book.entries]


def run_case(book: Casebook, case: Case, number: int) -> list[Outcome]:
    """One example."""
    try:
        results = evaluate(book.scheme, case.dossiers, case.period, book.calendar)
    except NotInForce as beyond:
        differences = (Difference("period", case.period.title, str(beyond)),)
        return [Outcome(case.name, case.clause, "", None, differences, (number, 0))]
    return [
        Outcome(case.name, case.clause, result.name, result, compared(result, expected), (number, place))
        for place, (result, expected) in enumerate(zip(results, case.expected, strict=True))
    ]


def compared(result: Result, expected: Expected) -> tuple[Difference, ...]:
    """Everything that is not as signed."""
    found = [Difference(*one) for one in got_for(result, expected) if not as_signed(*one)]
    for note in expected.says:
        if not any(note in said for said in result.notes):
            found.append(Difference(SAID, note, "；".join(result.notes) or NOTHING))
    for problem in expected.problems:
        if not any(problem in told.says for told in result.problems):
            found.append(Difference(PROBLEMS, problem, "；".join(told.says for told in result.problems) or NOTHING))
    return tuple(found)


def got_for(result: Result, expected: Expected) -> list[tuple[str, str, str]]:
    """Each key with what was signed and what came out."""
    return [(key, wanted, found(result, key)) for key, wanted in expected.results.items()]


def found(result: Result, key: str) -> str:
    """What came out for a key: the score, the grade, or an item's amount (of a period)."""
    if key == SCORE:
        return NOTHING if result.score is None else f"{result.score:f}"
    if key == "grade":
        return result.grade or NOTHING
    item, _, code = key.partition("@")
    line = result.find(item, code or None)
    if line is None:
        return "没有这一项"
    return NOTHING if line.amount is None else shown(line.amount)


def as_signed(key: str, wanted: str, got: str) -> bool:
    """Is it what was signed? A score that was signed with decimals is published with just as many."""
    return wanted == got if key == SCORE and "." in wanted else same(wanted, got)


def same(wanted: str, got: str) -> bool:
    """Equal as written, or the same exact number."""
    if wanted == got:
        return True
    try:
        return snap(Decimal(wanted)) == snap(Decimal(got))
    except InvalidOperation:
        return False


def run_refusal(book: Casebook, refusal: Refusal) -> Outcome:
    """The measure with one figure changed must not be taken."""
    try:
        read_scheme(with_figures(book.scheme.text, {refusal.figure: refusal.value}), book.scheme.id)
        got = "没有拒绝"
    except SchemeMistakes as mistakes:
        got = str(mistakes)
    except (KeyError, ValueError) as wrong:
        got = f"改不了这个数：{wrong}"
    differences = () if refusal.says in got else (Difference("refusal", refusal.says, got),)
    return Outcome(refusal.name, refusal.clause, refusal.figure, None, differences)


def run_entry(book: Casebook, entry: Entry) -> Outcome:
    """Each number is allowed or refused as signed, for every value named."""
    differences = []
    for value in entry.values:
        limits = book.scheme.streams[Flow(entry.stream)].values[value]
        for written, wanted in ((entry.allowed, "可填"), (entry.refused, "不可填")):
            for number in written:
                got = "可填" if limits.allow(Decimal(number)) else "不可填"
                if got != wanted:
                    differences.append(Difference(f"{value} {number}", wanted, got))
    return Outcome(entry.name, entry.clause, entry.stream, None, tuple(differences))


def accepted(text: str, outcomes: Iterable[Outcome]) -> str:
    """The examples' text with what came out in place of what was signed; notes and problems are left to people."""
    places = spots(text)
    changes = []
    for outcome in outcomes:
        case, subject = outcome.at
        for one in outcome.differences:
            spot = places.get(("case", case, "subject", subject, "expect", one.key))
            if spot and one.key not in (SAID, PROBLEMS):
                changes.append((spot, one.got))
    for spot, got in sorted(changes, key=lambda change: change[0].start, reverse=True):
        text = f'{text[: spot.start]}"{got}"{text[spot.stop :]}'
    return text


def told(outcome: Outcome) -> str:
    """One outcome in words: what was signed and what came out."""
    who = f"{outcome.case}（{outcome.clause}）{outcome.subject}".strip()
    if outcome.passed:
        return f"{who}：符合"
    rows = [f"  {one.key}：应为 {one.expected}，算出 {one.got}" for one in outcome.differences]
    return "\n".join([f"{who}：不符", *rows])
