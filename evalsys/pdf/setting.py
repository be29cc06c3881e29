"""Typesetting of a paragraph: where Chinese lines may break, and how they fill a width."""

from __future__ import annotations

import re
from functools import lru_cache

from evalsys.pdf.faces import advance, width

_ATOM = re.compile(r"[!-~]+|\s+|.", re.DOTALL)
_NEVER_FIRST = frozenset("，。、；：？！）》〉」』】〕〗”’％·…—～),.;:!?%]}")
_NEVER_LAST = frozenset("（《〈「『【〔〖“‘￥([{")


def lines(text: str, room: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Lines no wider than `room`: no closing mark begins one, no opening mark ends one."""
    return (text,) if width(text, size, bold) <= room else _broken(text, room, size, bold)


@lru_cache(4096)
def _broken(text: str, room: float, size: float, bold: bool) -> tuple[str, ...]:
    done: list[str] = []
    current, so_far = "", 0.0
    for piece in _pieces(text):
        if (so_far + advance(piece.rstrip(), bold)) * size / 1000 <= room:
            current += piece
            so_far += advance(piece, bold)
            continue
        if current.strip():
            done.append(current.strip())
        *full, current = _chopped(piece.lstrip(), room, size, bold)
        so_far = advance(current, bold)
        done += full
    return (*done, current.strip()) if current.strip() or not done else tuple(done)


def _pieces(text: str) -> list[str]:
    """What stays together: a word, a number, a character with the marks that cling to it."""
    pieces: list[str] = []
    for atom in _ATOM.findall(text):
        if pieces and (atom[0] in _NEVER_FIRST or pieces[-1][-1] in _NEVER_LAST):
            pieces[-1] += atom
        else:
            pieces.append(atom)
    return pieces


def _chopped(piece: str, room: float, size: float, bold: bool) -> list[str]:
    """A piece that is wider than a whole line, cut by characters."""
    if advance(piece, bold) * size / 1000 <= room:
        return [piece]
    cut = [""]
    for char in piece:
        if cut[-1] and advance(cut[-1] + char, bold) * size / 1000 > room:
            cut.append("")
        cut[-1] += char
    return cut
