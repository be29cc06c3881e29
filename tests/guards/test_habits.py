"""Exact numbers, one place that commits, one clock, one place that reads the environment."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.guards.house import sources, tree, where

INEXACT_TYPES = {"Float", "REAL", "Double", "DOUBLE", "DOUBLE_PRECISION", "Numeric"}
CLOCKS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("time", "time"),
    ("time", "localtime"),
}


def is_refusal(node: ast.AST) -> bool:
    """isinstance(value, float): the very check that keeps floats out."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"


def walk(node: ast.AST):
    """All nodes, refusals of floats left out."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not is_refusal(child):
            yield from walk(child)


def is_inexact(node: ast.AST) -> bool:
    """A float literal, the name float, or a column that would hold one."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (float, complex))
    if isinstance(node, ast.Name):
        return node.id == "float" or node.id in INEXACT_TYPES
    return isinstance(node, ast.Attribute) and node.attr in INEXACT_TYPES


def places(paths: tuple[Path, ...], wrong, *, except_for: tuple[str, ...] = ()) -> list[str]:
    """Where something stands that should not."""
    return [
        where(path, node)
        for path in paths
        if not where(path).startswith(except_for or ("\0",))
        for node in walk(tree(path))
        if wrong(node)
    ]


def test_no_float_in_models_scoring_or_services():
    assert places(sources("models", "scoring", "services"), is_inexact) == []


def commits(node: ast.AST) -> bool:
    """session.commit()."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"


def test_only_write_commits():
    assert places(sources(), commits, except_for=("evalsys/services/write.py", "evalsys/migrations/")) == []


def reads_environment(node: ast.AST) -> bool:
    """os.environ, os.getenv."""
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
        and node.attr in ("environ", "getenv", "environb", "putenv")
    )


def test_only_settings_reads_the_environment():
    assert places(sources(), reads_environment, except_for=("evalsys/settings.py",)) == []


def reads_clock(node: ast.AST) -> bool:
    """date.today(), datetime.now() and their like."""
    if not (isinstance(node, ast.Attribute) and node.attr in {attr for _owner, attr in CLOCKS}):
        return False
    owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    return (owner, node.attr) in CLOCKS


def test_the_clock_is_read_in_one_place():
    assert places(sources(), reads_clock, except_for=("evalsys/settings.py",)) == []
