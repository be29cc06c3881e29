"""Faces of the papers: which font draws which character, how wide it is, and what no font can draw."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from threading import RLock
from typing import TypeVar

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

from evalsys.pdf.fontfile import FontFile, Letter

SONG, SONG_BOLD, KAI = "NotoSerifSC", "NotoSerifSC-Bold", "LXGWWenKai"
BOX = "□"
Found = TypeVar("Found")
LONGEST = 600

_FOLDER = Path(__file__).with_name("fonts")
_FILES = {
    SONG: "NotoSerifSC-Regular.ttf",
    SONG_BOLD: "NotoSerifSC-Bold.ttf",
    KAI: "LXGWWenKai-Regular.ttf",
}
_SPACES = re.compile(r"[\t\n\v\f\r\u0085\u2028\u2029]+")
# C0, C1, soft hyphen, zero-width and direction marks, variation selectors, halves of surrogate pairs
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e01ef]"
)
# What most texts are made of: seen as it is, and composing with nothing
_SIMPLE = re.compile("[ -~×÷·–—‘’“”…①-⑳\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e]*").fullmatch
_BEYOND = re.compile("<([0-9A-F]{5,6})>")
_lock = RLock()


class _Glyphs:
    """The glyf table, cut on demand: a subset reads a few hundred glyphs and must not copy 14 MB for them."""

    def __init__(self, data: bytes, start: int):
        self.data, self.start = data, start

    def __getitem__(self, cut: slice) -> bytes:
        return self.data[self.start + cut.start : self.start + cut.stop]


class _SharedFace(TTFontFace):
    """A parsed font that many documents use at once."""

    def get_table(self, tag: str):
        if tag == "glyf":
            return _Glyphs(self._ttf_data, self.get_table_pos(tag)[0])
        return super().get_table(tag)

    def makeSubset(self, subset):  # noqa: N802 - reportlab's name
        # the parser keeps its reading position in itself, so two threads would read each other's bytes
        with _lock:
            return super().makeSubset(subset)


class _SharedFont(TTFont):
    """A font whose text can be copied and searched, rare characters too."""

    def addObjects(self, doc):  # noqa: N802 - reportlab's name
        """Write characters beyond U+FFFF as surrogate pairs; no reader takes what reportlab writes."""
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                stream.content = _BEYOND.sub(_pair, stream.content)


def _pair(found: re.Match) -> str:
    return f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"


@cache
def _loaded(name: str) -> TTFont:
    font = _SharedFont(name, str(font_path(name)), asciiReadable=False, shapable=False)
    font.face.__class__ = _SharedFace  # TTFont names its face class itself; the parsed data stay as they are
    font.face.glyphToChar = {}  # read only while parsing
    with font_path(name).open("rb") as file:
        # mapped, not held: the pages are shared by all processes and a card touches few of them
        font.face._ttf_data = mmap(file.fileno(), 0, access=ACCESS_READ)
    registerFont(font)
    return font


def face(name: str) -> TTFont:
    """The font of that name, parsed and made known to reportlab on first use."""
    with _lock:
        return _loaded(name)


def font_path(name: str) -> Path:
    """Where the file of that font lies."""
    return _FOLDER / _FILES[name]


def postscript_name(name: str) -> str:
    """What the font calls itself, with its weight."""
    return font_path(name).stem


@cache
def font_file(name: str) -> FontFile:
    """The file of that font, read in place."""
    return FontFile(font_path(name))


class Kept(dict[str, Found]):
    """What was found for a character, kept for the next time: there are only so many characters."""

    def __init__(self, find: Callable[[str], Found]):
        super().__init__()
        self.find = find

    def __missing__(self, char: str) -> Found:
        found = self[char] = self.find(char)
        return found


@cache
def letters(name: str) -> Kept[Letter | None]:
    """The characters of a font; None for one that it does not have."""
    return Kept(font_file(name).letter)


@cache
def advances(name: str) -> Kept[float]:
    """How wide the characters of a font are; an AttributeError for one that it does not have."""
    known = letters(name)
    return Kept(lambda char: known[char].width)


@cache
def covered(name: str) -> frozenset[str]:
    """The characters that a font has a glyph for."""
    return frozenset(font_file(name).characters())


def clean(text: str, limit: int = LONGEST) -> str:
    """The text as it may be drawn: composed, on one line, without unseen controls, cut with a visible … ."""
    return text if len(text) <= limit and _SIMPLE(text) else _cleaned(text, limit)


@lru_cache(4096)
def _cleaned(text: str, limit: int) -> str:
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", _SPACES.sub(" ", text))).replace("☑", "[√]")
    return text if len(text) <= limit else text[: limit - 1] + "…"


@lru_cache(16384)
def runs(text: str, bold: bool = False) -> tuple[tuple[str, str], ...]:
    """The text cut into (face, piece): Song first, Kai for what Song lacks, a box for what neither has."""
    song = SONG_BOLD if bold else SONG
    if all(map(letters(song).__getitem__, text)):
        return ((song, text),) if text else ()
    pieces: list[tuple[str, str]] = []
    for char in text:
        name, drawn = _choice(char, song)
        if pieces and pieces[-1][0] == name:
            pieces[-1] = (name, pieces[-1][1] + drawn)
        else:
            pieces.append((name, drawn))
    return tuple(pieces)


def _choice(char: str, song: str) -> tuple[str, str]:
    if letters(song)[char]:
        return song, char
    return (KAI, char) if letters(KAI)[char] else (song, BOX)


def uncovered(texts: Iterable[str]) -> set[str]:
    """The characters, after cleaning, that no font can draw; each is drawn as a box."""
    lacking = {char for char in set().union(*map(clean, texts)) if not letters(SONG)[char]}
    return {char for char in lacking if not letters(KAI)[char]}


def advance(text: str, bold: bool = False) -> float:
    """How wide the text is, in thousandths of its size."""
    try:
        return sum(map(advances(SONG_BOLD if bold else SONG).__getitem__, text))
    except AttributeError:  # one that Song lacks
        return sum(advances(name)[char] for name, piece in runs(text, bold) for char in piece)


@lru_cache(16384)
def width(text: str, size: float, bold: bool = False) -> float:
    """How wide the text is when drawn, in points."""
    return advance(text, bold) * size / 1000
