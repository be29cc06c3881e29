"""Bring the English catalogue up to date: `python -m tools.translations`, in the environment of the tests.

Every message of code and templates is put into the catalogue, those that are gone are taken out, and those that
still lack English are printed. No line numbers and no dates are kept, so that a change shows only itself.
"""

from __future__ import annotations

import ast
import sys

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from tests.guards.house import HOUSE, sources, tree
from tests.guards.test_words import ENGLISH, GETTEXT, calls_gettext, english

HEADER = """\
# The English of evalsys, one word for each term: docs/words.md.
# `python -m tools.translations` keeps the list of messages; the English is written here by hand."""


class Plain(Catalog):
    """A catalogue whose head says what gettext has to know, and nothing that changes by itself."""

    mime_headers = (
        ("Language", "en"),
        ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    )


def messages() -> set[str | tuple[str, ...]]:
    """Every message of the house; one with a plural has two forms."""
    found = extract_from_dir(
        str(HOUSE),
        method_map=[("**.py", "python"), ("templates/**.html", "jinja2")],
        keywords={name: (1, 2) if name.endswith("ngettext") else None for name in GETTEXT},
    )
    return {message for _name, _line, message, _comments, _context in found} | inside_texts()


def inside_texts() -> set[str | tuple[str, ...]]:
    """Messages inside f-strings: Python before 3.12 hides them from the extraction."""
    texts = (node for path in sources() for node in ast.walk(tree(path)) if isinstance(node, ast.JoinedStr))
    calls = (node for text in texts for node in ast.walk(text) if calls_gettext(node))
    return {call.args[0].value for call in calls}


def first(message: str | tuple[str, ...]) -> str:
    """A message, or the first form of one that has a plural."""
    return message if isinstance(message, str) else message[0]


def renewed() -> Catalog:
    """The catalogue with exactly the messages that are said now, each with the English that it had."""
    held = {first(message.id): message.string for message in english() if message.id and not message.fuzzy}
    catalog = Plain(locale="en", header_comment=HEADER, fuzzy=False)
    for message in messages():
        kept = held.get(first(message), "")
        fits = isinstance(kept, str) == isinstance(message, str)
        catalog.add(message, kept if fits else "" if isinstance(message, str) else ("", ""))
    return catalog


def lacks(said: str | tuple[str, ...]) -> bool:
    """Is the English, or one of its forms, still empty?"""
    return not all(said if isinstance(said, tuple) else (said,))


def main() -> int:
    """Renew the catalogue and say what is still to be translated."""
    catalog = renewed()
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, catalog, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    missing = sorted(first(message.id) for message in catalog if message.id and lacks(message.string))
    print(*missing, f"{len(catalog)} messages, {len(missing)} without English", sep="\n")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
