"""Grades of a group: quotas with overflow, and shares of the ranking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from evalsys.scoring.facts import Subject
from evalsys.scoring.grades import Quota, Ranking, Slice
from evalsys.scoring.grading import RANKED_LATER
from evalsys.scoring.numbers import HUNDRED, WHOLE, ZERO
from evalsys.scoring.periods import Period
from evalsys.scoring.results import Problem, Result
from evalsys.scoring.scheme import Scheme
from evalsys.scoring.terms import SCORE
from evalsys.scoring.writing import percent

PLACES = {"down": ROUND_FLOOR, "up": ROUND_CEILING, "half-up": ROUND_HALF_UP}
"""What becomes of part of a place."""

Key = tuple[tuple[bool, Decimal], ...]


def grade_group(
    scheme: Scheme, results: Iterable[Result], period: Period, subjects: Mapping[str, Subject] | None = None
) -> tuple[Result, ...]:
    """Rank the results of one group and apply the quotas, as `compute` made them; their order is kept."""
    group, grading = tuple(results), scheme.grading_of(period.kind)
    if grading is None:
        return group
    if grading.ranking and period.kind in grading.ranking.order:
        group = rank(grading.ranking, group, period)
    for quota in grading.quotas:
        if period.kind in quota.order:
            group = by_parts(quota, group, period, subjects or {})
    return group


def by_parts(
    quota: Quota, group: tuple[Result, ...], period: Period, subjects: Mapping[str, Subject]
) -> tuple[Result, ...]:
    """The quota for everybody together, or for each place or role apart."""
    if not quota.each:
        return apply_quota(quota, group, period)
    parts: dict[str, list[int]] = {}
    for number, result in enumerate(group):
        subject = subjects.get(result.subject)
        parts.setdefault(getattr(subject, quota.each) if subject else "", []).append(number)
    regraded = list(group)
    for numbers in parts.values():
        part = apply_quota(quota, tuple(group[n] for n in numbers), period)
        for number, result in zip(numbers, part, strict=True):
            regraded[number] = result
    return tuple(regraded)


def places_of(share: Decimal | None, count: int | None, rounding: str, base: int) -> int:
    """How many places a share of so many people makes, or the count that the measure names."""
    if share is None:
        return count or 0
    return int((base * share / HUNDRED).quantize(WHOLE, rounding=PLACES[rounding]))


def apply_quota(quota: Quota, group: tuple[Result, ...], period: Period) -> tuple[Result, ...]:
    """Leave the grade to the first of the quota's order; the others get the next grade and the note."""
    base = len(group) if quota.base == "all" else sum(1 for result in group if result.grade is not None)
    places = places_of(quota.most, quota.count, quota.rounding, base)
    keys = {n: order_key(quota.order[period.kind], one) for n, one in enumerate(group) if one.grade == quota.grade}
    ranked = sorted(keys, key=lambda number: keys[number], reverse=True)
    if len(ranked) <= places:
        return group
    last = keys[ranked[places]] if places and keys[ranked[places - 1]] == keys[ranked[places]] else None
    why = f"按分数应为{quota.grade}；{quota.grade}名额 {places} 个{share_text(quota, base)}"
    regraded = list(group)
    for place, number in enumerate(ranked):
        tied = keys[number] == last
        if (place >= places and not tied) or (tied and quota.ties == "drop"):
            regraded[number] = overflowed(quota, group[number], why, tied)
    return tuple(regraded)


def share_text(quota: Quota, base: int) -> str:
    """Where the number of places comes from."""
    if quota.most is None:
        return ""
    who = "全体" if quota.base == "all" else "定等次"
    return f"（{who} {base} 人的 {percent(quota.most)}）"


def overflowed(quota: Quota, result: Result, why: str, tied: bool) -> Result:
    """The result with the next grade, or only with the note; those tied for the last place are told so."""
    problems = result.problems
    if tied:
        why += "，末位并列"
        problems = (*problems, tie_problem(result.name, quota.grade))
    notes = (*result.notes, quota.note, why)
    grade = (quota.overflow or None) if quota.hard else result.grade
    return replace(result, grade=grade, notes=notes, problems=problems)


def tie_problem(name: str, grade: str) -> Problem:
    """Equal in every key: the committee decides."""
    says = f"{name}等人在{grade}末位名额上并列，各项排序依据均相同，请党委研究决定"
    return Problem("quota-tie", says)


def order_key(names: tuple[str, ...], result: Result) -> Key:
    """What the subject is ranked by; an item that is none comes after every number."""
    return tuple(ranked_by(result, name) for name in names)


def ranked_by(result: Result, name: str) -> tuple[bool, Decimal]:
    """One key of the order."""
    if name == SCORE:
        amount = result.score
    else:
        line = result.find(name, result.period)
        amount = line.amount if line else None
    return amount is not None, ZERO if amount is None else amount


def rank(ranking: Ranking, group: tuple[Result, ...], period: Period) -> tuple[Result, ...]:
    """Grades by rank among those whose grade waits for it; who is equal at a border is told so."""
    keys = {n: order_key(ranking.order[period.kind], one) for n, one in enumerate(group) if RANKED_LATER in one.notes}
    ranked = sorted(keys, key=lambda number: keys[number], reverse=True)
    given: dict[int, str] = {}
    tied: dict[int, str] = {}
    for part in (part for part in ranking.slices if part.end != "rest"):
        ordered = ranked if part.end == "top" else ranked[::-1]
        take(ranking, part, ordered, keys, given, tied)
    rest = next((part.grade for part in ranking.slices if part.end == "rest"), "")
    regraded = list(group)
    for place, number in enumerate(ranked, start=1):
        regraded[number] = placed(group[number], given.get(number, rest), tied.get(number, ""), place, len(ranked))
    return tuple(regraded)


def take(
    ranking: Ranking,
    part: Slice,
    ordered: list[int],
    keys: Mapping[int, Key],
    given: dict[int, str],
    tied: dict[int, str],
) -> None:
    """Give the slice's grade to the first of the order that have none yet; a tie at its border goes by the rule."""
    free = [number for number in ordered if number not in given]
    places = min(places_of(part.share, part.count, ranking.rounding, len(ordered)), len(free))
    cut = free[:places]
    if places and places < len(free) and keys[free[places - 1]] == keys[free[places]]:
        same = [number for number in free if keys[number] == keys[free[places]]]
        tied |= dict.fromkeys(same, part.grade)
        cut = [n for n in cut if n not in same] if ranking.ties == "drop" else [*cut, *same]
    given |= dict.fromkeys(cut, part.grade)


def placed(result: Result, grade: str, tied: str, place: int, of: int) -> Result:
    """The result with its grade by rank."""
    notes = tuple(note for note in result.notes if note != RANKED_LATER)
    problems = (*result.problems, tie_problem(result.name, tied)) if tied else result.problems
    return replace(result, grade=grade or None, notes=(*notes, f"{of} 个中排第 {place}"), problems=problems)
