"""Exact numbers: read as written, settled once, shown the way clerks write them."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
HUNDRED = Decimal(100)
CENT = Decimal("0.01")
WHOLE = Decimal(1)
FINEST = Decimal("1e-16")


def exact(written: str | int | Decimal) -> Decimal:
    """Read a number as it was written. A float has already lost digits, so it is refused."""
    if isinstance(written, (float, bool)):
        raise TypeError(f"{written!r} is not an exact number; write numbers as text")
    return Decimal(written)


def snap(amount: Decimal) -> Decimal:
    """The exact value of a number that a division may have cut off at the 28th digit (decision 0014).

    Numbers with up to 16 decimals come back as they are. A longer one is a quotient: where a true tie or
    threshold lies within the 16th decimal of it, it is that tie or threshold, because no measure divides by
    numbers that come near 10^15.
    """
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -16:
        short = amount.quantize(FINEST, rounding=ROUND_HALF_EVEN).normalize()
        return short if short.as_tuple().exponent <= 0 else short.quantize(WHOLE)  # type: ignore[operator]
    return amount


def settle(amount: Decimal, unit: Decimal = CENT, mode: str = ROUND_HALF_UP) -> Decimal:
    """Round to a multiple of `unit`, half up unless the scheme names another mode."""
    settled = snap(amount).quantize(unit, rounding=mode)
    return settled if settled else settled.copy_abs()  # nobody prints a negative zero


def plain(amount: Decimal) -> str:
    """A number without trailing zeros or exponent, as it is keyed: 85.50 is 85.5, 100 is 100."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
