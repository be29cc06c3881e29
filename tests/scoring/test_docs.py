"""The page that teaches the format tells the truth."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from evalsys.scoring import Fact, compute, period, read_scheme
from evalsys.scoring.items import KINDS

from .making import CALENDAR, make_dossier

PAGE = (Path(__file__).parents[2] / "docs" / "scheme.md").read_text(encoding="utf-8")


def test_every_item_kind_is_taught() -> None:
    assert set(re.findall(r"^### `(.+)`$", PAGE, re.MULTILINE)) == set(KINDS)


def test_the_complete_small_scheme_loads_and_computes() -> None:
    scheme = read_scheme(re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL)[0], "docs")
    duty = [Fact("duty", date(2026, 5, day), ref=f"duty:{day}") for day in (6, 7, 8, 9, 11)]
    result = compute(scheme, make_dossier(facts=duty), period("2026-05"), CALENDAR)
    assert (result.score, result.grade) == (Decimal("26.3"), "不合格")
