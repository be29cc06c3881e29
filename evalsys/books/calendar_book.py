"""A year's holidays out of a workbook: a row for each holiday, or a row for each day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from evalsys.books import dates
from evalsys.books.book import Book, Sheet, is_blank, show, squeezed
from evalsys.books.cells import Hints
from evalsys.books.problems import N_, BookRefused

# What the columns are called, by what they hold.
NAMES = {
    "name": ("节日", "节假日", "名称", "节日名称", "假期"),
    "first": ("开始", "开始日期", "放假开始", "放假起", "起", "放假日期"),
    "last": ("结束", "结束日期", "放假结束", "放假止", "止"),
    "makeup": ("调休", "调休上班", "上班日期", "补班", "调休上班日期"),
    "day": ("日期", "日子"),
    "kind": ("类型", "休班", "性质", "安排"),
}
OFF, ON = ("休", "放假", "假", "节假日"), ("班", "上班", "调休", "调休上班", "补班")
BETWEEN = re.compile(r"[、,，;；\s]+")
RANGE = re.compile(r"(.+?)(?:至|到|~|—|–|\.\.)(.+)")
MOST_ROWS = 400
ONE_DAY = timedelta(days=1)


@dataclass
class Holiday:
    """One holiday: its first and last day, and the days that are worked instead."""

    name: str
    first: date
    last: date
    makeup: list[date] = field(default_factory=list)

    @property
    def line(self) -> str:
        """As the calendar's page writes it."""
        worked = f" 调休 {' '.join(day.isoformat() for day in self.makeup)}" if self.makeup else ""
        return f"{self.name} {self.first.isoformat()}..{self.last.isoformat()}{worked}"


def holidays(book: Book, year: int) -> list[Holiday]:
    """The holidays of the first sheet that has some. Raises BookRefused with what is wrong and where."""
    for sheet in book.sheets:
        found = header(sheet)
        if found:
            number, columns = found
            rows = [one for one in sheet.rows if number < one <= number + MOST_ROWS]
            read = by_day if "day" in columns else by_holiday
            return list(read(sheet, rows, columns, Hints(year=year)))
    says = N_("没有找到放假安排。表头要有“节日、开始、结束、调休上班”，或“日期、类型、节日”。")
    raise BookRefused(says)


def header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row that names the columns, with where each stands."""
    for number, values in sheet.rows.items():
        columns = {
            key: place for place, value in enumerate(values, 1) for key in NAMES if squeezed(value) in NAMES[key]
        }
        if {"name", "first"} <= columns.keys() or {"day", "kind"} <= columns.keys():
            return number, columns
    return None


def by_holiday(sheet: Sheet, rows: list[int], columns: Mapping[str, int], hints: Hints) -> Iterator[Holiday]:
    """A row for each holiday; its days may stand in one cell as 2027-02-05至2027-02-11."""
    for number in rows:
        name = squeezed(sheet.cell(number, columns["name"]))
        begins = sheet.cell(number, columns["first"])
        if not name or is_blank(begins):
            continue
        spread = RANGE.fullmatch(squeezed(begins)) if isinstance(begins, str) else None
        first = day_of(spread[1] if spread else begins, sheet, number, hints)
        ends = spread[2] if spread else sheet.cell(number, columns.get("last", 0))
        last = first if is_blank(ends) else day_of(ends, sheet, number, hints)
        written = sheet.cell(number, columns.get("makeup", 0))
        yield Holiday(name, first, last, [day_of(one, sheet, number, hints) for one in several(written)])


def several(value: object) -> list[object]:
    """The dates of one cell."""
    if is_blank(value):
        return []
    return [part for part in BETWEEN.split(value) if part] if isinstance(value, str) else [value]


def by_day(sheet: Sheet, rows: list[int], columns: Mapping[str, int], hints: Hints) -> Iterator[Holiday]:
    """A row for each day: those off are joined to holidays, those worked go to the holiday that lies nearest."""
    off: list[tuple[date, str]] = []
    worked: list[date] = []
    for number in rows:
        kind = squeezed(sheet.cell(number, columns["kind"]))
        if kind in OFF or kind in ON:
            day = day_of(sheet.cell(number, columns["day"]), sheet, number, hints)
            off += [(day, squeezed(sheet.cell(number, columns.get("name", 0))) or N_("节假日"))] * (kind in OFF)
            worked += [day] * (kind in ON)
    found = list(joined(sorted(off)))
    for day in sorted(worked):
        if found:
            min(found, key=lambda holiday: abs(holiday.first - day)).makeup.append(day)
    yield from found


def joined(days: list[tuple[date, str]]) -> Iterator[Holiday]:
    """Days of one name that follow each other, as one holiday."""
    starts = [0, *(n for n, (a, b) in enumerate(pairwise(days), 1) if a[1] != b[1] or b[0] != a[0] + ONE_DAY)]
    for start, end in pairwise([*starts, len(days)]):
        if start < end:
            yield Holiday(days[start][1], days[start][0], days[end - 1][0])


def day_of(value: object, sheet: Sheet, number: int, hints: Hints) -> date:
    """A cell's day. Raises BookRefused that names sheet, row and what is written."""
    cleaned = dates.whole(value, hints)
    if isinstance(cleaned.value, date):
        return cleaned.value
    says = N_("“%(sheet)s”第 %(row)s 行的日期看不懂：%(raw)s。请写成 2027-02-05 的样子。")
    raise BookRefused(says, sheet=sheet.title, row=number, raw=show(value))
