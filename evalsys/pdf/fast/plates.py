"""Plates: forms written and compressed once, and the fonts that the plates of a document share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from string import ascii_uppercase, digits
from typing import NamedTuple

from evalsys.pdf.faces import SONG, SONG_BOLD
from evalsys.pdf.fast.ink import PRINTED, Writer, traced
from evalsys.pdf.fast.subsets import Subset, squeezed, subset
from evalsys.pdf.marks import Print

# Filled into most forms: they come with the plate, so that a card needs fewer characters of its own.
_SIGNS = f"{digits}{ascii_uppercase} .%=()+-×÷无优秀称职基本合格良好不定等次"
_OFTEN = {
    SONG: frozenset(
        f"{_SIGNS}abcdef—，、：。年月日个人各第校验码计算数据指纹工作评分参加去掉最高低"
        "村镇党支部书记副主任助理委员会大学专科硕士研究生男女中共群众"
    ),
    SONG_BOLD: frozenset(_SIGNS),
}


class Plate(NamedTuple):
    """A form as a compressed content stream, and the characters that it needs of each font."""

    packed: bytes
    chars: Mapping[str, frozenset[str]]


@lru_cache(128)
def plate(stock: Print) -> Plate:
    """The plate of what is printed on a form; as many are kept as a township has in use at a time."""
    writer = Writer(PRINTED)
    ops = [*traced(stock.shapes), *writer.written(stock.texts)]
    chars = {name: _OFTEN.get(name, frozenset()) | used for name, used in writer.used.items()}
    return Plate(squeezed("\n".join(ops).encode()), chars)


def shared(plates: Sequence[Plate]) -> dict[str, frozenset[str]]:
    """The characters of each font that the plates of a document need together."""
    if len(plates) == 1:
        return dict(plates[0].chars)
    names = dict.fromkeys(name for one in plates for name in one.chars)
    return {name: frozenset().union(*(one.chars.get(name, ()) for one in plates)) for name in sorted(names)}


@lru_cache(24)
def printed(name: str, chars: frozenset[str]) -> Subset:
    """The subset for the plates; kept, because most documents of a period need the same."""
    return subset(name, chars)
