"""What a kind of book is: its columns with their other names, and the columns that come in any number."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

from evalsys.books.book import squeezed
from evalsys.books.cells import Cleaner
from evalsys.books.problems import Problem

_BRACKETS = re.compile(r"[(（\[【〔<《][^)）\]】〕>》]*[)）\]】〕>》]")
_ORNAMENT = re.compile(r"[\s:：*★※、/\\.。,，\-—_\"“”'’‘]")

Claim = Callable[[str], str | None]  # a header's item, None when it is none of them
# What a row's cells say together: may complete the fields, and gives the problems that remain or are new.
Check = Callable[[dict[str, object], list[Problem]], list[Problem]]


@lru_cache(maxsize=8192)
def header_forms(header: str) -> tuple[str, str]:
    """A header as it is compared: with its brackets' content, and without it."""
    whole = squeezed(header).lower()
    bare = _ORNAMENT.sub("", _BRACKETS.sub("", whole))
    return _ORNAMENT.sub("", re.sub(r"[()（）\[\]【】]", "", whole)), bare


@lru_cache(maxsize=1024)
def _forms(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(form for name in names for form in header_forms(name))


@dataclass(frozen=True)
class Field:
    """One column: `title` is its usual header, `synonyms` the other ones; `context` fills it from the sheet."""

    key: str
    title: str
    clean: Cleaner
    synonyms: tuple[str, ...] = ()
    required: bool = False
    unit: str = ""
    context: str = ""
    may_be_blank: bool = False  # the column has to be there, a cell may be empty: the person is found by name
    computed: bool = False  # a formula here is expected: only a typed number is looked at

    @property
    def forms(self) -> frozenset[str]:
        """Every way in which the header may be written, as compared."""
        return _forms((self.title, *self.synonyms))


@dataclass(frozen=True)
class Spread:
    """Columns that come in any number (a mark per member, a sum per year), gathered in one field."""

    key: str
    title: str
    claim: Claim
    clean: Cleaner
    unit: str = ""
    required: bool = True
    explode: str = ""  # the field that gets the item when each column becomes a row of its own
    numeric: bool = False  # only columns that hold numbers are claimed
    plausible: Callable[[Collection[str]], bool] | None = None  # are these items what they should be?


@dataclass(frozen=True)
class Kind:
    """A kind of book: `tells` are fields of which one at least must be there, `hints` words of its titles."""

    key: str
    title: str
    fields: tuple[Field, ...]
    tells: frozenset[str]
    hints: tuple[str, ...]
    spreads: tuple[Spread, ...] = ()
    unique: tuple[str, ...] = ()
    check: Check | None = None

    def field(self, key: str) -> Field | None:
        return next((field for field in self.fields if field.key == key), None)

    def spread(self, key: str) -> Spread | None:
        return next((spread for spread in self.spreads if spread.key == key), None)
