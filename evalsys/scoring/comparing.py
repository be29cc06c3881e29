"""What differs between two versions of a measure, clause by clause, in words for a clerk."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from evalsys.scoring.entries import Entry, entries, naming, read, titles
from evalsys.scoring.labels import LABELS

ADDED, TAKEN = "（新增）", "（删去）"
NOTHING = "（空）"
WITHOUT_CLAUSE = "条文之外"
SAME = "两份办法没有差别。"

# Of these keys the values are words of the file's own language; the rest a clerk reads as they are.
CODES = {
    "missing": {"reweight": "权重分给其余各项", "zero": "按零分计", "block": "不出结果", "skip": "不参加平均"},
    "mode": {"half-up": "四舍五入", "half-even": "四舍六入五成双", "down": "舍去", "up": "进位"},
    "stage": {"line": "逐行取位", "total": "最后取位"},
    "ties": {"drop": "都不占名额", "keep": "都占名额"},
    "kind": {
        "owed-days": "应记天数",
        "done-days": "已记天数",
        "ratio": "比率",
        "mark-mean": "评分平均",
        "mark-sum": "分项相加",
        "judges-mean": "去掉高低分后平均",
        "ballots": "计票",
        "share": "按比例折算",
        "sum": "相加",
        "period-mean": "各期平均",
        "count": "按次计分",
        "owed-periods": "应有期数",
        "done-periods": "已有期数",
        "mark": "单项评分",
        "amounts": "记录的数额相加",
        "measured": "按数量计分",
        "tiered-events": "按次分档计分",
        "words": "按用词计分",
        "absent": "缺一期计分",
        "constant": "定额",
        "weighted": "加权相加",
        "product": "相乘",
        "difference": "相减",
        "smallest": "取最小",
        "largest": "取最大",
        "period-sum": "各期相加",
        "tiers": "按档取值",
        "steps": "按差额计分",
        "by-grade": "按等次取值",
        "service": "任职时间",
        "streak": "连续期数",
        "ladder": "逐期升降",
        "to-date": "累计",
        "external": "外部数据",
        "instalments": "分期",
    },
    **dict.fromkeys(("on", "each", "within", "period"), LABELS),
}
ITEMS = ("of", "by", "item", "plus", "beside", "order", "less", "moves", "start", "guaranteed", "amount", "weight")
STREAMS = ("stream", "leave", "reset", "forfeit")
VALUES = ("value", "values", "invalid", "returned", "handed-out")


@dataclass(frozen=True)
class Change:
    """One difference: under which `clause` ("" for none), `where`, and what it says before and after.

    `before` is "" for what is added, `after` for what is taken away.
    """

    clause: str
    where: str
    before: str
    after: str


class Side:
    """One of the two files: everything in it by name."""

    def __init__(self, text: str):
        data = read(text)
        self.titles = titles(data)
        self.entries = {entry.names: entry for entry in entries(data)}
        self.clauses = [entry.clause for entry in self.entries.values() if entry.keys == ("clause",)]
        self.named_clauses = [entry.clause for entry in self.entries.values()]

    def shown(self, entry: Entry) -> str:
        """The value as a clerk reads it."""
        return self.words(entry.value, entry.keys) or NOTHING

    def words(self, value: Any, keys: tuple[str, ...]) -> str:
        """A value in words; items and streams by their titles."""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, list):
            return "、".join(self.words(part, keys) for part in value)
        return self.named(str(value), keys) if isinstance(value, str) else str(value)

    def named(self, text: str, keys: tuple[str, ...]) -> str:
        """What the measure calls an item, a stream or a code of the file's language."""
        key = keys[-1]
        if key in CODES:
            return CODES[key].get(text, text)
        if "order" in keys or key in ITEMS:
            return self.titles.get(("item", text), LABELS.get(text, text))
        if key in STREAMS:
            return self.titles.get(("stream", text), text)
        return LABELS.get(text, text) if key in VALUES else text

    def in_short(self, table: Entry) -> str:
        """What a table says, in one line; what its heading says already is left out."""
        said = [entry for entry in self.below(table) if not self.is_heading(table, entry)]
        return "，".join(" ".join([*self.rest(table, entry), self.shown(entry)]) for entry in said) or NOTHING

    def is_heading(self, table: Entry, entry: Entry) -> bool:
        """Is it what the table, or a row in it, is called?"""
        key = entry.keys[-1]
        around = self.entries.get(entry.names[:-1], table)
        is_row = bool(around.path) and isinstance(around.path[-1], int) and len(around.value) > 1
        return (is_row and key == naming(around.value)) or (around == table and key in ("clause", "title"))

    def rest(self, table: Entry, entry: Entry) -> tuple[str, ...]:
        """The entry's words without those that the table's heading has said."""
        number = len(table.words)
        return entry.words[number if entry.words[:number] == table.words else 0 :]

    def below(self, table: Entry) -> Iterator[Entry]:
        """The values in the table."""
        for names, entry in self.entries.items():
            if names[: len(table.names)] == table.names and not isinstance(entry.value, dict):
                yield entry

    def heading(self, table: Entry) -> str:
        """What a whole table is called: 条目 记录率."""
        if table.keys == ("clause",):
            return "条文"
        if len(table.names) == 2 and table.keys[0] in ("item", "stream", "pool"):
            return f"{LABELS[table.keys[0]]} {table.title}"
        return table.title

    def whole(self, table: Entry) -> str:
        """What a whole table says: a clause its title and text, everything else its settings."""
        if table.keys == ("clause",):
            said = [table.value.get("title"), table.value.get("text")]
            return "：".join(part for part in said if isinstance(part, str)) or NOTHING
        return self.in_short(table)


def differences(old: str, new: str) -> tuple[Change, ...]:
    """Every difference, in the order of the new file's clauses; what stands under no clause comes first.

    Rows of lists are compared by name, so that an added one moves no other; comments and order do not count.
    Raises ValueError in words for a clerk if one of the texts is not TOML.
    """
    before, after = Side(old), Side(new)
    found = [
        *((entry, replaced(before, after, entry)) for entry in changed(before, after)),
        *((entry, added(after, entry)) for entry in only_in(after, before)),
        *((entry, swapped(added(before, entry))) for entry in only_in(before, after)),
    ]
    sides = (after, before)
    clauses = ranks(["", *(clause for side in sides for clause in (*side.clauses, *side.named_clauses))])
    places = ranks(names for side in sides for names in side.entries)
    found.sort(key=lambda pair: (clauses[pair[0].clause], pair[0].keys[0] != "clause", places[pair[0].names]))
    return tuple(change for _, change in found)


def ranks(values: Iterable[Hashable]) -> dict[Hashable, int]:
    """Each value's place, by where it stands first."""
    return {value: place for place, value in enumerate(dict.fromkeys(values))}


def plain(value: Any) -> Any:
    """A value without the ways of writing it: 2 and "2" are the same figure."""
    if isinstance(value, list):
        return [plain(part) for part in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def changed(before: Side, after: Side) -> Iterator[Entry]:
    """The new file's values that the old file has otherwise."""
    for names, entry in after.entries.items():
        other = before.entries.get(names)
        are_values = other and not isinstance(other.value, dict) and not isinstance(entry.value, dict)
        if other and are_values and plain(other.value) != plain(entry.value):
            yield entry


def only_in(side: Side, other: Side) -> Iterator[Entry]:
    """What the other file does not have: whole tables as such, not each of their values too."""
    told: set[tuple[str, ...]] = set()
    for names, entry in side.entries.items():
        match = other.entries.get(names)
        is_there = match is not None and isinstance(match.value, dict) == isinstance(entry.value, dict)
        if not is_there and not any(names[:length] in told for length in range(len(names))):
            told.add(names)
            yield entry


def replaced(before: Side, after: Side, entry: Entry) -> Change:
    """A value that is another one now."""
    other = before.entries[entry.names]
    was, now = before.shown(other), after.shown(entry)
    if was == now:
        was, now = str(other.value), str(entry.value)
    return Change(entry.clause, entry.title, was, now)


def added(side: Side, entry: Entry) -> Change:
    """A table or value that is new."""
    if isinstance(entry.value, dict):
        return Change(entry.clause, side.heading(entry) + ADDED, "", side.whole(entry))
    return Change(entry.clause, entry.title + ADDED, "", side.shown(entry))


def swapped(change: Change) -> Change:
    """What is new seen from the other side: taken away."""
    where = change.where.removesuffix(ADDED) + TAKEN
    return replace(change, where=where, before=change.after, after="")


def as_text(changes: Iterable[Change]) -> str:
    """The changes as a page of text: a heading for each clause, a line for each change."""
    by_clause: dict[str, list[str]] = {}
    for change in changes:
        said = " → ".join(" ".join(part.split()) for part in (change.before, change.after) if part)
        by_clause.setdefault(change.clause or WITHOUT_CLAUSE, []).append(f"  {change.where}：{said}")
    return "\n".join(line for clause, lines in by_clause.items() for line in (clause, *lines)) or SAME
