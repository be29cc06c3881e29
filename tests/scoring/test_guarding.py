"""No figure of any shipped measure can be another without one of its examples noticing."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalsys.scoring import figures, unguarded

from .test_cases import MEASURES


@pytest.mark.parametrize("path", MEASURES, ids=[path.stem for path in MEASURES])
def test_every_figure_is_guarded_by_an_example(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    examples = path.with_name(f"{path.stem}.cases.toml").read_text(encoding="utf-8")
    assert figures(text)
    bare = [
        f"{one.figure.line}：{one.figure.key} = {one.figure.text} → {one.instead}"
        for one in unguarded(text, examples)
    ]
    assert bare == []


def test_a_figure_that_nothing_guards_is_found() -> None:
    path = next(path for path in MEASURES if path.stem == "four-mirrors")
    examples = path.with_name("four-mirrors.cases.toml").read_text(encoding="utf-8")
    bare = list(
        unguarded(path.read_text(encoding="utf-8"), examples.replace('refused = ["-1", "0.5"]', 'refused = ["0.5"]'))
    )
    assert {one.instead for one in bare} == {"-1"}
    assert {one.figure.key.rpartition("/")[2] for one in bare} == {"low"}
