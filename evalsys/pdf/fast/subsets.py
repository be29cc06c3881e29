"""The characters of one font that a document needs, as the objects that embed them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import cache, lru_cache
from sys import byteorder
from typing import NamedTuple
from zlib import crc32

from isal import isal_zlib
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject

from evalsys.pdf.faces import Kept, font_file, letters, postscript_name
from evalsys.pdf.fast.ink import codes
from evalsys.pdf.fontfile import Letter

_SYMBOLIC, _ITALIC_ANGLE, _STEM = 4, 0, 80
_MOST_PAIRS = 100  # a character map lists no more in one block
_MAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{} endcmap CMapName currentdict /CMap defineresource pop end end"""


def squeezed(content: bytes) -> bytes:
    """Deflated quickly; whoever inflates sees no difference."""
    return isal_zlib.compress(content, 2)


class Stream(PDFObject):
    """An object of reportlab's document whose bytes are ready: a dictionary, and data if there are any."""

    def __init__(self, entries: str, packed: bytes | None = None):
        self.entries, self.packed = entries, packed

    def format(self, document: PDFDocument) -> bytes:
        """The bytes between `obj` and `endobj`."""
        if self.packed is None:
            return f"<< {self.entries} >>".encode()
        head = f"<< {self.entries} /Filter /FlateDecode /Length {len(self.packed)} >>\nstream\n"
        return b"%b%b\nendstream" % (head.encode(), self.packed)


def added(document: PDFDocument, thing: Stream, name: str) -> str:
    """Make the object part of the document; how others refer to it."""
    document.Reference(thing, name)
    return reference(document, name)


def reference(document: PDFDocument, name: str) -> str:
    """How an object of that name is referred to."""
    number, _ = document.idToObjectNumberAndVersion[name]
    return f"{number} 0 R"


class Subset(NamedTuple):
    """A subset ready to be embedded: entries of its dictionaries, and its compressed streams."""

    name: str
    widths: str
    descriptor: str
    size: int
    file: bytes
    glyphs: bytes
    unicode: bytes

    def embed(self, document: PDFDocument, label: str) -> None:
        """Add the font's six objects and make it known to all pages under that label."""
        file = added(document, Stream(f"/Length1 {self.size}", self.file), f"{label}:file")
        glyphs = added(document, Stream("", self.glyphs), f"{label}:glyphs")
        unicode = added(document, Stream("", self.unicode), f"{label}:unicode")
        descriptor = added(document, Stream(f"{self.descriptor} /FontFile2 {file}"), f"{label}:descriptor")
        described = f"/BaseFont /{self.name} /FontDescriptor {descriptor} /CIDToGIDMap {glyphs} {self.widths}"
        inner = added(document, Stream(f"/Type /Font /Subtype /CIDFontType2 {_SYSTEM} {described}"), f"{label}:inner")
        outer = (
            f"/Type /Font /Subtype /Type0 /BaseFont /{self.name} /Encoding /Identity-H "
            f"/DescendantFonts [{inner}] /ToUnicode {unicode}"
        )
        added(document, Stream(outer), label)
        document.idToObject["BasicFonts"].dict[label] = document.Reference(document.idToObject[label])


_SYSTEM = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"


def subset(name: str, chars: Iterable[str]) -> Subset:
    """The objects for those characters, in an order that depends on nothing else."""
    known = letters(name)
    ordered = sorted(chars)
    found = [known[char] for char in ordered]
    file = font_file(name).subset([glyph for _, glyph, _ in found])
    tagged = f"{_tag(''.join(ordered))}+{postscript_name(name)}"
    return Subset(
        tagged,
        _widths(found),
        f"/Type /FontDescriptor /FontName /{tagged} {_described(name)}",
        len(file),
        squeezed(file),
        squeezed(_glyphs(found)),
        squeezed(_unicode(name, ordered)),
    )


def _tag(chars: str) -> str:
    """Six letters, as a subset's name has to begin; others for other characters."""
    number, tag = crc32(chars.encode()), ""
    for _ in range(6):
        number, letter = divmod(number, 26)
        tag += chr(65 + letter)
    return tag


def _widths(found: list[Letter]) -> str:
    """Most characters are as wide as the size; the others are listed."""
    listed = " ".join([f"{number} [{width:g}]" for number, _, width in found if width != 1000])
    return f"/DW 1000 /W [{listed}]"


def _glyphs(found: list[Letter]) -> bytes:
    """Two bytes for each number up to the highest: the place of its glyph in the subset."""
    table = array("H", bytes(2 * max(number for number, _, _ in found) + 2))
    for place, (number, _, _) in enumerate(found, 1):
        table[number] = place
    if byteorder == "little":
        table.byteswap()
    return table.tobytes()


def _unicode(name: str, ordered: list[str]) -> bytes:
    """Which character each number stands for, so that text can be searched and copied."""
    pairs = list(map(_pairs(name).__getitem__, ordered))
    blocks = [pairs[start : start + _MOST_PAIRS] for start in range(0, len(pairs), _MOST_PAIRS)]
    listed = "\n".join([f"{len(block)} beginbfchar {' '.join(block)} endbfchar" for block in blocks])
    return _MAP.format(listed).encode()


@cache
def _pairs(name: str) -> Kept[str]:
    """The lines of that map, one a character."""
    known = codes(name)
    return Kept(lambda char: f"<{known[char]}> <{char.encode('utf-16-be').hex()}>")


@lru_cache(8)
def _described(name: str) -> str:
    """What a viewer wants to know of the whole font, in thousandths."""
    file = font_file(name)
    box = " ".join(f"{file.signed('head', place) * 1000 / file.units:g}" for place in (36, 38, 40, 42))
    ascent, descent = (file.signed("hhea", place) * 1000 / file.units for place in (4, 6))
    heights = f"/Ascent {ascent:g} /Descent {descent:g} /CapHeight {ascent:g}"
    return f"/Flags {_SYMBOLIC} /FontBBox [{box}] {heights} /ItalicAngle {_ITALIC_ANGLE} /StemV {_STEM}"
