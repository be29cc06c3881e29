"""Which rows under a header are no data: blanks, totals, notes, headings, the header again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evalsys.books.book import is_blank, show, squeezed
from evalsys.books.kinds import header_forms
from evalsys.books.problems import N_

BLANK = N_("空行")
TOTAL = N_("合计行")
NOTE = N_("说明或签名")
HEADING = N_("分组标题")
HEADER = N_("重复的表头")
_TOTAL = re.compile(r"(合计|小计|总计|累计|共计|平均|本页小计|本页合计|总合计|总数)[:：]?.*")
_NOTE = re.compile(
    r"[(（]?(填表|制表|填报|审核|审批|盖章|签字|签名|注[:：]|说明[:：]|备注[:：]|注意|负责人|经办|年月日|.{2,8}[(（]签[字名])"
)
_ORDINALS = frozenset(["序号", "编号", "序", "号"])


@dataclass(frozen=True)
class Skipped:
    """A row that was left out, and why."""

    number: int
    why: str
    text: str


def why_skipped(values: Sequence[object], headers: Mapping[int, str], mapped: set[int], spans: bool) -> str:
    """The reason to leave a row out; empty when it is data. `spans`: one merged cell covers the row."""
    filled = {column: value for column, value in enumerate(values, 1) if not is_blank(value)}
    content = {column: value for column, value in filled.items() if not _is_ordinal(value, headers.get(column, ""))}
    if not content:
        return BLANK
    first = squeezed(content[min(content)])
    if min(content) <= 3 and _TOTAL.fullmatch(first) and len(first) <= 12:
        return TOTAL
    if _is_header_again(content, headers):
        return HEADER
    if _NOTE.match(first) and len(content.keys() & mapped) <= 2:
        return NOTE
    if spans and len(content) == 1:
        return HEADING
    alone = len(content) == 1 and (min(content) not in mapped or len(first) > 20)
    return NOTE if alone else ""


def _is_ordinal(value: object, header: str) -> bool:
    return squeezed(header) in _ORDINALS and re.fullmatch(r"[0-9.]*", squeezed(value)) is not None


def _is_header_again(content: Mapping[int, object], headers: Mapping[int, str]) -> bool:
    same = sum(
        header_forms(show(value)) == header_forms(headers[column])
        for column, value in content.items()
        if column in headers
    )
    return same >= 3 or (same >= 2 and same == len(content))
