"""Files and functions stay small."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median, quantiles

from tests.guards.house import ROOT, sources, templates, tree, where

LONGEST_FILE, MEDIAN_FILE = 400, 90
LONGEST_FUNCTION, P90_FUNCTION, MEDIAN_FUNCTION = 50, 25, 8
LONGEST_TEMPLATE, MEDIAN_TEMPLATE = 120, 40


def own_files() -> list[Path]:
    """The house, its tests, timings and tools."""
    others = [path for folder in ("tests", "benches", "tools") for path in (ROOT / folder).rglob("*.py")]
    return [*sources(), *others, ROOT / "run.py", ROOT / "wsgi.py"]


def lines(path: Path) -> int:
    """How long a file is."""
    return len(path.read_text(encoding="utf-8").splitlines())


def functions() -> dict[str, int]:
    """The length of every function of the house, its decorators not counted."""
    return {
        f"{where(path, node)} {node.name}": node.end_lineno - node.lineno + 1
        for path in [*sources(), ROOT / "run.py"]
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }


def test_no_file_is_longer_than_four_hundred_lines():
    assert {where(path): lines(path) for path in own_files() if lines(path) > LONGEST_FILE} == {}


def test_the_middle_file_is_short():
    assert median(lines(path) for path in sources() if lines(path) > 1) <= MEDIAN_FILE


def test_no_function_is_longer_than_fifty_lines():
    assert {name: length for name, length in functions().items() if length > LONGEST_FUNCTION} == {}


def test_most_functions_are_short():
    lengths = list(functions().values())
    assert median(lengths) <= MEDIAN_FUNCTION
    assert quantiles(lengths, n=10)[-1] <= P90_FUNCTION


def test_no_template_is_longer_than_a_hundred_and_twenty_lines():
    assert {where(path): lines(path) for path in templates() if lines(path) > LONGEST_TEMPLATE} == {}


def test_the_middle_template_is_short():
    assert median(map(lines, templates())) <= MEDIAN_TEMPLATE
