"""Every figure in a measure's file, with the clause it belongs to and words for a clerk, to be shown and changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from evalsys.scoring.entries import WANTED, Entry, entries, is_words, kind_of, read
from evalsys.scoring.layout import spots

WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)")
LEADING_ZEROS = re.compile(r"^(-?)0+(?=[0-9])")
LONGEST = 30


@dataclass(frozen=True)
class Figure:
    """One figure of the file: `key` names it for good, `title` says to a clerk what it is.

    `kind` is percent, number, whole or duration. `start` to `stop` hold its text with the quotes.
    """

    key: str
    line: int
    clause: str
    title: str
    text: str
    kind: str
    start: int
    stop: int


def figures(text: str) -> tuple[Figure, ...]:
    """Every figure of the file, in its order. Raises ValueError if it is not TOML."""
    places = spots(text)
    found = []
    for entry in entries(read(text)):
        if isinstance(entry.value, dict) or is_words(entry.keys, entry.value):
            continue
        for part in flat(entry):
            kind = kind_of(part.value)
            if kind and part.path in places:
                spot = places[part.path]
                named = ("/".join(part.names), spot.line, part.clause, part.title, str(part.value))
                found.append(Figure(*named, kind, spot.start, spot.stop))
    return tuple(sorted(found, key=lambda figure: figure.start))


def flat(entry: Entry) -> Iterator[Entry]:
    """The value itself, or each one of a list, by its number from 1."""
    if not isinstance(entry.value, list):
        yield entry
        return
    for place, value in enumerate(entry.value):
        number = str(place + 1)
        path, names, words = (*entry.path, place), (*entry.names, number), (*entry.words, f"第 {number} 个")
        yield from flat(replace(entry, path=path, names=names, words=words, value=value))


def with_figures(text: str, changes: Mapping[str, str]) -> str:
    """The file with other figures, by key; everything else stays as it is, to the letter.

    Raises KeyError for a key that the file does not have, ValueError in words for a clerk for a text that is no
    figure of that kind.
    """
    known = {figure.key: figure for figure in figures(text)}
    written = [(known[key], as_written(known[key], new)) for key, new in changes.items()]
    for figure, new in sorted(written, key=lambda change: -change[0].start):
        if new:
            text = text[: figure.start] + new + text[figure.stop :]
    return text


def as_written(figure: Figure, new: str) -> str:
    """The new figure as the file writes it; "" if it is the old one."""
    if new == figure.text:
        return ""
    # Chinese keyboards write ４０％ as easily as 40%.
    short = LEADING_ZEROS.sub(r"\1", unicodedata.normalize("NFKC", new).strip())
    pattern, wanted = WANTED[figure.kind]
    if len(short) > LONGEST or not pattern.fullmatch(short):
        raise ValueError(f"{figure.title}：“{new[: LONGEST * 2]}”不是{wanted}")
    if short == figure.text:
        return ""
    return short if figure.kind == "whole" and WHOLE.fullmatch(short) else f'"{short}"'
