"""Works the examples of a measure out and compares them with what an office signed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from evalsys.scoring.compute import NotInForce, evaluate
from evalsys.scoring.examples import (
    NOTHING,
    PROBLEMS,
    SAID,
    UNSAID,
    Case,
    Casebook,
    Difference,
    Entry,
    Expected,
    Outcome,
    Refusal,
)
from evalsys.scoring.figures import with_figures
from evalsys.scoring.layout import spots
from evalsys.scoring.loading import SchemeMistakes, read_scheme
from evalsys.scoring.numbers import snap
from evalsys.scoring.results import Result
from evalsys.scoring.terms import SCORE, Flow
from evalsys.scoring.writing import shown


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
    for note in expected.unsaid:
        if any(note in said for said in result.notes):
            found.append(Difference(UNSAID, f"不说“{note}”", "；".join(result.notes)))
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
            if spot and one.key not in (SAID, UNSAID, PROBLEMS):
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
