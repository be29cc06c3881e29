"""Runs the timings that are named, or all of them: `python3 run.py bench [name …] [--option number …]`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

Bench = Callable[..., Iterable[str]]
# Modules that list no BENCHES of their own: their one timing is called like its function.
SINGLE = {"recompute": "engine"}


def found() -> dict[str, Bench]:
    """Every timing by name: what the modules of this folder list in BENCHES."""
    benches: dict[str, Bench] = {}
    for module in sorted(module.name for module in iter_modules([str(Path(__file__).parent)])):
        if module.startswith(("_", "with_")):
            continue
        room = import_module(f"benches.{module}")
        single = {SINGLE[module]: getattr(room, SINGLE[module])} if module in SINGLE else {}
        benches |= getattr(room, "BENCHES", single)
    return benches


def split(words: list[str]) -> tuple[list[str], dict[str, int]]:
    """The names, and the numbers behind options: `kills --cycles 20`."""
    names, options, rest = [], {}, iter(words)
    for word in rest:
        if word.startswith("--"):
            options[word[2:]] = int(next(rest, "0"))
        else:
            names.append(word)
    return names, options


def main(words: list[str]) -> int:
    """Print the lines of each timing as they come."""
    benches, (names, options) = found(), split(words)
    unknown = [name for name in names if name not in benches]
    if unknown:
        print(f"没有这项测速 (no such timing): {'、'.join(unknown)}。现有 (there are): {'、'.join(sorted(benches))}")
        return 2
    for name in names or sorted(benches):
        print(f"== {name} ==", flush=True)
        for line in benches[name](**options):
            print(line, flush=True)
    return 0


sys.exit(main(sys.argv[1:]))
