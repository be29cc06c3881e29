"""Cleaners of dates: whole, to the month, or with the clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from evalsys.books.book import exact_number, folded, is_blank, squeezed
from evalsys.books.cells import NO_HINTS, Hints, is_nothing
from evalsys.books.problems import N_, WARNING, Cleaned, Problem, doubtful, wrong

DAY, MONTH = "day", "month"
OPEN_END = frozenset(["至今", "现在", "今", "现任", "在任", "至现在"])
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_YMD = re.compile(r"(?P<y>[0-9]{4})[年.\-/、](?P<m>[0-9]{1,2})[月.\-/、](?P<d>[0-9]{1,2})[日号]?")
_YM = re.compile(r"(?P<y>[0-9]{4})[年.\-/、](?P<m>[0-9]{1,2})月?份?")
_MD = re.compile(r"(?P<m>[0-9]{1,2})[月.\-/](?P<d>[0-9]{1,2})[日号]?")
_M = re.compile(r"(?P<m>[0-9]{1,2})月份?")
_RUN_DAY = re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_RUN_MONTH = re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})")
_CLOCK = re.compile(
    r"(?P<day>.{4,20}?(?:[日号]|[0-9](?=[T ])))[T ]*(?P<h>[0-9]{1,2})[:时点](?P<min>[0-9]{1,2})分?(?::[0-9.]{1,9})?"
)
_SERIALS = range(20_000, 80_000)  # days since 1900 from 1954 to 2119
_EPOCH = date(1899, 12, 30)
_UNREADABLE = N_("看不懂这个日期。请写成 2026.04.20 或 2026年4月20日 的样子。")


@dataclass(frozen=True)
class PartialDate:
    """A date known to the day or to the month; `first` is its first day."""

    first: date
    precision: str = DAY

    def __str__(self) -> str:
        return self.first.isoformat() if self.precision == DAY else self.first.strftime("%Y.%m")


def partial(value: object, hints: Hints = NO_HINTS) -> Cleaned:
    """A date to the day or the month: 1985.07, 2026年4月, 20260420, an Excel date."""
    if is_nothing(value):
        return Cleaned()
    read = _read(value, hints)
    return read if isinstance(read, Cleaned) else _believed(read, hints)


def whole(value: object, hints: Hints = NO_HINTS) -> Cleaned:
    """A date that must name its day."""
    cleaned = partial(value, hints)
    if not isinstance(cleaned.value, PartialDate):
        return cleaned
    if cleaned.value.precision == MONTH:
        return wrong("date_without_day", N_("日期只写到月。请写明是哪一天，如 2026.04.20。"))
    return Cleaned(cleaned.value.first, cleaned.problem)


def month(value: object, hints: Hints = NO_HINTS) -> Cleaned:
    """The month that a mark is for, kept as its first day."""
    only = _M.fullmatch(squeezed(value))
    if only and hints.year:
        value = f"{hints.year}年{only['m']}月"
    cleaned = partial(value, hints)
    if not isinstance(cleaned.value, PartialDate):
        return cleaned
    return Cleaned(cleaned.value.first.replace(day=1), cleaned.problem)


def monday(value: object, hints: Hints = NO_HINTS) -> Cleaned:
    """The Monday that names a week; another day of the week is moved to it, and said."""
    cleaned = whole(value, hints)
    if not isinstance(cleaned.value, date) or cleaned.value.weekday() == 0:
        return cleaned
    first = cleaned.value - timedelta(days=cleaned.value.weekday())
    return doubtful(first, "week_not_monday", N_("这一天不是周一，按当周周一 %(monday)s 记。请核对。"), monday=first)


def open_end(value: object, hints: Hints = NO_HINTS) -> Cleaned:
    """The last day of a span; 至今 or nothing is an open end."""
    return Cleaned() if squeezed(value) in OPEN_END else partial(value, hints)


def open_day(value: object, hints: Hints = NO_HINTS) -> Cleaned:
    """The last day of a leave, to the day."""
    return Cleaned() if squeezed(value) in OPEN_END else whole(value, hints)


def clock(value: object, hints: Hints = NO_HINTS) -> Cleaned:
    """A day with its time, as entries are stamped; midnight when only the day is written."""
    if is_blank(value):
        return Cleaned()
    if isinstance(value, datetime):
        return Cleaned(value.replace(second=0, microsecond=0))
    found = _CLOCK.fullmatch(folded(value))
    if found and int(found["h"]) < 24 and int(found["min"]) < 60:
        day, at = whole(found["day"], hints), time(int(found["h"]), int(found["min"]))
    else:
        day, at = whole(value, hints), time()
    return Cleaned(datetime.combine(day.value, at), day.problem) if isinstance(day.value, date) else day


def _read(value: object, hints: Hints) -> tuple[PartialDate, Problem | None] | Cleaned:
    if isinstance(value, datetime):
        return PartialDate(value.date()), None
    if isinstance(value, date):
        return PartialDate(value), None
    if isinstance(value, (bool, time, timedelta)):
        return wrong("date_unreadable", _UNREADABLE)
    if isinstance(value, int) and value in _SERIALS:
        return PartialDate(_EPOCH + timedelta(days=value)), None
    if isinstance(value, float) and 0 < value < _SERIALS.stop:
        return _read_float(exact_number(value))
    return _read_text(squeezed(value), hints)


def _read_float(number: Decimal) -> tuple[PartialDate, Problem | None] | Cleaned:
    """1985.07 as a number; Excel drops the last zero of 1985.10, so that 1985.1 is October, never January."""
    year, part = divmod(number, 1)
    if int(year) in _SERIALS:
        return PartialDate(_EPOCH + timedelta(days=int(year))), None
    tenths = part * 100
    if tenths == 10:
        says = N_("Excel 把它当成数字，%(shown)s 可能是 10 月，也可能是 1 月，先按 10 月记。请核对。")
        doubt = Problem("month_ambiguous", says, {"shown": str(number), "year": int(year)}, WARNING)
        return _built(int(year), 10, None, doubt)
    return _built(int(year), int(tenths), None) if tenths == int(tenths) else wrong("date_unreadable", _UNREADABLE)


def _read_text(text: str, hints: Hints) -> tuple[PartialDate, Problem | None] | Cleaned:
    for pattern in (_YMD, _YM, _RUN_DAY, _RUN_MONTH):
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            return _built(int(parts["y"]), int(parts["m"]), int(parts["d"]) if "d" in parts else None)
    if found := _MD.fullmatch(text):
        if hints.year is None:
            return wrong("date_without_year", N_("日期没有写年份。请写成 2026.04.20 的样子。"))
        return _built(hints.year, int(found["m"]), int(found["d"]))
    if re.fullmatch(r"[0-9]{4}年?", text):
        return wrong("date_without_month", N_("日期只写到年。请至少写到月，如 1985.07。"))
    return wrong("date_unreadable", _UNREADABLE)


def _built(
    year: int, month: int, day: int | None, doubt: Problem | None = None
) -> tuple[PartialDate, Problem | None] | Cleaned:
    try:
        return PartialDate(date(year, month, 1 if day is None else day), MONTH if day is None else DAY), doubt
    except (ValueError, OverflowError):
        return wrong(
            "date_impossible",
            N_("没有这一天：%(year)s 年 %(month)s 月 %(day)s。请核对。"),
            year=year,
            month=month,
            day=f"{day} 日" if day else "",
        )


def _believed(read: tuple[PartialDate, Problem | None], hints: Hints) -> Cleaned:
    found, doubt = read
    if not _FIRST_YEAR <= found.first.year <= _LAST_YEAR:
        return wrong("date_out_of_range", N_("%(year)s 年不合情理。请核对年份。"), year=found.first.year)
    if hints.latest and found.first > hints.latest:
        return doubtful(found, "date_in_future", N_("%(date)s 还没有到。请核对年月。"), date=str(found))
    return Cleaned(found, doubt)
