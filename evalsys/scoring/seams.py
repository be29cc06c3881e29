"""Whether the bands of a measure cover every score exactly once, in order, and its quotas fit them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from evalsys.scoring.grades import Band, Grading, Quota, Ranking
from evalsys.scoring.mistakes import Page
from evalsys.scoring.numbers import HUNDRED, plain
from evalsys.scoring.quantities import Interval
from evalsys.scoring.scheme import Scheme
from evalsys.scoring.terms import SCORE, Ref
from evalsys.scoring.writing import sum_of


def vet_grades(scheme: Scheme, grading: Grading, page: Page) -> None:
    """Write down what is wrong with the bands, the overrides, the quotas and the ranking."""
    step = None if grading.raw else scheme.rounding.unit
    _vet_bands(grading.bands, grading, "[grade]", step, page)
    for kind in (kind for kind in grading.periods if kind not in scheme.totals):
        page.wrong("[grade]", f"没有 {kind} 的总分，请在 period 中删去或加一个 [[total]]")
    for own in grading.role_bands:
        _vet_bands(own.bands, Grading(grading.clause, own.bands), f"[grade] for {'、'.join(own.roles)}", step, page)
    grades = [band.grade for band in grading.bands] or [part.grade for part in (_slices(grading.ranking))]
    for own in grading.role_bands:
        for grade in (band.grade for band in own.bands if band.grade not in grades):
            page.wrong("[grade] for", f"{grade} 不在上面列出的等次之中，请改正")
    for override in grading.overrides:
        for grade in (override.grade, override.at_most):
            if grade and grade not in grades:
                page.wrong(f"[grade] override {grade}", "不在等次之中，请改正")
    for gap in grading.gaps:
        if gap.grade and gap.grade not in grades:
            page.wrong("[grade] gap", f"{gap.grade} 不在等次之中，请改正")
    for quota in grading.quotas:
        _vet_quota(scheme, quota, grades, page)
    if grading.ranking:
        _vet_ranking(scheme, grading.ranking, page)


def _slices(ranking: Ranking | None) -> tuple[Band, ...]:
    """A ranking's grades in the form of bands, the best first."""
    if ranking is None:
        return ()
    ends = {"top": 0, "rest": 1, "bottom": 2}
    return tuple(Band(part.grade, Interval()) for part in sorted(ranking.slices, key=lambda part: ends[part.end]))


def _vet_bands(bands: tuple[Band, ...], grading: Grading, where: str, step: Decimal | None, page: Page) -> None:
    grades = [band.grade for band in bands]
    for grade in dict.fromkeys(grade for grade in grades if grades.count(grade) > 1):
        page.wrong(f"{where} band {grade}", "等次出现了两次，请合并或改名")
    if not bands:
        return
    first, last = bands[0], bands[-1]
    if first.scores.high is not None:
        page.wrong(f"{where} band {first.grade}", "最高一档不要写上界（below），否则更高的分数没有等次")
    if last.scores.low is not None:
        page.wrong(f"{where} band {last.grade}", "最低一档不要写下界（from），否则更低的分数没有等次")
    gaps = [gap.scores for gap in grading.gaps]
    for upper, lower in pairwise(bands):
        if says := _seam(upper, lower, gaps, step):
            page.wrong(f"{where} band {lower.grade}", says)
    for gap in gaps:
        if not any(_joins(gap, upper, lower, step) for upper, lower in pairwise(bands)):
            page.wrong(f"{where} gap", f"声明的空档（{gap.text}）与各档之间的空档不符，请改正或删去")


def _seam(upper: Band, lower: Band, gaps: list[Interval], step: Decimal | None) -> str:
    """What is wrong where two bands meet, or nothing."""
    low, high = upper.scores.low, lower.scores.high
    if low is None or high is None:
        return f"{upper.grade}要写下界（from），{lower.grade}要写上界（below），两档才能相接"
    if lower.scores.low is not None and lower.scores.low >= low:
        return f"等次要从高到低排列，{lower.grade}应排在{upper.grade}之前"
    if _meet(lower.scores, upper.scores, step) or any(_joins(gap, upper, lower, step) for gap in gaps):
        return ""
    if high < low or (high == low and not lower.scores.high_in and not upper.scores.low_in):
        gap = plain(low) if high == low else f"{plain(high)} 至 {plain(low)} 之间"
        declare = "；办法确实如此的，写一个 [[grade.gap]] 说明按什么处理"
        return f"{gap}没有等次（例如 {_example(high, low)} 分），请把它的上界（below）改为 {plain(low)}{declare}"
    return f"与{upper.grade}重叠，请把它的上界（below）改为 {plain(low)}"


def _example(high: Decimal, low: Decimal) -> str:
    """A score in the gap: a half, a tenth."""
    return plain((high + low) / 2)


def _meet(lower: Interval, upper: Interval, step: Decimal | None) -> bool:
    """Does one begin exactly where the other ends? Settled scores leave nothing between 89.99 and 90."""
    high, low = lower.high, upper.low
    if high is None or low is None:
        return False
    if high == low:
        return lower.high_in != upper.low_in
    return step is not None and lower.high_in and upper.low_in and high + step == low


def _joins(gap: Interval, upper: Band, lower: Band, step: Decimal | None) -> bool:
    """Does the declared gap fill exactly what the two bands leave out?"""
    return _meet(lower.scores, gap, step) and _meet(gap, upper.scores, step)


def _vet_quota(scheme: Scheme, quota: Quota, grades: list[str], page: Page) -> None:
    where = f"[grade] quota {quota.grade}"
    if quota.grade not in grades or (quota.overflow and quota.overflow not in grades):
        page.wrong(where, "grade 和 overflow 都要是上面列出的等次")
    elif quota.overflow and grades.index(quota.overflow) <= grades.index(quota.grade):
        page.wrong(where, "overflow 应当是更低的等次")
    if quota.most is not None and not 0 < quota.most <= HUNDRED:
        page.wrong(where, "most 应在 0% 与 100% 之间")
    _vet_order(scheme, quota.order, where, page)


def _vet_order(scheme: Scheme, order: Mapping[str, tuple[str, ...]], where: str, page: Page) -> None:
    for kind in sorted(order.keys() - scheme.totals.keys()):
        page.wrong(f"{where} order", f"没有 {kind} 的总分，请删去或加一个 [[total]]")
    for kind, total in scheme.totals.items():
        parts = (SCORE, *(weight.item for weight in total.weights), *total.of, *total.plus)
        for name in order.get(kind, ()):
            if Ref(name) not in parts:
                page.wrong(f"{where} order {kind}", f"{name} 不是这一总分的组成部分，只能是：{'、'.join(parts)}")


def _vet_ranking(scheme: Scheme, ranking: Ranking, page: Page) -> None:
    where = "[grade] ranking"
    _vet_order(scheme, ranking.order, where, page)
    for says in _slice_troubles(ranking):
        page.wrong(where, says)


def _slice_troubles(ranking: Ranking) -> Iterator[str]:
    if sum_of(part.share for part in ranking.slices if part.share is not None) > HUNDRED:
        yield "各部分的 share 合计超过 100%，请调整"
    if [part.end for part in ranking.slices].count("rest") != 1:
        yield '要有且只有一个 end = "rest" 的部分，其余的人归它'
    grades = [part.grade for part in ranking.slices]
    if len(set(grades)) < len(grades):
        yield "等次出现了两次，请合并或改名"
