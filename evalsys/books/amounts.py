"""Cleaners of numbers: exact decimals, marks, counts and money in the column's unit."""

from __future__ import annotations

import re
from decimal import Decimal

from evalsys.books.book import exact_number
from evalsys.books.cells import NO_HINTS, Hints, is_nothing, number_text
from evalsys.books.problems import N_, Cleaned, wrong

YUAN, WAN_YUAN = "元", "万元"
_LIMIT = Decimal(10) ** 12
_HUNDRED = Decimal(100)
_TEN_THOUSAND = Decimal(10_000)
_NUMBER = re.compile(
    r"(?P<sign>[+\-−]?)[¥￥]?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?|[0-9]+\.?[0-9]*|\.[0-9]+)"
    r"(?P<unit>万元|万|元|分|个|份|票|人|户|人次)?"
)
_WORTH = {"万元": _TEN_THOUSAND, "万": _TEN_THOUSAND, "元": Decimal(1)}


def _read(value: object) -> tuple[Decimal, str] | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return (exact_number(value) if isinstance(value, float) else Decimal(value)), ""
    found = _NUMBER.fullmatch(number_text(value)[:40])
    if not found:
        return None
    number = Decimal(found["digits"].replace(",", ""))
    return (number if found["sign"] in ("", "+") else -number), found["unit"] or ""


def number(value: object, _: Hints = NO_HINTS) -> Cleaned:
    """An exact decimal; full-width digits and thousands separators are fine."""
    if is_nothing(value):
        return Cleaned()
    read = _read(value)
    if read is None:
        return wrong("number_unreadable", N_("这里应是一个数。请只填数字，说明写在备注里。"))
    amount = read[0] * (_TEN_THOUSAND if read[1].startswith("万") else 1)
    if abs(amount) >= _LIMIT:
        return wrong("number_too_big", N_("这个数大得不合情理。请核对。"))
    return Cleaned(amount)


def mark(value: object, hints: Hints = NO_HINTS) -> Cleaned:
    """A mark from 0 to 100."""
    cleaned = number(value, hints)
    if isinstance(cleaned.value, Decimal) and not 0 <= cleaned.value <= _HUNDRED:
        return wrong("mark_out_of_range", N_("分数应在 0 至 100 之间。请核对。"))
    return cleaned


def deduction(value: object, hints: Hints = NO_HINTS) -> Cleaned:
    """Points taken off: both -1 and 1 in such a column mean one point less."""
    cleaned = number(value, hints)
    return Cleaned(-abs(cleaned.value)) if isinstance(cleaned.value, Decimal) else cleaned


def number_if_any(value: object, hints: Hints = NO_HINTS) -> Cleaned:
    """A number of a column that nobody asked for: kept when it is one, passed over when not."""
    return Cleaned(number(value, hints).value)


def count(value: object, hints: Hints = NO_HINTS) -> Cleaned:
    """A whole number, not below zero."""
    cleaned = number(value, hints)
    if not isinstance(cleaned.value, Decimal):
        return cleaned
    if cleaned.value < 0 or cleaned.value != int(cleaned.value):
        return wrong("count_not_whole", N_("这里应是不小于 0 的整数。请核对。"))
    return Cleaned(int(cleaned.value))


def year(value: object, hints: Hints = NO_HINTS) -> Cleaned:
    """A calendar year: 2025, 2025年, 2025年度."""
    text = number_text(value)
    if is_nothing(value):
        return Cleaned()
    found = re.fullmatch(r"((?:19|20|21)[0-9]{2})(?:\.0)?(?:年度?)?", text)
    return Cleaned(int(found[1])) if found else wrong("year_unreadable", N_("这里应是年份。请写成 2025年 的样子。"))


def money_in(unit: str):
    """A cleaner of sums kept in `unit`: what the cell says wins over the column, the column over the sheet."""

    def clean(value: object, hints: Hints = NO_HINTS) -> Cleaned:
        cleaned = number(value, hints)
        if not isinstance(cleaned.value, Decimal) or isinstance(value, (int, float)):
            worth = _WORTH[hints.unit or unit]
        else:
            read = _read(value)
            written = read[1] if read else ""
            worth = _WORTH.get(written) or _WORTH[hints.unit or unit]
            cleaned = Cleaned(read[0]) if read else cleaned
        if not isinstance(cleaned.value, Decimal):
            return cleaned
        return Cleaned(cleaned.value if worth == _WORTH[unit] else _shifted(cleaned.value * worth / _WORTH[unit]))

    return clean


def _shifted(amount: Decimal) -> Decimal:
    """A converted sum in plain digits: 3E+5 is 300000."""
    return Decimal(format(amount.normalize(), "f"))
