"""Column types that keep numbers exact and names in one place."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import BigInteger, Dialect, ForeignKey, String, Text, TypeDecorator
from sqlalchemy.orm import mapped_column

THOUSAND = 1000


class Thousandths(TypeDecorator[Decimal]):
    """A score or a sum with at most three decimals, kept as a whole number of thousandths."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        """Refuse what thousandths cannot hold, rather than round it silently."""
        if value is None:
            return None
        if not isinstance(value, Decimal):
            raise TypeError(f"{value!r} is not a Decimal")
        scaled = value * THOUSAND
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than three decimals")
        return int(scaled)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """The number as it was given, without trailing zeros."""
        return None if value is None else Decimal(value) / THOUSAND


class Written(TypeDecorator[Decimal]):
    """A figure with all its decimals, kept as it is written: thousandths would cut some of them."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Plain digits without an exponent; anything but a finite Decimal is a mistake of ours."""
        if value is None:
            return None
        if not isinstance(value, Decimal) or not value.is_finite():
            raise TypeError(f"{value!r} is no finite Decimal")
        return format(value, "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """The number as it was given."""
        return None if value is None else Decimal(value)


# For tables whose rows can be deleted and are named elsewhere by their number: SQLite would give a number again.
NUMBERS_ONCE = {"sqlite_autoincrement": True}

key = Annotated[int, mapped_column(primary_key=True)]
code = Annotated[str, mapped_column(String(40))]
name = Annotated[str, mapped_column(String(100))]
short = Annotated[str, mapped_column(String(200))]
text = Annotated[str, mapped_column(Text)]
day = Annotated[date, mapped_column()]
moment = Annotated[datetime, mapped_column()]
score = Annotated[Decimal, mapped_column(Thousandths)]
exact = Annotated[Decimal, mapped_column(Written)]


def to(target: str, **options: Any) -> Any:
    """An indexed reference to another table's key."""
    return mapped_column(ForeignKey(f"{target}.id"), index=True, **options)
