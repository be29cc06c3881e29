"""Every worked example that lies beside a measure comes out as it was signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalsys.scoring import SAMPLES, Casebook, Outcome, load_scheme, read_casebook, run, told, tree

MEASURES = sorted(path for path in SAMPLES.glob("*.toml") if not path.name.endswith(".cases.toml"))


def examples_of(path: Path) -> Casebook:
    """The worked examples beside a measure."""
    beside = path.with_name(f"{path.stem}.cases.toml")
    return read_casebook(beside.read_text(encoding="utf-8"), beside.name, load_scheme(path))


OUTCOMES = [
    pytest.param(outcome, id=f"{path.stem}-{number}")
    for path in MEASURES
    for number, outcome in enumerate(run(examples_of(path)), start=1)
]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_worked_example_comes_out_as_signed(outcome: Outcome) -> None:
    assert outcome.passed, told(outcome) + ("\n" + tree(outcome.result) if outcome.result else "")


@pytest.mark.parametrize("path", MEASURES, ids=[path.stem for path in MEASURES])
def test_a_line_without_a_result_says_why(path: Path) -> None:
    for outcome in run(examples_of(path)):
        if outcome.result:
            lines = [*outcome.result.lines, *outcome.result.beside]
            for line in (line for top in lines for line in top.walk()):
                assert (line.amount is None) == bool(line.why_none), f"{outcome.case}：{line.item}"


@pytest.mark.parametrize("path", MEASURES, ids=[path.stem for path in MEASURES])
def test_every_clause_with_a_rule_has_an_example(path: Path) -> None:
    book = examples_of(path)
    numbers = [clause.number for clause in book.scheme.clauses]
    ruling = {item.clause for item in book.scheme.items.values()} | {t.clause for t in book.scheme.totals.values()}
    spoken = " ".join([case.clause for case in book.cases] + [one.clause for one in (*book.refusals, *book.entries)])
    assert [number for number in numbers if number in ruling and not covered(number, spoken, numbers)] == []


def covered(number: str, spoken: str, numbers: list[str]) -> bool:
    """Is the clause named, or does it lie in a run such as 第一条至第七条?"""
    if number in spoken:
        return True
    runs = [part.split("至") for part in spoken.replace("、", " ").split() if "至" in part]
    place = numbers.index
    return any(place(a) <= place(number) <= place(b) for a, b in runs if a in numbers and b in numbers)
