"""Finds a sheet's header row, its kind, and which column holds what."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from evalsys.books.book import Sheet, is_blank, show, squeezed, visible
from evalsys.books.catalogue import KINDS
from evalsys.books.context import Context, context_of
from evalsys.books.kinds import Field, Kind, Spread, header_forms

SEARCHED_ROWS = 30
MIN_MATCHES = 3
REASON_HEADER = "不能导入的原因"
_HINT_BONUS = 3
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?分?")
_SHORTEST_CONTAINED = 3  # a shorter synonym inside a longer header is chance


_KNOWN_FORMS = frozenset(form for kind in KINDS.values() for each in kind.fields for form in each.forms)


@dataclass(frozen=True)
class Layout:
    """How a sheet is laid out: `mapping` gives a field's column, counted from 1; a spread's are `marks.德`."""

    kind: str
    header_row: int
    mapping: Mapping[str, int]
    context: Context = field(default_factory=Context)
    signature: str = ""
    headers: Mapping[int, str] = field(default_factory=dict)
    header_top: int = 0
    unmapped: Mapping[int, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Override:
    """A mapping corrected by hand, remembered under the header's signature."""

    kind: str
    mapping: Mapping[str, int]


@dataclass(frozen=True)
class _Candidate:
    top: int
    row: int
    headers: dict[int, str]


def recognise(sheet: Sheet, book_name: str, overrides: Mapping[str, Override] | None = None) -> Layout | None:
    """The best layout among the first rows; None when no row is a header of any known kind."""
    candidates = list(_candidates(sheet))
    for candidate in candidates:
        override = (overrides or {}).get(signature_of(candidate.headers))
        if override and override.kind in KINDS:
            return _layout(sheet, book_name, candidate, KINDS[override.kind], dict(override.mapping))
    scored = [entry for candidate in candidates for entry in _scored(sheet, candidate)]
    if not scored:
        return None
    _, candidate, kind, mapping = max(scored, key=lambda entry: entry[0])  # the first of equals
    return _layout(sheet, book_name, candidate, kind, mapping)


def _scored(sheet: Sheet, candidate: _Candidate) -> Iterator[tuple[int, _Candidate, Kind, dict[str, int]]]:
    if not any(_KNOWN_FORMS.intersection(header_forms(text)) for text in candidate.headers.values()):
        return
    numeric = _numeric_columns(sheet, candidate.row)
    for kind in KINDS.values():
        mapping = match(kind, candidate.headers, numeric)
        if _is_enough(kind, mapping):
            yield _score(kind, mapping, _titles(sheet, candidate.top), sheet.title), candidate, kind, mapping


def likely_header(sheet: Sheet) -> tuple[int, dict[int, str], str] | None:
    """For a sheet that is not recognised: the row with most texts, its headers and their signature."""
    candidates = [candidate for candidate in _candidates(sheet) if len(candidate.headers) >= MIN_MATCHES]
    if not candidates:
        return None
    best = max(candidates, key=lambda candidate: (len(candidate.headers), -candidate.row))
    return best.row, best.headers, signature_of(best.headers)


def signature_of(headers: Mapping[int, str]) -> str:
    """The same for the same headers in the same order, whatever their spaces and brackets."""
    texts = [header_forms(text)[0] for _, text in sorted(headers.items()) if text != REASON_HEADER]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:24]


def _candidates(sheet: Sheet) -> Iterator[_Candidate]:
    numbers = [number for number in sheet.rows if number <= SEARCHED_ROWS]
    doubled = {merged.top for merged in sheet.merged if merged.top <= SEARCHED_ROWS}
    for number in numbers:
        headers = _texts(sheet, number)
        yield _Candidate(number, number, headers)
        if number in doubled and number + 1 in sheet.rows and len(headers) > 1:
            yield _Candidate(number, number + 1, headers | _texts(sheet, number + 1))


def _texts(sheet: Sheet, number: int) -> dict[int, str]:
    values = sheet.rows.get(number, ())
    return {
        column: visible(show(value)).replace("\n", "")
        for column, value in enumerate(values, 1)
        if not is_blank(value) and len(show(value)) <= 60
    }


def _titles(sheet: Sheet, before: int) -> list[str]:
    return [
        text
        for number in sheet.rows
        if number < before
        for value in sheet.rows[number]
        if (text := visible(show(value)))
    ]


def match(kind: Kind, headers: Mapping[int, str], numeric: Collection[int]) -> dict[str, int]:
    """Which column is which field: exact names first, then spreads, then names within longer headers."""
    forms = {column: header_forms(text) for column, text in headers.items() if text != REASON_HEADER}
    mapping: dict[str, int] = {}
    free = dict(forms)
    for exact in (True, False):
        for each in kind.fields:
            if each.key not in mapping and (column := _column_of(each, free, exact)):
                mapping[each.key] = column
                del free[column]
        if exact:
            for spread in kind.spreads:
                usable = [column for column in sorted(free) if not spread.numeric or column in numeric]
                claimed = _claimed(spread, {column: headers[column] for column in usable})
                mapping |= claimed
                free = {column: form for column, form in free.items() if column not in claimed.values()}
    return mapping


def _column_of(each: Field, free: Mapping[int, tuple[str, str]], exact: bool) -> int | None:
    names = each.forms
    for column, (whole, bare) in sorted(free.items()):
        if exact and (whole in names or bare in names):
            return column
        if not exact and any(len(name) >= _SHORTEST_CONTAINED and name in bare for name in names):
            return column
    return None


def _claimed(spread: Spread, headers: Mapping[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, text in sorted(headers.items()):
        item = spread.claim(text)
        if item and f"{spread.key}.{item}" not in found:
            found[f"{spread.key}.{item}"] = column
    items = [key.partition(".")[2] for key in found]
    return found if spread.plausible is None or spread.plausible(items) else {}


def _numeric_columns(sheet: Sheet, header_row: int) -> set[int]:
    """Columns whose cells below the header are numbers, or nothing."""
    numbers: set[int] = set()
    others: set[int] = set()
    below = [number for number in sheet.rows if number > header_row][:SEARCHED_ROWS]
    for number in below:
        for column, value in enumerate(sheet.rows[number], 1):
            if not is_blank(value):
                is_number = isinstance(value, (int, float)) or _NUMBER.fullmatch(squeezed(value))
                (numbers if is_number else others).add(column)
    return numbers - others


def _is_enough(kind: Kind, mapping: Mapping[str, int]) -> bool:
    found = {key.partition(".")[0] for key in mapping}
    spreads = {spread.key for spread in kind.spreads if spread.required}
    required = {each.key for each in kind.fields if each.required and not each.context}
    enough = len(mapping) >= MIN_MATCHES or (len(mapping) > 1 and required <= found)
    return enough and bool(found & kind.tells) and spreads <= found


def _score(kind: Kind, mapping: Mapping[str, int], titles: list[str], sheet_title: str) -> int:
    """A point a column, one more if it is required; words of the title settle what columns leave open."""
    said = "".join([sheet_title, *titles])
    found = {key.partition(".")[0] for key in mapping}
    required = {each.key for each in kind.fields if each.required}
    score = len(mapping) + len(found & required) - 2 * len(required - found)
    return score + (_HINT_BONUS if any(hint in said for hint in kind.hints) else 0)


def _layout(sheet: Sheet, book_name: str, candidate: _Candidate, kind: Kind, mapping: dict[str, int]) -> Layout:
    context = _for_kind(context_of(_titles(sheet, candidate.top), sheet.title, book_name), kind)
    used = set(mapping.values())
    missing = tuple(each.title for each in kind.fields if each.required and not _is_given(each, mapping, context))
    return Layout(
        kind.key,
        candidate.row,
        mapping,
        context,
        signature_of(candidate.headers),
        candidate.headers,
        candidate.top,
        {column: text for column, text in candidate.headers.items() if column not in used},
        missing,
    )


def _for_kind(context: Context, kind: Kind) -> Context:
    """Only what the kind has a place for: a sheet called 花名册 names nobody."""
    wanted = {each.context for each in kind.fields}
    return replace(context, **{name: "" for name in ("person", "branch", "village") if name not in wanted})


def _is_given(each: Field, mapping: Mapping[str, int], context: Context) -> bool:
    return each.key in mapping or bool(each.context and getattr(context, each.context))
