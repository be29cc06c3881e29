"""Slim a TrueType font for papers: `python tools/fonts.py in.ttf out.ttf`, with fonttools at hand.

Needed only when a font is renewed. Hinting serves small screens and layout tables serve shaping; a PDF made
here uses neither. No character is dropped, and a font whose licence reserves its name must not be slimmed
under that name (see evalsys/pdf/fonts/README.md).
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

LAYOUT = ("GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx")
HINTING = ("gasp", "prep", "fpgm", "cvt ", "hdmx", "VDMX", "LTSH", "DSIG")
KEPT_NAMES = (0, 1, 2, 3, 4, 5, 6, 7, 13, 14)


def slim(source: Path, target: Path) -> set[int]:
    """Write the slimmed font and give back the characters that it covers."""
    font = TTFont(source, recalcTimestamp=False)
    covered = set(font.getBestCmap())
    for tag in LAYOUT + HINTING:
        if tag in font:
            del font[tag]
    font["post"].formatType = 3.0
    names, tables = font["name"], font["cmap"]
    names.names = [name for name in names.names if name.nameID in KEPT_NAMES and name.langID == 0x409]
    # reportlab reads the last Unicode table only; the others repeat it
    tables.tables = [table for table in tables.tables if (table.platformID, table.platEncID) == (3, 10)]
    _drop_hints(font)
    font.save(target, reorderTables=True)
    return covered


def _drop_hints(font: TTFont) -> None:
    glyphs = font["glyf"]
    for name in glyphs.keys():  # noqa: SIM118 - the table is no dict
        glyphs[name].removeHinting()


def main(source: str, target: str) -> None:
    before = slim(Path(source), Path(target))
    after = set(TTFont(target, lazy=True).getBestCmap())
    if before != after:
        raise SystemExit(f"{len(before - after)} characters were lost; nothing may be dropped")
    print(f"{target}: {len(after)} characters, {Path(target).stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
