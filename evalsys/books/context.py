"""What a sheet's titles, name and file name say for all of its rows: period, unit, person, branch, village."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from evalsys.books.book import folded, squeezed
from evalsys.books.cells import plain_name

_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"((?:19|20|21)[0-9]{2})年?度?"
_QUARTER = re.compile(_YEAR + r"第?([一二三四1-4])季度?")
_MONTHS = re.compile(_YEAR + r"([0-9]{1,2})月?份?[—–\-~至到]+([0-9]{1,2})月")
_MONTH = re.compile(_YEAR + r"[.\-/]?([0-9]{1,2})月")
_HALF = re.compile(_YEAR + r"([上下])半年")
_ONLY_YEAR = re.compile(r"((?:19|20|21)[0-9]{2})(?:年|度)")
_FILLED_ON = re.compile(r"(?:填报|填表|制表|统计|截止|截至|报送)(?:时间|日期|到|至)?[:：]?.*")
_UNIT = re.compile(r"(?:单位|金额单位)[:：]?(万元|元)|[(（](万元|元)[)）]")
_BRANCH = re.compile(r"([\u3400-\u9fff]{1,10}?(?:党总支|党支部|支部|党委))")
_VILLAGE = re.compile(r"([\u3400-\u9fff]{0,5}?(?:[^镇乡农全各]村|社区))(?:$|委|两委|党|[^\u3400-\u9fff官干级])")
_LABELLED_PERSON = re.compile(
    r"(?:姓名|填写人|记录人|村官)[:：](.{2,16}?)(?:$|[(（,，]|\s+[\u3400-\u9fff]{2,5}[:：])"
)
_PERSON_THEN_LOG = re.compile(
    r"^([^\s(（:：,，0-9]{2,16}?)(?:同志)?\s*(?:的?工作日志|的?民情日记|的?工作记录|的?日志)"
)
_WHOLE_PERSON = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}(?:·[\u3400-\u9fff]{1,8})*")
_NOT_PERSONS = re.compile(r"表$|[0-9]|工作|日志|大学|村官|支部|^第|附件|^每|^各")


@dataclass(frozen=True)
class Context:
    """What holds for a whole sheet; empty where nothing is said."""

    title: str = ""
    period: str = ""  # 2026Q2, 2026-04, 2026-04/2026-05, 2026H1, 2026
    unit: str = ""
    person: str = ""
    branch: str = ""
    village: str = ""

    @property
    def year(self) -> int | None:
        return int(self.period[:4]) if self.period else None

    @property
    def month(self) -> date | None:
        """The first day of the month when the sheet is for one month."""
        single = re.fullmatch(r"([0-9]{4})-([0-9]{2})", self.period)
        return date(int(single[1]), int(single[2]), 1) if single else None


def context_of(titles: Sequence[str], sheet: str, file_name: str) -> Context:
    """Read the lines above the header, then the sheet's name, then the file's: the nearest that says it wins."""
    stem = file_name.rpartition(".")[0] or file_name
    texts = [*titles, sheet, stem]
    return Context(
        title=titles[0] if titles else sheet,
        period=_first(period_in, texts),
        unit=_first(unit_in, titles),
        person=_first(_labelled_person, titles) or _first(_log_owner, titles) or _whole_person(sheet),
        branch=_first(branch_in, [sheet]) or _first(branch_in, [text for text in titles if "单位" not in text]),
        village=_first(village_in, [sheet, *titles]),
    )


def _first(read: Callable[[str], str], texts: Sequence[str]) -> str:
    return next((found for text in texts if (found := read(text))), "")


def period_in(text: str) -> str:
    """The code of the period that a title names."""
    text = _FILLED_ON.sub("", squeezed(text))
    if found := _QUARTER.search(text):
        return f"{found[1]}Q{_QUARTERS[found[2]]}"
    if found := _MONTHS.search(text):
        return _months(found[1], int(found[2]), int(found[3]))
    if found := _HALF.search(text):
        return f"{found[1]}H{1 if found[2] == '上' else 2}"
    if (found := _MONTH.search(text)) and 1 <= int(found[2]) <= 12:
        return f"{found[1]}-{int(found[2]):02d}"
    found = _ONLY_YEAR.search(text)
    return found[1] if found else ""


def _months(year: str, first: int, last: int) -> str:
    if not 1 <= first <= last <= 12:
        return year
    if last - first == 2 and last % 3 == 0:
        return f"{year}Q{last // 3}"
    return year if (first, last) == (1, 12) else f"{year}-{first:02d}/{year}-{last:02d}"


def unit_in(text: str) -> str:
    """万元 or 元 when a title or header says it."""
    found = _UNIT.search(squeezed(text))
    return (found[1] or found[2]) if found else ""


def branch_in(text: str) -> str:
    """A branch's name: 东阳坡支部 and 东阳坡村党支部 are both as written."""
    found = _BRANCH.search(squeezed(text))
    return found[1] if found and found[1] not in ("支部", "党支部", "党委", "党总支", "各支部", "所在支部") else ""


def village_in(text: str) -> str:
    """A village's name at the start of a title."""
    found = _VILLAGE.match(squeezed(text))
    return found[1] if found and len(found[1]) > 1 else ""


def _labelled_person(text: str) -> str:
    found = _LABELLED_PERSON.search(folded(text))
    return _whole_person(found[1]) if found else ""


def _log_owner(text: str) -> str:
    found = _PERSON_THEN_LOG.match(folded(text))
    return _whole_person(found[1]) if found else ""


def _whole_person(text: str) -> str:
    name = plain_name(text)
    return name if _WHOLE_PERSON.fullmatch(name) and not _NOT_PERSONS.search(name) else ""
