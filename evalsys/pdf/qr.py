"""QR codes as rows of dark (1) and light (0) squares.

All of a code but its data is the same for every text of the same length, so it is kept as a plan: for each square,
which bit of the data it shows, and whether the mask turns it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel, QRRSBlock

_LEVEL = QRErrorCorrectLevel.M
# Any of the eight masks is read by every reader; trying all of them takes most of the time of a card.
_MASK = 4
_BYTES, _PADDING = 0b0100, b"\xec\x11"
_SHORT_COUNTS = 9  # up to this version the number of bytes is written in one byte, above it in two
_FIELD = 0x11D


class _Plan(NamedTuple):
    """A version of the code: how many data and check bytes its blocks have, and where each bit goes."""

    side: int
    blocks: tuple[tuple[int, int], ...]
    place: Callable[[str], tuple[str, ...]]


@lru_cache(256)
def matrix(content: str) -> tuple[str, ...]:
    """The squares of the code, top row first; it may lose 15% of itself and still be read."""
    data = content.encode()
    plan, counted = _fitting(len(data))
    bits = "".join([_EIGHT[byte] for byte in _interleaved(_padded(data, plan, counted), plan)])
    squares = "".join(plan.place(f"{bits}{bits.translate(_TURNED)}10"))
    return tuple([squares[start : start + plan.side] for start in range(0, len(squares), plan.side)])


_EIGHT = [f"{byte:08b}" for byte in range(256)]
_TURNED = str.maketrans("01", "10")


@cache
def _fitting(count: int) -> tuple[_Plan, int]:
    """The smallest version for so many bytes, and in how many bytes their number is written."""
    for version in range(1, 41):
        counted = 1 if version <= _SHORT_COUNTS else 2
        if count + counted + 1 <= sum(block.dataCount for block in QRRSBlock.getRSBlocks(version, _LEVEL)):
            return _plan(version), counted
    raise ValueError(f"{count} bytes are too many for one code")


def _padded(data: bytes, plan: _Plan, counted: int) -> bytes:
    """Kind, number and data, then padding to the end."""
    head = (_BYTES << 8 * counted) | len(data)
    started = (((head << 8 * len(data)) | int.from_bytes(data)) << 4).to_bytes(len(data) + counted + 1)
    room = sum(count for count, _ in plan.blocks) - len(started)
    return started + (_PADDING * (room // 2 + 1))[:room]


def _interleaved(data: bytes, plan: _Plan) -> Iterator[int]:
    """The first byte of every block, the second of every block …, the check bytes in the same way."""
    parts, checks, start = [], [], 0
    for count, checked in plan.blocks:
        parts.append(data[start : start + count])
        checks.append(_checks(parts[-1], checked))
        start += count
    for group in (parts, checks):
        for place in range(max(map(len, group))):
            yield from (part[place] for part in group if place < len(part))


def _checks(data: bytes, count: int) -> bytes:
    """The remainder of the data divided by the generator: Reed and Solomon's check bytes."""
    table, top, rest = _multiples(count), 8 * (count - 1), 0
    inside = (1 << top) - 1
    for byte in data:
        rest = ((rest & inside) << 8) ^ table[(rest >> top) ^ byte]
    return rest.to_bytes(count)


@cache
def _multiples(count: int) -> list[int]:
    """The generator of so many check bytes, times each byte, as one number each."""
    generator, root = [1], 1
    for _ in range(count):
        longer = [*generator, 0]
        for place, factor in enumerate(generator):
            longer[place + 1] ^= _times(factor, root)
        generator, root = longer, _times(root, 2)
    return [int.from_bytes(bytes(_times(byte, factor) for factor in generator[1:])) for byte in range(256)]


def _times(a: int, b: int) -> int:
    """The product in the field of 256 elements that the standard names."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = (a << 1) ^ (_FIELD if a & 0x80 else 0)
        b >>= 1
    return product


@cache
def _plan(version: int) -> _Plan:
    """Drawn once with reportlab's patterns; what they leave open is for the data."""
    code = QRCode(version, _LEVEL)
    side = code.moduleCount = 4 * version + 17
    code.modules = [[None] * side for _ in range(side)]
    for row, column in ((0, 0), (side - 7, 0), (0, side - 7)):
        code.setupPositionProbePattern(row, column)
    code.setupPositionAdjustPattern()
    code.setupTimingPattern()
    code.setupTypeInfo(False, _MASK)
    if version >= 7:
        code.setupTypeNumber(False)
    blocks = tuple((b.dataCount, b.totalCount - b.dataCount) for b in QRRSBlock.getRSBlocks(version, _LEVEL))
    bits = 8 * sum(map(sum, blocks))
    order = {cell: number for number, cell in enumerate(_way(code.modules))}
    sources = []
    for row in range(side):
        for column, set_dark in enumerate(code.modules[row]):
            if set_dark is None:
                turned = (row // 2 + column // 3) % 2 == 0
                number = order[row, column]
                # the few squares behind the last bit show a light one, masked like the others
                sources.append(number + bits * turned if number < bits else 2 * bits + (not turned))
            else:
                sources.append(2 * bits + (not set_dark))
    return _Plan(side, blocks, itemgetter(*sources))


def _way(modules: list[list[bool | None]]) -> Iterator[tuple[int, int]]:
    """The open squares in the order of the bits: two columns at a time from the right, up and down in turn."""
    side, upwards = len(modules), True
    for right in (*range(side - 1, 6, -2), 5, 3, 1):
        for row in range(side - 1, -1, -1) if upwards else range(side):
            yield from ((row, column) for column in (right, right - 1) if modules[row][column] is None)
        upwards = not upwards
