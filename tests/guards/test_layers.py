"""Rooms import downwards only; there is no cycle and no import inside a function."""

from __future__ import annotations

import ast
import sys

import pytest

from tests.guards.house import imports_in, module_of, modules, room_of, sources, tree, where

# A room is a folder of the package, or a file beside them. What is not named here may not be imported.
MAY_USE = {
    "settings": set(),
    "vault": set(),
    "rights": set(),
    "extensions": {"vault"},
    "scoring": set(),
    "books": set(),
    "charts": set(),
    "voting": set(),
    "pdf": {"scoring", "charts"},
    "models": {"extensions"},
    "migrations": {"extensions"},
    "services": {"extensions", "scoring", "models", "rights", "books", "voting"},
    "forms": set(),
    "access": {"extensions", "services"},
    "failures": {"extensions", "services"},
    "sealing": {"services", "pdf", "models"},
    "printing": {"services", "pdf", "charts", "scoring", "models", "sealing"},
    "payprinting": {"services", "pdf", "scoring", "models", "sealing"},
    "pointsprinting": {"services", "pdf", "books", "scoring", "models", "sealing"},
    "yearprinting": {"services", "pdf", "scoring", "models", "sealing", "printing"},
    "views": {
        "access",
        "forms",
        "services",
        "printing",
        "payprinting",
        "charts",
        "pdf",
        "pointsprinting",
        "sealing",
        "yearprinting",
    },
    "backups": {"extensions", "settings"},
    "work": {
        "backups",
        "services",
        "models",
        "scoring",
        "printing",
        "payprinting",
        "pointsprinting",
        "yearprinting",
        "sealing",
        "extensions",
    },
    "sample": {"services", "models", "extensions", "rights"},
    "starting": {"backups", "sample", "work", "printing", "services", "models", "scoring", "extensions"},
    "scheme_shell": {"scoring"},
    "backup_shell": {"backups"},
    "commands": {
        "backup_shell",
        "scheme_shell",
        "starting",
        "sample",
        "printing",
        "services",
        "models",
        "scoring",
        "extensions",
        "rights",
        "books",
    },
    "evalsys": {"settings", "extensions", "pdf", "access", "views", "failures", "work", "commands"},
}

# What the rooms that know nothing of the web or the database may use from outside.
PACKAGES = {
    "scoring": set(),
    "rights": set(),
    "books": {"openpyxl", "defusedxml", "stdnum", "pypinyin"},
    "charts": {"reportlab"},
    "voting": {"cryptography"},
    "pdf": {"reportlab", "isal"},
    "forms": {"flask", "flask_wtf", "flask_babel", "wtforms", "markupsafe", "stdnum"},  # stdnum: is it well formed?
}


def used_by(room: str) -> dict[str, list[str]]:
    """What the files of a room import, each with its places."""
    found: dict[str, list[str]] = {}
    for path in sources():
        if room_of(module_of(path)) == room:
            for name, node in imports_in(path):
                found.setdefault(name, []).append(where(path, node))
    return found


def test_every_room_has_its_line_in_the_table():
    assert {room_of(name) for name in modules()} == set(MAY_USE)


@pytest.mark.parametrize("room", MAY_USE)
def test_a_room_uses_only_the_rooms_below_it(room):
    allowed = MAY_USE[room] | {room}
    wrong = {
        name: places
        for name, places in used_by(room).items()
        if name.split(".")[0] == "evalsys" and room_of(name) not in allowed
    }
    assert not wrong


@pytest.mark.parametrize("room", PACKAGES)
def test_a_pure_room_uses_only_its_own_libraries(room):
    allowed = PACKAGES[room] | sys.stdlib_module_names | {"evalsys"}
    wrong = {name: places for name, places in used_by(room).items() if name.split(".")[0] not in allowed}
    assert not wrong


def test_no_room_of_the_house_uses_the_tests():
    assert not [
        where(path, node) for path in sources() for name, node in imports_in(path) if name.split(".")[0] == "tests"
    ]


def cycles() -> list[list[str]]:
    """Groups of modules that import one another (Tarjan)."""
    edges = {
        name: {other for other, _node in imports_in(path) if other in modules() and other != name}
        for name, path in modules().items()
    }
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: list[list[str]] = []

    def visit(name: str) -> None:
        number[name] = low[name] = len(number)
        stack.append(name)
        for other in edges[name]:
            if other not in number:
                visit(other)
            if other in stack:
                low[name] = min(low[name], low[other])
        if low[name] == number[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            groups.append(sorted(group))

    for name in edges:
        if name not in number:
            visit(name)
    return [group for group in groups if len(group) > 1]


def test_no_modules_import_one_another():
    assert cycles() == []


def test_no_import_hides_inside_a_function():
    hidden = [
        where(path, node)
        for path in sources()
        if module_of(path) != "evalsys"  # create_app's steps come late on purpose
        for function in ast.walk(tree(path))
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert hidden == []
