"""What must hold between the records of a scheme: clauses exist, weights are whole, bands join."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, get_type_hints

from evalsys.scoring.ballots import Ballots
from evalsys.scoring.marks import JudgesMean, MarkMean, MarkSum
from evalsys.scoring.numbers import HUNDRED, plain
from evalsys.scoring.reading import Page
from evalsys.scoring.scheme import Band, Flow, Grading, Item, Quota, Ref, Scheme
from evalsys.scoring.writing import sum_of


def vet(scheme: Scheme, page: Page) -> None:
    """Write down every contradiction between the scheme's own parts."""
    if scheme.end is not None and scheme.start != date.max and scheme.end < scheme.start:
        page.wrong("[scheme]", "to 早于 from，请改正")
    _vet_clauses(scheme, page)
    _vet_references(scheme, page)
    _vet_values(scheme, page)
    _vet_circles(scheme, page)
    _vet_unused(scheme, page)
    _vet_totals(scheme, page)
    _vet_bands(scheme.grading, page)
    _vet_grades(scheme, page)


def _clauses_named(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Every place that names a clause, with the number that it names."""
    grading = scheme.grading
    yield "[rounding]", scheme.rounding.clause
    yield "[grade]", grading.clause
    yield from ((f"stream {stream.name}", stream.clause) for stream in scheme.streams.values())
    yield from ((f"item {item.id}", item.clause) for item in scheme.items.values())
    yield from ((f"total {total.period}", total.clause) for total in scheme.totals.values())
    yield from ((f"[grade] override {override.grade}", override.clause) for override in grading.overrides)
    yield from ((f"[grade] quota {quota.grade}", quota.clause) for quota in grading.quotas)
    if grading.gate:
        yield "[grade] gate", grading.gate.clause


def _vet_clauses(scheme: Scheme, page: Page) -> None:
    numbers = [clause.number for clause in scheme.clauses]
    for number in dict.fromkeys(number for number in numbers if numbers.count(number) > 1):
        page.wrong(f"clause {number}", "条号出现了两次，请改号或合并")
    for where, number in _clauses_named(scheme):
        if number and number not in numbers:
            page.wrong(where, f"引用的{number}不在 [[clause]] 之中，请补上这一条或改正条号")


def referred(how: object) -> Iterator[Ref]:
    """The items that a kind's settings name."""
    yield from (Ref(name) for name in _named(how, Ref, tuple[Ref, ...]))


def _named(how: object, one: Any, many: Any) -> Iterator[str]:
    if how is None:
        return
    hints = get_type_hints(type(how))
    for field in fields(how):  # type: ignore[arg-type]
        value = getattr(how, field.name)
        if hints[field.name] is one:
            yield value
        elif hints[field.name] == many:
            yield from value


def _streams_named(scheme: Scheme) -> Iterator[tuple[str, str]]:
    yield "[owed]", scheme.leave
    for item in scheme.items.values():
        yield from ((f"item {item.id}", name) for name in _named(item.how, Flow, None))
    for override in scheme.grading.overrides:
        yield f"[grade] override {override.grade}", override.stream


def _items_named(scheme: Scheme) -> Iterator[tuple[str, str]]:
    for item in scheme.items.values():
        yield from ((f"item {item.id}", name) for name in referred(item.how))
    for total in scheme.totals.values():
        yield from ((f"total {total.period}", weight.item) for weight in total.weights)
        yield from ((f"total {total.period}", name) for name in total.plus)
    for quota in scheme.grading.quotas:
        for names in quota.order.values():
            yield from ((f"[grade] quota {quota.grade} order", name) for name in names if name != "score")


def _vet_references(scheme: Scheme, page: Page) -> None:
    for where, name in _streams_named(scheme):
        if name and name not in scheme.streams:
            page.wrong(where, f"引用的记录 {name} 没有登记，请加一个 [[stream]] 或改正名称")
    for where, name in _items_named(scheme):
        if name and name not in scheme.items:
            page.wrong(where, f"引用的条目 {name} 不存在，请加一个 [[item]] 或改正编号")


def values_named(how: object) -> tuple[str, ...]:
    """The names of the numbers that a kind reads from each fact of its stream."""
    match how:
        case MarkMean() | JudgesMean():
            return (how.value,)
        case MarkSum():
            return how.values
        case Ballots():
            return (*how.options, *how.invalid, how.returned, how.handed_out)
    return ()


def _vet_values(scheme: Scheme, page: Page) -> None:
    for item in scheme.items.values():
        for name in _named(item.how, Flow, None):
            known = scheme.streams[Flow(name)].values if name in scheme.streams else values_named(item.how)
            for value in (value for value in values_named(item.how) if value and value not in known):
                page.wrong(f"item {item.id}", f"记录 {name} 没有「{value}」这个数，请在其 values 中登记或改正")


def _below(items: Mapping[Ref, Item], ref: Ref) -> list[Ref]:
    return [name for name in referred(items[ref].how) if name in items] if ref in items else []


def _reach(items: Mapping[Ref, Item], starts: list[Ref]) -> set[Ref]:
    """Every item that these lead to."""
    found: set[Ref] = set()
    waiting = list(starts)
    while waiting:
        for name in _below(items, waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def _vet_circles(scheme: Scheme, page: Page) -> None:
    for ref in scheme.items:
        if ref in _reach(scheme.items, [ref]):
            page.wrong(f"item {ref}", "绕了一圈又引用到自己，请断开其中一处引用")


def _vet_unused(scheme: Scheme, page: Page) -> None:
    tops = [weight.item for total in scheme.totals.values() for weight in total.weights]
    tops += [name for total in scheme.totals.values() for name in total.plus]
    used = _reach(scheme.items, tops) | set(tops)
    for ref in (ref for ref in scheme.items if ref not in used):
        page.wrong(f"item {ref}", "没有任何总分用到这个条目，请接上或删去")


def _vet_totals(scheme: Scheme, page: Page) -> None:
    for total in scheme.totals.values():
        whole = sum_of(weight.share for weight in total.weights)
        if whole != HUNDRED:
            page.wrong(f"total {total.period}", f"权重合计 {plain(whole)}%，应为 100%，请调整 share")
        names = [*(weight.item for weight in total.weights), *total.plus]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            page.wrong(f"total {total.period}", f"{name} 用了两次，请删去一处")


def _vet_bands(grading: Grading, page: Page) -> None:
    if not grading.bands:
        return
    first, last = grading.bands[0], grading.bands[-1]
    if first.below is not None:
        page.wrong(f"[grade] band {first.grade}", "最高一档不要写 below，否则更高的分数没有等次")
    if last.start is not None:
        page.wrong(f"[grade] band {last.grade}", "最低一档不要写 from，否则更低的分数没有等次")
    for upper, lower in zip(grading.bands, grading.bands[1:], strict=False):
        if says := _seam(upper, lower):
            page.wrong(f"[grade] band {lower.grade}", says)


def _seam(upper: Band, lower: Band) -> str:
    """What is wrong where two bands meet, or nothing."""
    if upper.start is None or lower.below is None:
        return f"{upper.grade}要写 from，{lower.grade}要写 below，两档才能相接"
    if lower.start is not None and lower.start >= upper.start:
        return f"等次要从高到低排列，{lower.grade}应排在{upper.grade}之前"
    if lower.below < upper.start:
        gap = f"{plain(lower.below)} 至 {plain(upper.start)}"
        return f"{gap} 之间没有等次，请把 below 改为 {plain(upper.start)}"
    if lower.below > upper.start:
        return f"与{upper.grade}重叠，请把 below 改为 {plain(upper.start)}"
    return ""


def _vet_grades(scheme: Scheme, page: Page) -> None:
    grades = [band.grade for band in scheme.grading.bands]
    for grade in dict.fromkeys(grade for grade in grades if grades.count(grade) > 1):
        page.wrong(f"[grade] band {grade}", "等次出现了两次，请合并或改名")
    for override in scheme.grading.overrides:
        if override.grade not in grades:
            page.wrong(f"[grade] override {override.grade}", "不在等次之中，请改正")
    for quota in scheme.grading.quotas:
        _vet_quota(scheme, quota, grades, page)


def _vet_quota(scheme: Scheme, quota: Quota, grades: list[str], page: Page) -> None:
    where = f"[grade] quota {quota.grade}"
    if quota.grade not in grades or quota.overflow not in grades:
        page.wrong(where, "grade 和 overflow 都要是上面列出的等次")
    elif grades.index(quota.overflow) <= grades.index(quota.grade):
        page.wrong(where, "overflow 应当是更低的等次")
    if not 0 < quota.most <= HUNDRED:
        page.wrong(where, "most 应在 0% 与 100% 之间")
    for kind in sorted(quota.order.keys() - scheme.totals.keys()):
        page.wrong(f"{where} order", f"没有 {kind} 的总分，请删去或加一个 [[total]]")
    for kind, total in scheme.totals.items():
        parts = ("score", *(weight.item for weight in total.weights), *total.plus)
        for name in quota.order.get(kind, ()):
            if name not in parts:
                page.wrong(f"{where} order {kind}", f"{name} 不是这一总分的组成部分，只能是：{'、'.join(parts)}")
