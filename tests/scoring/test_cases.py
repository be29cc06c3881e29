"""Every worked example beside a scheme comes out as its office signed it."""

from __future__ import annotations

import pytest

from evalsys.scoring import Result, evaluate

from .casebook import SCHEMES, Casebook, read_casebook

BOOKS = {path.name: read_casebook(path) for path in sorted(SCHEMES.glob("*.cases.toml"))}
CASES = [
    pytest.param(book, case, id=f"{name}-{number}")
    for name, book in BOOKS.items()
    for number, case in enumerate(book.cases, start=1)
]


def found(result: Result, key: str) -> str:
    if key in ("score", "grade"):
        value = getattr(result, key)
    else:
        item, _, code = key.partition("@")
        line = result.find(item, code or None)
        assert line is not None, f"no line {key}"
        assert (line.amount is None) == bool(line.why_none), f"{key} is none without a reason"
        value = line.amount
    return "无" if value is None else str(value)


@pytest.mark.parametrize(("book", "case"), CASES)
def test_a_worked_example_comes_out_as_signed(book: Casebook, case) -> None:
    results = evaluate(book.scheme, case.dossiers, case.period, book.calendar)
    for result, expected in zip(results, case.expected, strict=True):
        numbers = {key: value for key, value in expected.items() if key != "says"}
        assert {key: found(result, key) for key in numbers} == numbers, f"{case.name}：{result.name}"
        missing = [note for note in expected.get("says", ()) if note not in result.notes]
        assert not missing, f"{case.name}：{result.name}：{result.notes}"


def test_every_clause_of_the_sample_measure_has_an_example() -> None:
    text = (SCHEMES / "four-mirrors.cases.toml").read_text(encoding="utf-8")
    assert [n for n in "一三四六七八九" if f"第{n}条" not in text] == []
