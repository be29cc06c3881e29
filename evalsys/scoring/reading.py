"""Reads one table of a scheme file and collects every mistake, in words that say what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from evalsys.scoring.durations import Duration
from evalsys.scoring.layout import Path
from evalsys.scoring.mistakes import Bare, Page
from evalsys.scoring.numbers import ZERO, exact
from evalsys.scoring.quantities import Amount, Interval

NUMBER = re.compile(r"-?\d+(\.\d+)?")
NAMES = ("id", "number", "stream", "grade", "period", "item", "code", "place")
PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
DURATION = re.compile(r"(\d+)(年|个月|天)")

Read = TypeVar("Read")


def unquote(value: Any, where: str, page: Page, path: Path = ()) -> Any:
    """The file's data with bare decimals as text; each of them is a mistake, named once."""
    if isinstance(value, Bare):
        page.wrong(where, f'小数 {value} 没有加引号，请写成 "{value}"', path)
        return str(value) if NUMBER.fullmatch(value) else "0"
    if isinstance(value, dict):
        name = value.get("id") or value.get("number") or value.get("stream")
        here = f"{where} {name}".strip() if isinstance(name, str) else where
        return {key: unquote(part, f"{here} {key}".strip(), page, (*path, key)) for key, part in value.items()}
    if isinstance(value, list):
        return [unquote(part, where, page, (*path, number)) for number, part in enumerate(value)]
    return value


class Table:
    """One table of the file. What is missing or wrong is written down; a stand-in is given back to go on."""

    def __init__(self, data: Any, where: str, page: Page, path: Path = (), clause: str = ""):
        self.where, self.page, self.path = where, page, path
        self.data: Mapping[str, Any] = data if isinstance(data, dict) else {}
        self.seen: set[str] = set()
        own = self.data.get("clause")
        self.clause = own if isinstance(own, str) else clause
        page.places.setdefault(where, (path, self.clause))
        if not isinstance(data, dict):
            self.wrong("这里应当是一个表（键 = 值）")

    def wrong(self, says: str, key: str = "") -> None:
        """Write down a mistake in this table, or at one of its keys."""
        self.page.wrong(self.where, says, (*self.path, key) if key else self.path, self.clause)

    def has(self, key: str) -> bool:
        """Is the key there? Asking does not count as reading it."""
        return key in self.data

    def take(self, key: str, kind: type | tuple[type, ...], wanted: str) -> Any:
        """The key's value if it is of the wanted kind; otherwise None, and a mistake is written down."""
        self.seen.add(key)
        if key not in self.data:
            self.wrong(f"缺少 {key}，请补上（{wanted}）")
            return None
        value = self.data[key]
        if (isinstance(value, bool) and kind is not bool) or not isinstance(value, kind):
            self.wrong(f"{key} 应当是{wanted}，现在是 {value!r}", key)
            return None
        return value

    def text(self, key: str) -> str:
        """Some words."""
        value: str = self.take(key, str, "文字") or ""
        if key in self.data and isinstance(self.data[key], str) and not value.strip():
            self.wrong(f"{key} 是空的，请填写", key)
        return value.strip()

    def number(self, key: str) -> Decimal:
        """An exact number, written as text or as a whole number."""
        value = self.take(key, (str, int), '数，写成 "0.5" 或整数')
        if value is None:
            return ZERO
        if not NUMBER.fullmatch(str(value)):
            self.wrong(f'{key} 不是数：{value!r}，请写成 "0.5" 或整数', key)
            return ZERO
        return exact(value)

    def percent(self, key: str) -> Decimal:
        """A share, written as "40%"."""
        value = self.take(key, str, '百分比，写成 "40%"')
        found = PERCENT.fullmatch(value) if value else None
        if value and not found:
            self.wrong(f'{key} 不是百分比：{value!r}，请写成 "40%"', key)
        return exact(found[1]) if found else ZERO

    def whole(self, key: str, least: int = 0) -> int:
        """A whole number, not below `least`."""
        value = self.take(key, int, "整数")
        if value is not None and value < least:
            self.wrong(f"{key} 不能小于 {least}", key)
        return least if value is None else int(value)

    def flag(self, key: str) -> bool:
        """Yes or no."""
        return bool(self.take(key, bool, "true 或 false"))

    def day(self, key: str) -> date:
        """A day, written without quotes."""
        value = self.take(key, date, "日期，写成 2026-01-01，不加引号")
        if isinstance(value, datetime):
            self.wrong(f"{key} 只写日期，不写钟点", key)
            return value.date()
        return value or date.max

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words, not empty."""
        values = self.take(key, list, '文字的列表，写成 ["甲", "乙"]') or []
        if key in self.data and (not values or not all(isinstance(value, str) for value in values)):
            self.wrong(f'{key} 应当是非空的文字列表，写成 ["甲", "乙"]', key)
        return tuple(value for value in values if isinstance(value, str))

    def optional(self, key: str, read: Callable[[str], Read], default: Read) -> Read:
        """What `read` makes of the key where it stands; the default where it does not."""
        if key in self.data:
            return read(key)
        self.seen.add(key)
        return default

    def duration(self, key: str) -> Duration:
        """A length of time, written as "1年", "6个月" or "30天"."""
        value = self.text(key)
        found = DURATION.fullmatch(value)
        if value and not found:
            self.wrong(f"{key} 不是时长：{value!r}，请写成 1年、6个月 或 30天", key)
        if not found:
            return Duration()
        number, unit = int(found[1]), found[2]
        return Duration(days=number) if unit == "天" else Duration(number * (12 if unit == "年" else 1))

    def amount(self, key: str) -> Amount:
        """A figure: one number, one for each role, or one from each date on."""
        value = self.data.get(key)
        if isinstance(value, dict):
            roles = self.table(key)
            numbers = {role: roles.number(role) for role in roles.data}
            roles.close()
            return Amount(roles=numbers)
        if isinstance(value, list):
            return Amount(history=self.history(key))
        return Amount(self.number(key))

    def history(self, key: str) -> tuple[tuple[date, Decimal], ...]:
        """Numbers with the day from which each holds, the oldest first."""
        found = []
        for row in self.tables(key):
            found.append((row.day("from"), row.number("value")))
            row.close()
        if found != sorted(found, key=lambda row: row[0]) or len({day for day, _ in found}) < len(found):
            self.wrong(f"{key} 的各个数要按起始日期从早到晚排列，日期不能重复", key)
        return tuple(found)

    def interval(self) -> Interval:
        """The bounds of this table: from and up-to belong to it, above and below do not."""
        low_key = "above" if self.has("above") else "from"
        high_key = "up-to" if self.has("up-to") else "below"
        if self.has("from") and self.has("above"):
            self.wrong("from 和 above 只能写一个", "above")
        if self.has("up-to") and self.has("below"):
            self.wrong("up-to 和 below 只能写一个", "below")
        low = self.number(low_key) if self.has(low_key) else None
        high = self.number(high_key) if self.has(high_key) else None
        self.seen |= {"from", "above", "below", "up-to"}
        found = Interval(low, low_key == "from", high, high_key == "up-to")
        if found.is_empty():
            self.wrong(f"{found.text} 之间没有任何数，请改正")
        return found

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        """One of the words that the engine knows."""
        value = self.text(key)
        if value and value not in choices:
            self.wrong(f"{key} 写的是 {value!r}，只能是：{'、'.join(choices)}", key)
        return value

    def table(self, key: str, where: str = "") -> Table:
        """A table within the table."""
        value = self.take(key, dict, "表")
        here = where or f"{self.where} {key}".strip()
        return Table(value or {}, here, self.page, (*self.path, key), self.clause)

    def tables(self, key: str) -> Iterator[Table]:
        """A list of tables, each named by its id or number where it has one."""
        values = self.take(key, list, f"表的列表，写成 [[{key}]]") or []
        for place, value in enumerate(values, start=1):
            rows = value if isinstance(value, dict) else {}
            name = next((str(rows[name]) for name in NAMES if name in rows), "")
            here = f"{self.where} {key} {name or f'第 {place} 个'}".strip()
            yield Table(value, here, self.page, (*self.path, key, place - 1), self.clause)

    def close(self) -> None:
        """Whatever was not read is unknown: a misspelt key must not be passed over."""
        for key in sorted(self.data.keys() - self.seen):
            self.wrong(f"不认识的键 {key}，请删去或改正；这里可用的键：{'、'.join(sorted(self.seen))}", key)
