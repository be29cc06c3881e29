"""The page that teaches the format tells the truth."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from evalsys.scoring import Fact, compute, period, read_casebook, read_scheme, run, told
from evalsys.scoring.items import KINDS

from .making import CALENDAR, make_dossier

PAGE = (Path(__file__).parents[2] / "docs" / "scheme.md").read_text(encoding="utf-8")


def test_every_item_kind_is_taught() -> None:
    assert set(re.findall(r"^### `(.+)`$", PAGE, re.MULTILINE)) == set(KINDS)


BLOCKS = re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL)


def test_the_worked_example_of_the_page_comes_out() -> None:
    examples = next(block for block in BLOCKS if "[[case]]" in block)
    outcomes = run(read_casebook(examples, "docs", read_scheme(BLOCKS[0], "docs")))
    assert [told(outcome) for outcome in outcomes if not outcome.passed] == []
    assert len(outcomes) == 1


def test_the_complete_small_scheme_loads_and_computes() -> None:
    scheme = read_scheme(BLOCKS[0], "docs")
    duty = [Fact("duty", date(2026, 5, day), ref=f"duty:{day}") for day in (6, 7, 8, 9, 11)]
    result = compute(scheme, make_dossier(facts=duty), period("2026-05"), CALENDAR)
    assert (result.score, result.grade) == (Decimal("26.3"), "不合格")
