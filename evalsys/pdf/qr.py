"""QR codes as a matrix of dark squares."""

from __future__ import annotations

from functools import lru_cache

from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

# Any of the eight masks is read by every reader; trying all of them takes most of the time of a card.
_MASK = 4


@lru_cache(256)
def matrix(content: str) -> tuple[tuple[bool, ...], ...]:
    """The squares of the code, top row first; it may lose 15% of itself and still be read."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(content))
    code.version = code.calculate_version()
    code.makeImpl(False, _MASK)
    return tuple(tuple(bool(cell) for cell in row) for row in code.modules)
