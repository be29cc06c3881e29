"""Where each value and each table of a measure's file stands, so that a place can be shown and changed."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from contextlib import suppress
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""How a value is reached: keys of tables, and places in lists from 0."""

SPACE = re.compile(r"[ \t]*")
GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*+")
REST = re.compile(r"[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)")
QUOTED = re.compile(
    r'"""(?:\\.|"{1,2}(?!")|[^"\\])*+"""(?:"{1,2})?'
    r"|'''(?:'{1,2}(?!')|[^'])*+'''(?:'{1,2})?"
    r'|"(?:\\.|[^"\\\n])*+"'
    r"|'[^'\n]*+'",
    re.DOTALL,
)
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# A date and its time may be parted by one space; every other bare value ends at the first space.
BARE = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^ \t\r\n,\[\]{}#]*|[^ \t\r\n,\[\]{}#=\"']+")
DEEPEST = 100


@dataclass(frozen=True)
class Spot:
    """One place: `line` from 1, of the key or header; `start` to `stop` hold the value's text or the header."""

    path: Path
    line: int
    start: int
    stop: int


class Astray(Exception):
    """The text is not TOML from here on."""


def spots(text: str) -> dict[Path, Spot]:
    """The place of every value and every table header; of a text that is not TOML, of those before the mistake."""
    scanner = Scanner(text)
    with suppress(Astray):
        scanner.scan()
    return scanner.found


class Scanner:
    """Goes once through the text; `at` is how far it is."""

    def __init__(self, text: str):
        self.text = text
        self.at = 0
        self.found: dict[Path, Spot] = {}
        self.rows: dict[Path, int] = {}
        self.breaks = [match.start() for match in re.finditer("\n", text)]

    def scan(self) -> None:
        """Header or setting, one after the other, to the end."""
        table: Path = ()
        while self.skip(GAP) and self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.setting(table, 0)
            self.take(REST)

    def header(self) -> Path:
        """`[a.b]` or `[[a.b]]`; the path of the table that it opens."""
        start = self.at
        mark = 2 if self.text.startswith("[[", start) else 1
        self.at += mark
        keys = self.keys()
        self.expect("]" * mark)
        path = self.row(keys) if mark == 2 else self.inside(keys)
        self.note(path, start, start)
        return path

    def inside(self, keys: Path) -> Path:
        """Where keys of a header lead: through a list of tables into its last one."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self.rows:
                path = (*path, self.rows[path] - 1)
        return path

    def row(self, keys: Path) -> Path:
        """The next table of the list that the keys name."""
        path = (*self.inside(keys[:-1]), keys[-1])
        self.rows[path] = self.rows.get(path, 0) + 1
        return (*path, self.rows[path] - 1)

    def setting(self, table: Path, depth: int) -> None:
        """`key = value`."""
        start = self.at
        path = (*table, *self.keys())
        self.expect("=")
        self.skip(SPACE)
        self.value(path, start, depth)

    def keys(self) -> Path:
        """A key, or several with points between."""
        found: list[str] = []
        while not found or self.text.startswith(".", self.at):
            self.at += 1 if found else 0
            self.skip(SPACE)
            found.append(self.key())
            self.skip(SPACE)
        return tuple(found)

    def key(self) -> str:
        """One key, without its quotes."""
        if not self.text.startswith(('"', "'"), self.at):
            return self.take(BARE_KEY)
        written = self.take(QUOTED)
        try:
            name: str = tomllib.loads(f"name = {written}")["name"]
        except tomllib.TOMLDecodeError as error:
            raise Astray from error
        return name

    def value(self, path: Path, key: int, depth: int) -> None:
        """The value that begins here; `key` is where its key stands."""
        if depth > DEEPEST:
            raise Astray
        start = self.at
        match self.text[start : start + 1]:
            case "[":
                self.list(path, depth + 1)
            case "{":
                self.table(path, depth + 1)
            case '"' | "'":
                self.take(QUOTED)
            case _:
                self.take(BARE)
        self.note(path, key, start)

    def list(self, path: Path, depth: int) -> None:
        """Values between brackets, over as many lines as it likes."""
        self.expect("[")
        place = 0
        while self.skip(GAP) and not self.text.startswith("]", self.at):
            self.value((*path, place), self.at, depth)
            self.skip(GAP)
            place += 1
            if not self.text.startswith("]", self.at):
                self.expect(",")
        self.expect("]")

    def table(self, path: Path, depth: int) -> None:
        """Settings between braces. Line breaks there are for the reader of the values to refuse."""
        self.expect("{")
        while self.skip(GAP) and not self.text.startswith("}", self.at):
            self.setting(path, depth)
            self.skip(GAP)
            if not self.text.startswith("}", self.at):
                self.expect(",")
        self.expect("}")

    def note(self, path: Path, key: int, start: int) -> None:
        """Write down what lies between `start` and here."""
        self.found[path] = Spot(path, bisect_left(self.breaks, key) + 1, start, self.at)

    def skip(self, what: re.Pattern[str]) -> bool:
        """Step over what may stand here; always true, so that a loop can begin with it."""
        found = what.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return True

    def take(self, what: re.Pattern[str]) -> str:
        """Step over what has to stand here."""
        found = what.match(self.text, self.at)
        if not found:
            raise Astray
        self.at = found.end()
        return found[0]

    def expect(self, mark: str) -> None:
        """Step over this very mark."""
        if not self.text.startswith(mark, self.at):
            raise Astray
        self.at += len(mark)
