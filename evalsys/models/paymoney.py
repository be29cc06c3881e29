"""Money in the tables: exact to the fen, kept as a whole number of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import BigInteger, Dialect, TypeDecorator
from sqlalchemy.orm import mapped_column

FEN_IN_A_YUAN = 100


class Fen(TypeDecorator[Decimal]):
    """An amount in yuan with two decimals, kept as a whole number of fen."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        """Refuse what is no whole number of fen, rather than round it silently."""
        if value is None:
            return None
        if not isinstance(value, Decimal):
            raise TypeError(f"{value!r} is not a Decimal")
        fen = value * FEN_IN_A_YUAN
        if fen != fen.to_integral_value():
            raise ValueError(f"{value} is no whole number of fen")
        return int(fen)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """The amount with its two decimals."""
        return None if value is None else Decimal(value).scaleb(-2)


money = Annotated[Decimal, mapped_column(Fen)]
