"""A TrueType file read in place: which character has which glyph, how wide it is, and subsets of a few glyphs.

Nothing of the file is copied into the process but what is asked for: the pages are shared by all processes, and a
card touches few of them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import Struct, pack, unpack, unpack_from
from typing import NamedTuple

from reportlab.lib.rl_accel import calcChecksum

_WIDE_UNICODE = (3, 10)  # the character map that reaches beyond U+FFFF
_WHOLE = 0xB1B0AFBA  # what the check sum of a whole file is taken from
_GROUP = Struct(">III")
_WORDS, _MORE, _SCALE, _TWO_SCALES, _MATRIX = 1, 32, 8, 64, 128  # flags of a part of a composed glyph


class Letter(NamedTuple):
    """A character of a font: its number among the font's characters, its glyph, its width in thousandths."""

    number: int
    glyph: int
    width: float


class FontFile:
    """The tables of one file that papers need."""

    def __init__(self, path: Path):
        with path.open("rb") as file:
            self.data = mmap(file.fileno(), 0, access=ACCESS_READ)
        (count,) = unpack_from(">H", self.data, 4)
        entries = (unpack_from(">4sIII", self.data, 12 + 16 * place) for place in range(count))
        self.tables = {tag.decode(): (start, size) for tag, _, start, size in entries}
        self.units, self.long_offsets = self.number("head", 18), self.number("head", 50)
        self.advances = self.number("hhea", 34)
        self._read_characters()
        self.part = lru_cache(4096)(self._part)

    def number(self, table: str, place: int) -> int:
        """A short number somewhere in a table."""
        return unpack_from(">H", self.data, self.tables[table][0] + place)[0]

    def signed(self, table: str, place: int) -> int:
        """A short number that may be below zero."""
        return unpack_from(">h", self.data, self.tables[table][0] + place)[0]

    def table(self, tag: str) -> bytes:
        """A whole table; for the small ones."""
        start, size = self.tables[tag]
        return self.data[start : start + size]

    def _read_characters(self) -> None:
        """Runs of characters whose glyphs follow one another, and how many characters stand before each run."""
        start = self.tables["cmap"][0]
        maps = (unpack_from(">HHI", self.data, start + 4 + 8 * n) for n in range(self.number("cmap", 2)))
        (at,) = (start + place for *kind, place in maps if tuple(kind) == _WIDE_UNICODE)
        (count,) = unpack_from(">I", self.data, at + 12)
        self.firsts, self.lasts, self.glyphs, self.before = (array("L") for _ in range(4))
        so_far = 1  # nothing has the number 0
        for first, last, glyph in _GROUP.iter_unpack(self.data[at + 16 : at + 16 + 12 * count]):
            for column, value in zip(
                (self.firsts, self.lasts, self.glyphs, self.before), (first, last, glyph, so_far), strict=True
            ):
                column.append(value)
            so_far += last - first + 1
        if so_far > 0xFFFF:
            raise ValueError("a font with more characters than two bytes can number")

    def letter(self, char: str) -> Letter | None:
        """What the font has for that character."""
        code = ord(char)
        run = bisect_right(self.firsts, code) - 1
        if run < 0 or code > self.lasts[run]:
            return None
        glyph = self.glyphs[run] + code - self.firsts[run]
        number = self.before[run] + code - self.firsts[run]
        return Letter(number, glyph, self.width(glyph)) if glyph else None

    def characters(self) -> Iterable[str]:
        """Every character that has a glyph."""
        for first, last, glyph in zip(self.firsts, self.lasts, self.glyphs, strict=True):
            yield from map(chr, range(first if glyph else first + 1, last + 1))

    def measure(self, glyph: int) -> tuple[int, int]:
        """Advance and left bearing as the file has them."""
        start = self.tables["hmtx"][0]
        if glyph < self.advances:
            return unpack_from(">Hh", self.data, start + 4 * glyph)
        (advance,) = unpack_from(">H", self.data, start + 4 * (self.advances - 1))
        (bearing,) = unpack_from(">h", self.data, start + 4 * self.advances + 2 * (glyph - self.advances))
        return advance, bearing

    def width(self, glyph: int) -> float:
        """The advance in thousandths of the size."""
        return self.measure(glyph)[0] * 1000 / self.units

    def outline(self, glyph: int) -> bytes:
        """The glyph as it stands in the file."""
        start, base = self.tables["loca"][0], self.tables["glyf"][0]
        if self.long_offsets:
            first, end = unpack_from(">II", self.data, start + 4 * glyph)
        else:
            first, end = (2 * half for half in unpack_from(">HH", self.data, start + 2 * glyph))
        return self.data[base + first : base + end]

    def _part(self, glyph: int) -> tuple[bytes, bytes]:
        """Outline and measures as a subset takes them."""
        outline = self.outline(glyph)
        return outline + bytes(-len(outline) % 4), pack(">Hh", *self.measure(glyph))

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """A font of those glyphs alone, in that order behind an empty first one; parts of composed glyphs follow."""
        order = [0, *glyphs]
        places = {glyph: place for place, glyph in enumerate(order)}
        outlines, measures, offsets, end = [], [], [0], 0
        for glyph in order:  # grows while it is walked
            outline, measure = self.part(glyph)
            if outline[:1] >= b"\x80":
                outline = _renumbered(outline, order, places)
            outlines.append(outline)
            measures.append(measure)
            end += len(outline)
            offsets.append(end)
        head, hhea, maxp = (bytearray(self.table(tag)) for tag in ("head", "hhea", "maxp"))
        head[8:12], head[50:52] = bytes(4), b"\0\1"
        hhea[34:36] = maxp[4:6] = pack(">H", len(order))
        return _file(
            {
                b"glyf": b"".join(outlines),
                b"head": bytes(head),
                b"hhea": bytes(hhea),
                b"hmtx": b"".join(measures),
                b"loca": pack(f">{len(offsets)}I", *offsets),
                b"maxp": bytes(maxp),
            }
        )


def _renumbered(outline: bytes, order: list[int], places: dict[int, int]) -> bytes:
    """A composed glyph whose parts are named by their places in the subset; parts not yet there are added to it."""
    changed, at, flags = bytearray(outline), 10, _MORE
    while flags & _MORE:
        flags, part = unpack(">HH", changed[at : at + 4])
        if part not in places:
            places[part] = len(order)
            order.append(part)
        changed[at + 2 : at + 4] = pack(">H", places[part])
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
    return bytes(changed)


def _file(tables: dict[bytes, bytes]) -> bytes:
    """The tables, in the order of their names, with their directory and check sums."""
    power = len(tables).bit_length() - 1
    parts = [pack(">IHHHH", 0x00010000, len(tables), 16 << power, power, 16 * (len(tables) - (1 << power)))]
    place = {}
    start = 12 + 16 * len(tables)
    for tag, content in tables.items():
        place[tag] = start
        parts.append(pack(">4sIII", tag, calcChecksum(content) & 0xFFFFFFFF, start, len(content)))
        start += len(content) + -len(content) % 4
    whole = bytearray(b"".join([*parts, *(content + bytes(-len(content) % 4) for content in tables.values())]))
    whole[place[b"head"] + 8 : place[b"head"] + 12] = pack(">I", (_WHOLE - calcChecksum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)
