"""What must hold between the records of a scheme: clauses exist, weights are whole, nothing refers to itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from evalsys.scoring.ballots import Ballots
from evalsys.scoring.lookup import ByGrade
from evalsys.scoring.marks import MarkSum
from evalsys.scoring.mistakes import Page
from evalsys.scoring.numbers import HUNDRED, plain
from evalsys.scoring.reach import mentioned, named_by, places, reach
from evalsys.scoring.scheme import Item, Scheme, Total, Weight
from evalsys.scoring.seams import vet_grades
from evalsys.scoring.terms import SCORE, Condition, Flow, Ref
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
    _vet_order_of_reckoning(scheme, page)
    if scheme.grading:
        vet_grades(scheme, scheme.grading, page)


def _clauses_named(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Every place that names a clause, with the number that it names."""
    yield "[rounding]", scheme.rounding.clause
    yield from ((f"stream {stream.name}", stream.clause) for stream in scheme.streams.values())
    yield from ((f"item {item.id}", item.clause) for item in scheme.items.values())
    yield from ((f"pool {pool.id}", pool.clause) for pool in scheme.pools)
    for total in scheme.totals.values():
        yield f"total {total.period}", total.clause
        yield from ((f"total {total.period} times {times.clause}", times.clause) for times in total.times)
        yield from ((f"total {total.period} local {local.place}", local.clause) for local in total.locals)
    grading = scheme.grading
    if grading is None:
        return
    yield "[grade]", grading.clause
    if grading.publish_clause:
        yield "[grade] publish", grading.publish_clause
    yield from ((f"[grade] override {override.grade}", override.clause) for override in grading.overrides)
    yield from ((f"[grade] quota {quota.grade}", quota.clause) for quota in grading.quotas)
    yield from (("[grade] gate", gate.clause) for gate in grading.gates)
    yield from (("[grade] gap", gap.clause) for gap in grading.gaps)
    if grading.ranking:
        yield "[grade] ranking", grading.ranking.clause


def _vet_clauses(scheme: Scheme, page: Page) -> None:
    numbers = [clause.number for clause in scheme.clauses]
    for number in dict.fromkeys(number for number in numbers if numbers.count(number) > 1):
        page.wrong(f"clause {number}", "条号出现了两次，请改号或合并")
    for where, number in _clauses_named(scheme):
        if number and number not in numbers:
            page.wrong(where, f"引用的{number}不在 [[clause]] 之中，请补上这一条或改正条号")


def _vet_references(scheme: Scheme, page: Page) -> None:
    if scheme.leave and scheme.leave not in scheme.streams:
        page.wrong("[owed]", f"引用的记录 {scheme.leave} 没有登记，请加一个 [[stream]] 或改正名称")
    for where, record in (*((f"item {item.id}", item) for item in scheme.items.values()), *places(scheme)):
        named = named_by if isinstance(record, Item) else mentioned
        for name in dict.fromkeys(named(record, Flow)):
            if name not in scheme.streams:
                page.wrong(where, f"引用的记录 {name} 没有登记，请加一个 [[stream]] 或改正名称")
        for name in dict.fromkeys(named(record, Ref)):
            if name not in scheme.items and name != SCORE:
                page.wrong(where, f"引用的条目 {name} 不存在，请加一个 [[item]] 或改正编号")
    for ref in (ref for ref in scheme.items if ref == SCORE):
        page.wrong(f"item {ref}", "score 是得分本身的名称，请给条目另起一个编号")


def values_named(how: object) -> tuple[str, ...]:
    """The names of the numbers that a kind reads from each fact of its stream."""
    match how:
        case MarkSum():
            return how.values
        case Ballots():
            return (*how.options, *how.invalid, how.returned, how.handed_out)
    value = getattr(how, "value", "")
    return (value,) if value else ()


def _vet_values(scheme: Scheme, page: Page) -> None:
    for item in scheme.items.values():
        name = getattr(item.how, "stream", "")
        known = scheme.streams[Flow(name)].values if name in scheme.streams else values_named(item.how)
        for value in (value for value in values_named(item.how) if value and value not in known):
            page.wrong(f"item {item.id}", f"记录 {name} 没有「{value}」这个数，请在其 values 中登记或改正")


def _vet_circles(scheme: Scheme, page: Page) -> None:
    for ref in scheme.items:
        if ref in reach(scheme.items, [ref]):
            page.wrong(f"item {ref}", "绕了一圈又引用到自己，请断开其中一处引用")


def _vet_unused(scheme: Scheme, page: Page) -> None:
    tops = [ref for _, record in places(scheme) for ref in mentioned(record, Ref)]
    used = reach(scheme.items, tops) | set(tops)
    for ref in (ref for ref in scheme.items if ref not in used):
        page.wrong(f"item {ref}", "没有任何总分用到这个条目，请接上或删去")


def _vet_totals(scheme: Scheme, page: Page) -> None:
    for total in scheme.totals.values():
        where = f"total {total.period}"
        _vet_shares(where, total.weights, page)
        for local in total.locals:
            _vet_shares(f"{where} local {local.place}", local.weights, page)
            if {weight.item for weight in local.weights} != {weight.item for weight in total.weights}:
                page.wrong(f"{where} local {local.place}", "各项要与总分的 weight 相同，只改 share")
        names = [*(weight.item for weight in total.weights), *total.of, *total.plus]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            page.wrong(where, f"{name} 用了两次，请删去一处")
    for item in scheme.items.values():
        _vet_shares(f"item {item.id}", getattr(item.how, "weight", ()), page)


def _vet_shares(where: str, weights: tuple[Weight, ...], page: Page) -> None:
    whole = sum_of(weight.share for weight in weights)
    if weights and whole != HUNDRED:
        page.wrong(where, f"权重合计 {plain(whole)}%，应为 100%，请调整各项的权重（share）")


def _vet_order_of_reckoning(scheme: Scheme, page: Page) -> None:
    """What makes the score or the grade cannot itself wait for them."""
    grading = scheme.grading
    tops = [ref for total in scheme.totals.values() for ref in _score_makers(total)]
    for record in (*grading.overrides, *grading.gates) if grading else ():
        tops += mentioned(record, Ref)
    for ref in sorted(reach(scheme.items, tops) | set(tops)):
        item = scheme.items.get(ref)
        if ref == SCORE or (item and (isinstance(item.how, ByGrade) or _asks_for_grade(item.when))):
            page.wrong(f"item {ref}", "得分和等次定了才能用它，请放进 [[total]] 的 beside")


def _score_makers(total: Total) -> Iterator[Ref]:
    yield from (weight.item for weight in total.weights)
    yield from (*total.of, *total.plus)
    for times in total.times:
        yield from mentioned(times, Ref)


def _asks_for_grade(condition: Condition | None) -> bool:
    if condition is None:
        return False
    inner = (*condition.every, *condition.either, *condition.never)
    return bool(condition.grades) or any(_asks_for_grade(one) for one in inner)
