"""Reads one table of a scheme file and collects every mistake, in words that say what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from evalsys.scoring.numbers import ZERO, exact

NUMBER = re.compile(r"-?\d+(\.\d+)?")
NAMES = ("id", "number", "stream", "grade", "period", "item")
PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")


@dataclass(frozen=True)
class Mistake:
    """One mistake in a scheme file: which file, where in it, and what to do."""

    file: str
    where: str
    says: str

    def __str__(self) -> str:
        return f"{self.file}：{self.where}：{self.says}"


class Bare(str):
    """A number with a point that stood in the file without quotes, as it was written."""


@dataclass
class Page:
    """The file that is being read, with the mistakes found so far."""

    file: str
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, where: str, says: str) -> None:
        """Write a mistake down and go on reading, so that all of them are told at once."""
        self.mistakes.append(Mistake(self.file, where, says))


def unquote(value: Any, where: str, page: Page) -> Any:
    """The file's data with bare decimals as text; each of them is a mistake, named once."""
    if isinstance(value, Bare):
        page.wrong(where, f'小数 {value} 没有加引号，请写成 "{value}"')
        return str(value) if NUMBER.fullmatch(value) else "0"
    if isinstance(value, dict):
        name = value.get("id") or value.get("number") or value.get("stream")
        here = f"{where} {name}".strip() if isinstance(name, str) else where
        return {key: unquote(part, f"{here} {key}".strip(), page) for key, part in value.items()}
    if isinstance(value, list):
        return [unquote(part, where, page) for part in value]
    return value


class Table:
    """One table of the file. What is missing or wrong is written down; a stand-in is given back to go on."""

    def __init__(self, data: Any, where: str, page: Page):
        self.where, self.page = where, page
        self.data: Mapping[str, Any] = data if isinstance(data, dict) else {}
        self.seen: set[str] = set()
        if not isinstance(data, dict):
            self.wrong("这里应当是一个表（键 = 值）")

    def wrong(self, says: str) -> None:
        """Write down a mistake in this table."""
        self.page.wrong(self.where, says)

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
            self.wrong(f"{key} 应当是{wanted}，现在是 {value!r}")
            return None
        return value

    def text(self, key: str) -> str:
        """Some words."""
        value: str = self.take(key, str, "文字") or ""
        if key in self.data and isinstance(self.data[key], str) and not value.strip():
            self.wrong(f"{key} 是空的，请填写")
        return value.strip()

    def number(self, key: str) -> Decimal:
        """An exact number, written as text or as a whole number."""
        value = self.take(key, (str, int), '数，写成 "0.5" 或整数')
        if value is None:
            return ZERO
        if not NUMBER.fullmatch(str(value)):
            self.wrong(f'{key} 不是数：{value!r}，请写成 "0.5" 或整数')
            return ZERO
        return exact(value)

    def percent(self, key: str) -> Decimal:
        """A share, written as "40%"."""
        value = self.take(key, str, '百分比，写成 "40%"')
        found = PERCENT.fullmatch(value) if value else None
        if value and not found:
            self.wrong(f'{key} 不是百分比：{value!r}，请写成 "40%"')
        return exact(found[1]) if found else ZERO

    def whole(self, key: str, least: int = 0) -> int:
        """A whole number, not below `least`."""
        value = self.take(key, int, "整数")
        if value is not None and value < least:
            self.wrong(f"{key} 不能小于 {least}")
        return least if value is None else int(value)

    def flag(self, key: str) -> bool:
        """Yes or no."""
        return bool(self.take(key, bool, "true 或 false"))

    def day(self, key: str) -> date:
        """A day, written without quotes."""
        value = self.take(key, date, "日期，写成 2026-01-01，不加引号")
        if isinstance(value, datetime):
            self.wrong(f"{key} 只写日期，不写钟点")
            return value.date()
        return value or date.max

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words, not empty."""
        values = self.take(key, list, '文字的列表，写成 ["甲", "乙"]') or []
        if key in self.data and (not values or not all(isinstance(value, str) for value in values)):
            self.wrong(f'{key} 应当是非空的文字列表，写成 ["甲", "乙"]')
        return tuple(value for value in values if isinstance(value, str))

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        """One of the words that the engine knows."""
        value = self.text(key)
        if value and value not in choices:
            self.wrong(f"{key} 写的是 {value!r}，只能是：{'、'.join(choices)}")
        return value

    def table(self, key: str, where: str = "") -> Table:
        """A table within the table."""
        value = self.take(key, dict, "表")
        return Table(value or {}, where or f"{self.where} {key}".strip(), self.page)

    def tables(self, key: str) -> Iterator[Table]:
        """A list of tables, each named by its id or number where it has one."""
        values = self.take(key, list, f"表的列表，写成 [[{key}]]") or []
        for place, value in enumerate(values, start=1):
            rows = value if isinstance(value, dict) else {}
            name = next((str(rows[name]) for name in NAMES if name in rows), "")
            yield Table(value, f"{self.where} {key} {name or f'第 {place} 个'}".strip(), self.page)

    def close(self) -> None:
        """Whatever was not read is unknown: a misspelt key must not be passed over."""
        for key in sorted(self.data.keys() - self.seen):
            self.wrong(f"不认识的键 {key}，请删去或改正；这里可用的键：{'、'.join(sorted(self.seen))}")
