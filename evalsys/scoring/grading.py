"""Grades: the bands, what overrules them for one subject, and the quotas of a group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from evalsys.scoring.desk import Desk
from evalsys.scoring.numbers import HUNDRED, ZERO
from evalsys.scoring.periods import Period
from evalsys.scoring.results import Problem, Result
from evalsys.scoring.scheme import Grading, Override, Quota, Scheme
from evalsys.scoring.writing import days_text, percent


def band_of(grading: Grading, score: Decimal) -> str:
    """The grade of a published score. Bands were checked to cover every score when the scheme was loaded."""
    return next(band.grade for band in grading.bands if band.holds(score))


def grade_alone(desk: Desk, score: Decimal | None) -> tuple[str | None, tuple[str, ...]]:
    """The grade before any quota, with its notes: first the gate, then what overrules, then the bands."""
    grading = desk.scheme.grading
    decided = [found for override in grading.overrides if (found := _overruled(desk, override))]
    notes = tuple(note for _, note in decided)
    if gated := gate_notes(desk):
        return None, (*gated, *notes)
    if decided:
        return decided[0][0], notes
    if score is None:
        return None, ("无总分，不定等次",)
    return band_of(grading, score), ()


def gate_notes(desk: Desk) -> tuple[str, ...]:
    """Why the subject was too short in post for a grade, or nothing."""
    gate = desk.scheme.grading.gate
    if gate is None:
        return ()
    own, everyone = len(desk.in_post(desk.period)), len(desk.workdays(desk.period))
    if own * HUNDRED >= gate.least * everyone:
        return ()
    return gate.note, f"本期工作日 {everyone} 天，在岗 {own} 天"


def _overruled(desk: Desk, override: Override) -> tuple[str, str] | None:
    facts = desk.facts(override.stream, desk.period)
    if not facts:
        return None
    return override.grade, f"{override.note}（{days_text(fact.on for fact in facts)}）"


def grade_group(scheme: Scheme, results: Iterable[Result], period: Period) -> tuple[Result, ...]:
    """Apply the quotas to the results of one group, as `compute` made them; their order is kept."""
    group = tuple(results)
    for quota in scheme.grading.quotas:
        if period.kind in quota.order:
            group = apply_quota(quota, group, period)
    return group


def apply_quota(quota: Quota, group: tuple[Result, ...], period: Period) -> tuple[Result, ...]:
    """Leave the grade to the first of the quota's order; the others get the next grade and the note."""
    graded = sum(1 for result in group if result.grade is not None)
    keys = {
        number: order_key(quota, result, period) for number, result in enumerate(group) if result.grade == quota.grade
    }
    places = int(graded * quota.most // HUNDRED)
    ranked = sorted(keys, key=lambda number: keys[number], reverse=True)
    if len(ranked) <= places:
        return group
    last = keys[ranked[places]] if places and keys[ranked[places - 1]] == keys[ranked[places]] else None
    share = percent(quota.most)
    why = f"按分数应为{quota.grade}；{quota.grade}名额 {places} 个（定等次 {graded} 人的 {share}）"
    regraded = list(group)
    for place, number in enumerate(ranked):
        tied = keys[number] == last
        if (place >= places and not tied) or (tied and quota.ties == "drop"):
            regraded[number] = overflowed(quota, group[number], why, tied)
    return tuple(regraded)


def overflowed(quota: Quota, result: Result, why: str, tied: bool) -> Result:
    """The result with the next grade; those tied for the last place are told so."""
    problems = result.problems
    if tied:
        why += "，末位并列"
        says = f"{result.name}等人在{quota.grade}末位名额上并列，各项排序依据均相同，请党委研究决定"
        problems = (*problems, Problem("quota-tie", says))
    notes = (*result.notes, quota.note, why)
    return replace(result, grade=quota.overflow, notes=notes, problems=problems)


def order_key(quota: Quota, result: Result, period: Period) -> tuple[tuple[bool, Decimal], ...]:
    """What the subject is ranked by; an item that is none comes after every number."""
    return tuple(_ranked(result, name) for name in quota.order[period.kind])


def _ranked(result: Result, name: str) -> tuple[bool, Decimal]:
    if name == "score":
        amount = result.score
    else:
        line = result.find(name, result.period)
        amount = line.amount if line else None
    return amount is not None, ZERO if amount is None else amount
