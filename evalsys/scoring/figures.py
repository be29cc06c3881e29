"""Every figure in a measure's file, with the clause it belongs to and words for a clerk, to be shown and changed."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from evalsys.scoring.layout import Path, spots

WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)")
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
PERCENT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?%")
DURATION = re.compile(r"[0-9]+(?:年|个月|天)")
LEADING_ZEROS = re.compile(r"^(-?)0+(?=[0-9])")
LONGEST = 30

WANTED = {
    "percent": (PERCENT, "百分比，请写成 40% 这样"),
    "number": (NUMBER, "数，请写成 5 或 0.5 这样"),
    "whole": (NUMBER, "数，请写成 5 或 0.5 这样"),
    "duration": (DURATION, "时长，请写成 1年、6个月或 30天 这样"),
}
"""How the text of each kind of figure is written, and what to say when it is not."""

NAMING = ("id", "name", "item", "stream", "grade", "period", "code", "role", "number")
"""What a row of a list is known by: the first of these that it has as a text."""

NEVER = ("id", "number", "title", "text")
WORDS = (
    *("name", "item", "stream", "grade", "code", "clause", "note", "overflow", "place", "source", "document"),
    *("words", "roles", "grades", "invalid"),
)
"""Keys that hold words, even if these look like a figure: a grade may be called "1"."""

_KEYS = """
scheme=办法 scope=适用范围 clause=依据 rounding=取位 owed=应记天数 stream=记录 item=条目 total=总分 grade=等次
pool=资金 band= weight= values= slice= options=选项 steps=分档 override=一票否决 gate=不定等次 quota=名额 order=排序
gap=空档 ranking=排名定等 role-bands=分岗位等次 times=折算 local=自定权重 when=条件 every=每 either=任一 never=均非
history=沿革 percent=百分比 share=权重 points=分值 cap=最高 floor=最低 full=满分 scale=乘数 rate=比例 base=基础分
amount=数额 value=取值 from=起 to=止 below=以下（不含） above=以上（不含） up-to=至（含） at-least=不低于
at-most=不超过 equal=等于 least=至少 drop=去掉 low=最低可填 high=最高可填 step=每档 most=名额 count=个数 per=每
parts=期数 number=数 years=年数 months=月数 days=天数 late-after=迟录天数 least-valid=有效票至少
least-in-post=在岗至少 least-service=任职满 tolerate=可以中断 otherwise=条件不成立时 unit=取位单位 mode=取舍方式
stage=取位时机 kind=算法 of=取自 by=除以 on=归属 each=按 within=期间 plus=另加 beside=另列 missing=缺项时
invalid=不计的票 returned=收回 handed-out=发出 name-missing=逐一列明缺项 note=说明 overflow=超出的定为 ties=并列时
leave=请假 words=用词 needs=必填 mark=评分 score=得分 period=时段 role=岗位 roles=岗位 township=乡镇 id=编号
version=版本 issuer=制定单位 document=文号 source=出处 name=名称 title=名称 text=内容 day=日 week=周 month=月
two-month=双月 quarter=季度 half-year=半年 year=年度 range=时段 event=每次 tier=分档 caps=累计最高 outside=各档之外
beyond=超出 back=连续期数 lag=滞后期数 frozen-from=冻结起始年 frozen-years=冻结年数 plus-cap=加分最高
minus-cap=扣分最低 unmarked=未评的计 least-returned=收回票至少 amounts=数额 ungraded=无等次的计 less=减去 moves=升降
start=起点 guaranteed=保底 reset=重新起算 since=起算日 over=范围 part=不满一档的 side=方向 sign=加减 run=连续的算法
first=首次 forfeit=不再计算 excluded=不参加的 single=只留一份 place=地方 rank=名次 then=结果 raw=按未取位的得分
hard=强制
"""

LABELS = dict(pair.split("=") for pair in _KEYS.split())
"""What a clerk calls a key of the file: nothing where it only leads to what is in it, itself if it is not here."""

SPECIAL = {
    ("scheme", "from"): "施行日期",
    ("scheme", "to"): "失效日期",
    ("band", "from"): "起分",
    ("clause", "text"): "条文",
    ("clause", "title"): "条名",
    ("clause", "number"): "条号",
    ("item", "values"): "分项",
    ("item", "low"): "最低",
    ("item", "high"): "最高",
    ("quota", "grade"): "等次",
    ("override", "grade"): "定为",
    ("override", "stream"): "记录",
}
"""Words for a key that mean something else in one table than elsewhere."""


@dataclass(frozen=True)
class Figure:
    """One figure of the file: `key` names it for good, `title` says to a clerk what it is.

    `kind` is percent, number, whole or duration. `start` to `stop` hold its text with the quotes.
    """

    key: str
    line: int
    clause: str
    title: str
    text: str
    kind: str
    start: int
    stop: int


@dataclass(frozen=True)
class Entry:
    """A table, a value or a list of plain values, with what leads to it.

    `names` name it for good, `keys` are the file's own without places; `clause` is that of the nearest table
    around it; `words` say to a clerk where it is.
    """

    path: Path
    names: tuple[str, ...]
    keys: tuple[str, ...]
    clause: str
    words: tuple[str, ...]
    value: Any

    @property
    def title(self) -> str:
        """In one line: what it belongs to, then what it is."""
        head, rest = self.words[:1], self.words[1:]
        return " · ".join([*head, *([" ".join(rest)] if rest else [])])


def read(text: str) -> dict[str, Any]:
    """The file's data, every number with a point as text. Raises ValueError in words for a clerk."""
    try:
        return tomllib.loads(text, parse_float=Pointed)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"办法文本不是正确的 TOML，请先改正：{error}") from error


class Pointed(str):
    """A number with a point that stood in the file without quotes: a mistake, and no figure yet."""


def titles(data: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """What the measure calls its items and streams: ("item", "daily") → 日常评."""
    found = {}
    for key, naming in (("item", "id"), ("stream", "stream")):
        rows = data.get(key)
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict) and isinstance(row.get("title"), str):
                found[key, str(row.get(naming))] = row["title"]
    return found


def entries(data: Mapping[str, Any]) -> Iterator[Entry]:
    """Everything in the file, tables before what they hold."""
    return Walk(titles(data)).table(Entry((), (), (), "", (), data))


@dataclass(frozen=True)
class Walk:
    """Goes through the tables of a file and finds a name and words for everything."""

    titles: Mapping[tuple[str, str], str]

    def table(self, entry: Entry) -> Iterator[Entry]:
        """The table itself, then what it holds."""
        yield entry
        for name, (key, value) in zip(unique(entry.value), entry.value.items(), strict=True):
            path, names, keys = (*entry.path, key), (*entry.names, name), (*entry.keys, key)
            words = (*entry.words, *filter(None, [label(keys)]))
            below = Entry(path, names, keys, entry.clause, words, value)
            if isinstance(value, dict):
                yield from self.table(self.with_clause(below, value))
            elif isinstance(value, list) and any(isinstance(row, dict) for row in value):
                yield from self.rows(below, entry.words)
            else:
                yield below if label(keys) else replace(below, words=(*words, key))

    def rows(self, entry: Entry, above: tuple[str, ...]) -> Iterator[Entry]:
        """The tables of a list, each by its name."""
        named = unique([name_of(row) or str(place) for place, row in enumerate(entry.value, start=1)])
        for place, (name, row) in enumerate(zip(named, entry.value, strict=True)):
            called = self.called(row) or f"第 {place + 1} 行"
            words = row_words(entry.keys, called, entry.words, above)
            path, names = (*entry.path, place), (*entry.names, name)
            below = replace(entry, path=path, names=names, words=words, value=row)
            yield from self.table(self.with_clause(below, row)) if isinstance(row, dict) else [below]

    def called(self, row: Any) -> str:
        """What a clerk calls the row."""
        if not isinstance(row, dict):
            return ""
        if isinstance(row.get("title"), str):
            return str(row["title"])
        key = naming(row)
        name = str(row.get(key, ""))
        return self.titles.get((key, name), LABELS[name] if key == "period" and name in LABELS else name)

    def with_clause(self, entry: Entry, table: Mapping[str, Any]) -> Entry:
        """The table under the clause that it names itself."""
        own = table.get("number" if entry.keys == ("clause",) else "clause")
        clause = own if isinstance(own, str) else entry.clause
        return replace(entry, clause=clause)


def row_words(keys: tuple[str, ...], called: str, words: tuple[str, ...], above: tuple[str, ...]) -> tuple[str, ...]:
    """Where a row is: rows of the file itself and those of grades begin the title, others go on with it."""
    match keys:
        case ("clause",):
            return ()
        case ("item" | "stream" | "pool",):
            return (called,)
        case ("total",):
            return (f"{label(keys)}（{called}）",)
        case ("grade", "band" | "quota"):
            return (f"{above[0]} {called}",)
        case (_,):
            return (f"{label(keys)} {called}",)
    return (*words, called)


def label(keys: tuple[str, ...]) -> str:
    """The Chinese word for a key, or the key itself; "" for what is left out of a title."""
    table, key = keys[-2:] if len(keys) > 1 else ("", keys[-1])
    return SPECIAL.get((table, key), LABELS.get(key, key))


def names_row(row: Mapping[str, Any], key: str) -> bool:
    """Is it a text that says which row this is, rather than a figure?"""
    value = row.get(key)
    return isinstance(value, str) and bool(value) and (key in (*NEVER, *WORDS) or not kind_of(value))


def naming(row: Mapping[str, Any]) -> str:
    """The key whose text is the row's name; "" if it has none."""
    return next((key for key in NAMING if names_row(row, key)), "")


def name_of(row: Any) -> str:
    """The row's name among those of its list; "" if it has none."""
    return str(row.get(naming(row), "")) if isinstance(row, dict) else ""


def unique(names: Iterable[str]) -> list[str]:
    """Names as parts of an address: without the sign that parts them, and no two alike."""
    found: list[str] = []
    for name in names:
        part = plain = name.replace("/", "／")
        number = 1
        while part in found:
            number += 1
            part = f"{plain}:{number}"
        found.append(part)
    return found


def kind_of(value: Any) -> str:
    """Which kind of figure it is; "" for none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return "whole"
    if not isinstance(value, str) or isinstance(value, Pointed):
        return ""
    return next((kind for kind in ("number", "percent", "duration") if WANTED[kind][0].fullmatch(value)), "")


def is_words(keys: tuple[str, ...], value: Any) -> bool:
    """Does the key hold words, even if they look like a number?"""
    if keys[0] == "scheme" or "scope" in keys or keys[-1] in NEVER:
        return True
    return isinstance(value, (str, list)) and keys[-1] in WORDS


def figures(text: str) -> tuple[Figure, ...]:
    """Every figure of the file, in its order. Raises ValueError if it is not TOML."""
    places = spots(text)
    found = []
    for entry in entries(read(text)):
        if isinstance(entry.value, dict) or is_words(entry.keys, entry.value):
            continue
        for part in flat(entry):
            kind = kind_of(part.value)
            if kind and part.path in places:
                spot = places[part.path]
                named = ("/".join(part.names), spot.line, part.clause, part.title, str(part.value))
                found.append(Figure(*named, kind, spot.start, spot.stop))
    return tuple(sorted(found, key=lambda figure: figure.start))


def flat(entry: Entry) -> Iterator[Entry]:
    """The value itself, or each one of a list, by its number from 1."""
    if not isinstance(entry.value, list):
        yield entry
        return
    for place, value in enumerate(entry.value):
        number = str(place + 1)
        path, names, words = (*entry.path, place), (*entry.names, number), (*entry.words, f"第 {number} 个")
        yield from flat(replace(entry, path=path, names=names, words=words, value=value))


def with_figures(text: str, changes: Mapping[str, str]) -> str:
    """The file with other figures, by key; everything else stays as it is, to the letter.

    Raises KeyError for a key that the file does not have, ValueError in words for a clerk for a text that is no
    figure of that kind.
    """
    known = {figure.key: figure for figure in figures(text)}
    written = [(known[key], as_written(known[key], new)) for key, new in changes.items()]
    for figure, new in sorted(written, key=lambda change: -change[0].start):
        if new:
            text = text[: figure.start] + new + text[figure.stop :]
    return text


def as_written(figure: Figure, new: str) -> str:
    """The new figure as the file writes it; "" if it is the old one."""
    if new == figure.text:
        return ""
    # Chinese keyboards write ４０％ as easily as 40%.
    short = LEADING_ZEROS.sub(r"\1", unicodedata.normalize("NFKC", new).strip())
    pattern, wanted = WANTED[figure.kind]
    if len(short) > LONGEST or not pattern.fullmatch(short):
        raise ValueError(f"{figure.title}：“{new[: LONGEST * 2]}”不是{wanted}")
    if short == figure.text:
        return ""
    return short if figure.kind == "whole" and WHOLE.fullmatch(short) else f'"{short}"'
