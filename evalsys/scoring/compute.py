"""Walks a scheme over the facts of one subject and one period: facts in, explained result out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from evalsys.scoring.beside import beside_lines, knowing, with_beside
from evalsys.scoring.checks import gaps
from evalsys.scoring.desk import Desk, desk_for
from evalsys.scoring.facts import Calendar, Dossier
from evalsys.scoring.grading import grade_alone
from evalsys.scoring.items import ENGINE
from evalsys.scoring.numbers import HUNDRED, ZERO, plain, snap
from evalsys.scoring.pausing import no_collection
from evalsys.scoring.periods import Period
from evalsys.scoring.ranking import grade_group
from evalsys.scoring.results import Line, Problem, Result
from evalsys.scoring.scheme import Scheme, Total, Weight
from evalsys.scoring.terms import Ref
from evalsys.scoring.writing import percent, shown, sum_of

NO_SCORE = "各项均无结果，本期无总分"


class NotInForce(ValueError):
    """The scheme does not hold for the period, or has no total for that kind of period."""


def evaluate(
    scheme: Scheme, dossiers: Iterable[Dossier], period: Period, calendar: Calendar, explain: bool = True
) -> list[Result]:
    """The results of a whole group, quotas applied, in the order of the dossiers; they may come one by one.

    Without `explain` the lines carry amounts alone: for what only looks at scores and grades.
    """
    period = scheme.periods.get(period.code, period)
    total = total_for(scheme, period)
    follows = bool(total.beside) or any(pool.period == period.kind for pool in scheme.pools)
    alone, desks, subjects = [], [], {}
    with no_collection():
        for dossier in dossiers:
            desk = desk_for(scheme, dossier, period, calendar, ENGINE, explain)
            alone.append(result_of(total, desk))
            subjects[dossier.subject.key] = dossier.subject
            if follows:
                desks.append(desk)
        graded = list(grade_group(scheme, alone, period, subjects))
        return with_beside(total, graded, desks) if follows else graded


def compute(scheme: Scheme, dossier: Dossier, period: Period, calendar: Calendar) -> Result:
    """One subject's result with the grade that it has before any quota; pools need the whole group."""
    period = scheme.periods.get(period.code, period)
    total = total_for(scheme, period)
    desk = desk_for(scheme, dossier, period, calendar, ENGINE)
    result = result_of(total, desk)
    return replace(result, beside=beside_lines(total, knowing(desk, result)))


def result_of(total: Total, desk: Desk) -> Result:
    """The score and the grade of one subject alone."""
    scheme, period = desk.scheme, desk.period
    body = (*weighted_lines(total, desk), *(as_is(total, ref, desk) for ref in total.of))
    lines = (*body, *(desk.line(ref, period) for ref in total.plus))
    lines = (*lines, *whole_lines(total, desk, lines))
    raw = raw_score(total, body, lines)
    score = None if raw is None else scheme.rounding.settle(raw)
    graded = grade_alone(desk, score, raw)
    problems = (*gaps(desk, lines), *graded.problems)
    if raw is None:
        problems = (*problems, Problem("no-score", NO_SCORE))
    notes = [note for top in lines for line in top.walk() for note in line.notes]
    return Result(
        subject=desk.subject.key,
        name=desk.subject.name,
        period=period.code,
        scheme=scheme.id,
        version=scheme.version,
        lines=lines,
        score=graded.score,
        grade=graded.grade,
        notes=tuple(dict.fromkeys([*notes, *graded.notes])),
        problems=problems,
    )


def item_line(scheme: Scheme, item: str, dossier: Dossier, period: Period, calendar: Calendar) -> Line:
    """One item alone, such as the daily mirror of a month that is still running."""
    return desk_for(scheme, dossier, period, calendar, ENGINE).line(Ref(item), period)


def total_for(scheme: Scheme, period: Period) -> Total:
    """The scheme's total for the period; the rules of the period's rule date must be this version's."""
    if not scheme.in_force(period.rule_date):
        raise NotInForce(f"{scheme.title}第 {scheme.version} 版不适用于{period.title}")
    if period.kind not in scheme.totals:
        raise NotInForce(f"{scheme.title}没有规定{period.title}这一类周期的总分")
    return scheme.totals[period.kind]


# The lines of the score


def weighted_lines(total: Total, desk: Desk) -> tuple[Line, ...]:
    """The weighted parts, each settled; what a missing part does is the scheme's `missing`."""
    weights = total.weights_in(desk.subject.place)
    parts = [(weight, desk.line(weight.item, desk.period)) for weight in weights]
    there = sum_of(weight.share for weight, part in parts if part.amount is not None)
    return tuple(weighted(total, weight, part, there, desk) for weight, part in parts)


def weighted(total: Total, weight: Weight, part: Line, there: Decimal, desk: Desk) -> Line:
    """One weighted part. `there` is the weight of all parts that have a result."""
    if part.amount is None:
        return _weighted_none(total, weight, part, there, desk)
    whole = there if total.missing == "reweight" else HUNDRED
    amount = carried(part.amount * weight.share / whole, desk)
    if not desk.explain:
        return _weighted_line(total, weight, part, amount, "")
    working = f"{shown(part.amount)} × {percent(weight.share)}"
    if whole != HUNDRED:
        working = f"{shown(part.amount)} × {plain(weight.share)} ÷ {plain(whole)}"
    return _weighted_line(total, weight, part, amount, f"{working} = {shown(amount)}")


def carried(amount: Decimal, desk: Desk) -> Decimal:
    """An amount of the score as it is carried on: settled, or exact where only totals are settled."""
    rounding = desk.scheme.rounding
    return rounding.settle(amount) if rounding.stage == "line" else snap(amount)


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


def as_is(total: Total, ref: Ref, desk: Desk) -> Line:
    """A part that is added as it is; one without a result is zero or leaves no score, as the scheme says."""
    line = desk.line(ref, desk.period)
    if line.amount is not None:
        return line
    says = "按办法计 0 分" if total.missing == "zero" else "补齐之前不出总分"
    return replace(line, notes=(*line.notes, f"{line.title}无结果：{line.why_none}；{says}"))


def whole_lines(total: Total, desk: Desk, lines: tuple[Line, ...]) -> list[Line]:
    """What is done to the sum as a whole, each as a line that adds what it changes: penalties, then cap and floor."""
    made: list[Line] = []
    so_far = sum_of(line.amount for line in lines if line.amount is not None)
    for number, times in enumerate(total.times, start=1):
        finding = desk.judge(times.when, desk.period)
        if finding.holds:
            left = carried(so_far * times.percent / HUNDRED, desk)
            working = f"{finding.says}：{shown(so_far)} × {percent(times.percent)} = {shown(left)}"
            change = left - so_far
            made.append(Line(f"times.{number}", desk.period.code, times.clause, times.title, change, working))
            so_far = left
    for name, limit, word in (("cap", total.cap, "最高"), ("floor", total.floor, "最低")):
        edge = desk.number(limit, desk.period) if limit else None
        if edge is not None and (so_far > edge if name == "cap" else so_far < edge):
            working = f"合计 {shown(so_far)}，{word} {plain(edge)}"
            title = f"总分{word} {plain(edge)}"
            made.append(Line(name, desk.period.code, total.clause, title, edge - so_far, working))
            so_far = edge
    return made


def raw_score(total: Total, body: tuple[Line, ...], lines: tuple[Line, ...]) -> Decimal | None:
    """The lines, added. Extras alone are no score."""
    there = [line.amount is not None for line in body]
    if not any(there) or (total.missing == "block" and not all(there)):
        return None
    return snap(sum_of(line.amount for line in lines if line.amount is not None))
