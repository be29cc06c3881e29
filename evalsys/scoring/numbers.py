"""Exact numbers: read as written, settled once, shown the way clerks write them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
HUNDRED = Decimal(100)
CENT = Decimal("0.01")
WHOLE = Decimal(1)


def exact(written: str | int | Decimal) -> Decimal:
    """Read a number as it was written. A float has already lost digits, so it is refused."""
    if isinstance(written, (float, bool)):
        raise TypeError(f"{written!r} is not an exact number; write numbers as text")
    return Decimal(written)


def settle(amount: Decimal, unit: Decimal = CENT, mode: str = ROUND_HALF_UP) -> Decimal:
    """Round to a multiple of `unit`, half up unless the scheme names another mode."""
    settled = amount.quantize(unit, rounding=mode)
    return settled if settled else settled.copy_abs()  # nobody prints a negative zero


def plain(amount: Decimal) -> str:
    """A number without trailing zeros or exponent, as it is keyed: 85.50 is 85.5, 100 is 100."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
