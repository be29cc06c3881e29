"""Reads the house's own source: its modules, what they import, its templates."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "evalsys"
TEMPLATES = HOUSE / "templates"
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


@cache
def sources(*folders: str) -> tuple[Path, ...]:
    """Python files below these parts of the house (all of it without an argument); migrations' versions not."""
    found: list[Path] = []
    for folder in folders or ("",):
        path = HOUSE / folder
        found += [path] if path.is_file() else path.rglob("*.py")
    return tuple(sorted(path for path in found if "versions" not in path.parts))


@cache
def tree(path: Path) -> ast.Module:
    """A file as Python reads it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def module_of(path: Path) -> str:
    """evalsys/services/write.py → evalsys.services.write."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def modules() -> dict[str, Path]:
    """Every module of the house by name."""
    return {module_of(path): path for path in sources()}


def where(path: Path, node: ast.AST | None = None) -> str:
    """file:line, to click on."""
    return f"{path.relative_to(ROOT).as_posix()}{f':{node.lineno}' if node else ''}"


def room_of(module: str) -> str:
    """evalsys.services.write → services; evalsys → evalsys."""
    return module.split(".")[1] if "." in module else module


def imports_in(path: Path) -> list[tuple[str, ast.stmt]]:
    """The modules that a file imports, wherever the import stands; a submodule by its own name."""
    package = module_of(path) if path.name == "__init__.py" else module_of(path).rpartition(".")[0]
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                found.append((full if full in modules() else base, node))
    return found


@cache
def templates() -> tuple[Path, ...]:
    """Every template."""
    return tuple(sorted(TEMPLATES.rglob("*.html")))


def template_name(path: Path) -> str:
    """How views call it."""
    return path.relative_to(TEMPLATES).as_posix()
