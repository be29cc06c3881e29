"""Walks a scheme over the facts of one subject and one period: facts in, explained result out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from evalsys.scoring.checks import gaps
from evalsys.scoring.desk import Desk, desk_for
from evalsys.scoring.facts import Calendar, Dossier
from evalsys.scoring.grading import grade_alone, grade_group
from evalsys.scoring.items import KINDS
from evalsys.scoring.numbers import HUNDRED, ZERO, plain
from evalsys.scoring.pausing import no_collection
from evalsys.scoring.periods import Period
from evalsys.scoring.results import Line, Problem, Result
from evalsys.scoring.scheme import Ref, Scheme, Total, Weight
from evalsys.scoring.writing import percent, shown, sum_of

NO_SCORE = "各项均无结果，本期无总分"


class NotInForce(ValueError):
    """The scheme does not hold for the period, or has no total for that kind of period."""


def evaluate(scheme: Scheme, dossiers: Iterable[Dossier], period: Period, calendar: Calendar) -> list[Result]:
    """The results of a whole group, quotas applied, in the order of the dossiers; they may come one by one."""
    with no_collection():
        alone = [compute(scheme, dossier, period, calendar) for dossier in dossiers]
        return list(grade_group(scheme, alone, period))


def compute(scheme: Scheme, dossier: Dossier, period: Period, calendar: Calendar) -> Result:
    """One subject's result with the grade that it has before any quota."""
    total = total_for(scheme, period)
    desk = desk_for(scheme, dossier, period, calendar, KINDS)
    weighted = weighted_lines(total, desk)
    lines = (*weighted, *(desk.line(ref, period) for ref in total.plus))
    score = score_of(total, weighted, lines)
    grade, grade_notes = grade_alone(desk, score)
    notes = [note for top in lines for line in top.walk() for note in line.notes]
    problems = (*gaps(desk, lines), *([Problem("no-score", NO_SCORE)] if score is None else []))
    return Result(
        subject=dossier.subject.key,
        name=dossier.subject.name,
        period=period.code,
        scheme=scheme.id,
        version=scheme.version,
        lines=lines,
        score=score,
        grade=grade,
        notes=tuple(dict.fromkeys([*notes, *grade_notes])),
        problems=problems,
    )


def item_line(scheme: Scheme, item: str, dossier: Dossier, period: Period, calendar: Calendar) -> Line:
    """One item alone, such as the daily mirror of a month that is still running."""
    return desk_for(scheme, dossier, period, calendar, KINDS).line(Ref(item), period)


def total_for(scheme: Scheme, period: Period) -> Total:
    """The scheme's total for the period; the rules of the period's rule date must be this version's."""
    if not scheme.in_force(period.rule_date):
        raise NotInForce(f"{scheme.title}第 {scheme.version} 版不适用于{period.title}")
    if period.kind not in scheme.totals:
        raise NotInForce(f"{scheme.title}没有规定{period.title}这一类周期的总分")
    return scheme.totals[period.kind]


def weighted_lines(total: Total, desk: Desk) -> tuple[Line, ...]:
    """The weighted parts, each settled; what a missing part does is the scheme's `missing`."""
    parts = [(weight, desk.line(weight.item, desk.period)) for weight in total.weights]
    there = sum_of(weight.share for weight, part in parts if part.amount is not None)
    return tuple(weighted(total, weight, part, there, desk) for weight, part in parts)


def weighted(total: Total, weight: Weight, part: Line, there: Decimal, desk: Desk) -> Line:
    """One weighted part. `there` is the weight of all parts that have a result."""
    if part.amount is None:
        return _weighted_none(total, weight, part, there, desk)
    whole = there if total.missing == "reweight" else HUNDRED
    working = f"{shown(part.amount)} × {percent(weight.share)}"
    if whole != HUNDRED:
        working = f"{shown(part.amount)} × {plain(weight.share)} ÷ {plain(whole)}"
    amount = desk.scheme.rounding.settle(part.amount * weight.share / whole)
    written = f"{working} = {shown(amount)}"
    return _weighted_line(total, weight, part, amount, written)


def _weighted_line(total: Total, weight: Weight, part: Line, amount: Decimal | None, written: str) -> Line:
    return Line(
        item=f"weighted.{weight.item}",
        period=part.period,
        clause=total.clause,
        title=f"{part.title}（权重 {percent(weight.share)}）",
        amount=amount,
        arithmetic=written,
        why_none=part.why_none if amount is None else "",
        parts=(part,),
    )


def _weighted_none(total: Total, weight: Weight, part: Line, there: Decimal, desk: Desk) -> Line:
    """The card says what became of the weight of a part without a result."""
    share = percent(weight.share)
    says = {
        "reweight": f"其 {share} 权重按比例分给其余各项" if there else "",
        "zero": f"按办法计 0 分（权重 {share}）",
        "block": "补齐之前不出总分",
    }[total.missing]
    amount = desk.scheme.rounding.settle(ZERO) if total.missing == "zero" else None
    line = _weighted_line(total, weight, part, amount, "")
    note = f"{part.title}无结果：{part.why_none}" + (f"；{says}" if says else "")
    return replace(line, notes=(note,))


def score_of(total: Total, weighted: tuple[Line, ...], lines: tuple[Line, ...]) -> Decimal | None:
    """The settled lines, added. Extras alone are no score."""
    there = [line.amount is not None for line in weighted]
    if not any(there) or (total.missing == "block" and not all(there)):
        return None
    return sum_of(line.amount for line in lines if line.amount is not None)
