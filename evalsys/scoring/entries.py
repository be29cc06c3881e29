"""Every setting of a measure's file with a lasting address, by names and not by places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from evalsys.scoring.labels import LABELS, NAMING, NEVER, SPECIAL, WORDS
from evalsys.scoring.layout import Path

NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
PERCENT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?%")
DURATION = re.compile(r"[0-9]+(?:年|个月|天)")

WANTED = {
    "percent": (PERCENT, "百分比，请写成 40% 这样"),
    "number": (NUMBER, "数，请写成 5 或 0.5 这样"),
    "whole": (NUMBER, "数，请写成 5 或 0.5 这样"),
    "duration": (DURATION, "时长，请写成 1年、6个月或 30天 这样"),
}
"""How the text of each kind of figure is written, and what to say when it is not."""


@dataclass(frozen=True)
class Entry:
    """A table, a value or a list of plain values, with what leads to it.

    `names` name it for good, `keys` are the file's own without places; `clause` is that of the nearest table
    around it; `words` say to a clerk where it is.
    """

    path: Path
    names: tuple[str, ...]
    keys: tuple[str, ...]
    clause: str
    words: tuple[str, ...]
    value: Any

    @property
    def title(self) -> str:
        """In one line: what it belongs to, then what it is."""
        head, rest = self.words[:1], self.words[1:]
        return " · ".join([*head, *([" ".join(rest)] if rest else [])])


def read(text: str) -> dict[str, Any]:
    """The file's data, every number with a point as text. Raises ValueError in words for a clerk."""
    try:
        return tomllib.loads(text, parse_float=Pointed)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"办法文本不是正确的 TOML，请先改正：{error}") from error


class Pointed(str):
    """A number with a point that stood in the file without quotes: a mistake, and no figure yet."""


def titles(data: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """What the measure calls its items and streams: ("item", "daily") → 日常评."""
    found = {}
    for key, naming in (("item", "id"), ("stream", "stream")):
        rows = data.get(key)
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict) and isinstance(row.get("title"), str):
                found[key, str(row.get(naming))] = row["title"]
    return found


def entries(data: Mapping[str, Any]) -> Iterator[Entry]:
    """Everything in the file, tables before what they hold."""
    return Walk(titles(data)).table(Entry((), (), (), "", (), data))


@dataclass(frozen=True)
class Walk:
    """Goes through the tables of a file and finds a name and words for everything."""

    titles: Mapping[tuple[str, str], str]

    def table(self, entry: Entry) -> Iterator[Entry]:
        """The table itself, then what it holds."""
        yield entry
        for name, (key, value) in zip(unique(entry.value), entry.value.items(), strict=True):
            path, names, keys = (*entry.path, key), (*entry.names, name), (*entry.keys, key)
            words = (*entry.words, *filter(None, [label(keys)]))
            below = Entry(path, names, keys, entry.clause, words, value)
            if isinstance(value, dict):
                yield from self.table(self.with_clause(below, value))
            elif isinstance(value, list) and any(isinstance(row, dict) for row in value):
                yield from self.rows(below, entry.words)
            else:
                yield below if label(keys) else replace(below, words=(*words, key))

    def rows(self, entry: Entry, above: tuple[str, ...]) -> Iterator[Entry]:
        """The tables of a list, each by its name."""
        named = unique([name_of(row) or str(place) for place, row in enumerate(entry.value, start=1)])
        for place, (name, row) in enumerate(zip(named, entry.value, strict=True)):
            called = self.called(row) or f"第 {place + 1} 行"
            words = row_words(entry.keys, called, entry.words, above)
            path, names = (*entry.path, place), (*entry.names, name)
            below = replace(entry, path=path, names=names, words=words, value=row)
            yield from self.table(self.with_clause(below, row)) if isinstance(row, dict) else [below]

    def called(self, row: Any) -> str:
        """What a clerk calls the row."""
        if not isinstance(row, dict):
            return ""
        if isinstance(row.get("title"), str):
            return str(row["title"])
        key = naming(row)
        name = str(row.get(key, ""))
        return self.titles.get((key, name), LABELS[name] if key == "period" and name in LABELS else name)

    def with_clause(self, entry: Entry, table: Mapping[str, Any]) -> Entry:
        """The table under the clause that it names itself."""
        own = table.get("number" if entry.keys == ("clause",) else "clause")
        clause = own if isinstance(own, str) else entry.clause
        return replace(entry, clause=clause)


def row_words(keys: tuple[str, ...], called: str, words: tuple[str, ...], above: tuple[str, ...]) -> tuple[str, ...]:
    """Where a row is: rows of the file itself and those of grades begin the title, others go on with it."""
    match keys:
        case ("clause",):
            return ()
        case ("item" | "stream" | "pool",):
            return (called,)
        case ("total",):
            return (f"{label(keys)}（{called}）",)
        case ("grade", "band" | "quota"):
            return (f"{above[0]} {called}",)
        case (_,):
            return (f"{label(keys)} {called}",)
    return (*words, called)


def label(keys: tuple[str, ...]) -> str:
    """The Chinese word for a key, or the key itself; "" for what is left out of a title."""
    table, key = keys[-2:] if len(keys) > 1 else ("", keys[-1])
    return SPECIAL.get((table, key), LABELS.get(key, key))


def names_row(row: Mapping[str, Any], key: str) -> bool:
    """Is it a text that says which row this is, rather than a figure?"""
    value = row.get(key)
    return isinstance(value, str) and bool(value) and (key in (*NEVER, *WORDS) or not kind_of(value))


def naming(row: Mapping[str, Any]) -> str:
    """The key whose text is the row's name; "" if it has none."""
    return next((key for key in NAMING if names_row(row, key)), "")


def name_of(row: Any) -> str:
    """The row's name among those of its list; "" if it has none."""
    return str(row.get(naming(row), "")) if isinstance(row, dict) else ""


def unique(names: Iterable[str]) -> list[str]:
    """Names as parts of an address: without the sign that parts them, and no two alike."""
    found: list[str] = []
    for name in names:
        part = plain = name.replace("/", "／")
        number = 1
        while part in found:
            number += 1
            part = f"{plain}:{number}"
        found.append(part)
    return found


def kind_of(value: Any) -> str:
    """Which kind of figure it is; "" for none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return "whole"
    if not isinstance(value, str) or isinstance(value, Pointed):
        return ""
    return next((kind for kind in ("number", "percent", "duration") if WANTED[kind][0].fullmatch(value)), "")


def is_words(keys: tuple[str, ...], value: Any) -> bool:
    """Does the key hold words, even if they look like a number?"""
    if keys[0] == "scheme" or "scope" in keys or keys[-1] in NEVER:
        return True
    return isinstance(value, (str, list)) and keys[-1] in WORDS
