"""Everybody's score and grade by a measure that is only tried: nothing is explained, nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from evalsys.scoring.columns import Sheet, adding
from evalsys.scoring.compute import evaluate, total_for
from evalsys.scoring.desk import Standing
from evalsys.scoring.grades import Grading
from evalsys.scoring.laying import Column, Layout
from evalsys.scoring.scheme import Scheme, Total


def tried(scheme: Scheme, layout: Layout) -> list[Standing]:
    """Everybody's score and grade by that measure, in the order of the layout; nothing is explained."""
    total = total_for(scheme, layout.period)
    if not goes_by_columns(scheme, total):
        results = evaluate(scheme, layout.dossiers, layout.period, layout.calendar, explain=False)
        return [Standing(result.score, result.grade) for result in results]
    return [outcome for part in layout.chunks() for outcome in by_columns(scheme, total, part)]


def by_columns(scheme: Scheme, total: Total, layout: Layout) -> list[Standing]:
    """The scores of one piece, with the grades of their bands."""
    raws = raw_scores(Sheet(scheme, layout), total)
    settled = raws.over(lambda full: list(map(scheme.rounding.settle, full)))
    scores = settled.with_gaps()
    grading = scheme.grading_of(total.period)
    if grading is None:
        return [Standing(score, None) for score in scores]
    looked_at = raws.with_gaps() if grading.raw else scores
    return list(map(Standing, scores, map(grade_of(grading), looked_at)))


def goes_by_columns(scheme: Scheme, total: Total) -> bool:
    """Is everything beyond the items the same rule for everybody, with no look at the others or at records?

    A measure that cuts periods itself has records in other periods than the layout's, which measures share.
    """
    grading = scheme.grading_of(total.period)
    whole = (
        total.times,
        total.locals,
        total.weights,
        total.cap,
        total.floor,
        total.missing != "block",
        scheme.periods,
    )
    if any(whole) or grading is None:
        return not any(whole)
    return not any((grading.gates, grading.overrides, grading.quotas, grading.role_bands, grading.ranking))


def raw_scores(sheet: Sheet, total: Total) -> Column:
    """The scores before they are settled; extras alone are no score."""
    body = sheet.together(total.of, adding)
    if not total.plus:
        return body
    extras = [sheet.column(ref).amounts for ref in total.plus]
    return body.over(lambda full: adding([full, *extras]))


def grade_of(grading: Grading) -> Callable[[Decimal | None], str | None]:
    """The band of a score, or the declared gap's grade, or none."""
    steps = [(band.scores, band.grade) for band in grading.bands] + [(gap.scores, gap.grade) for gap in grading.gaps]

    def found(score: Decimal | None) -> str | None:
        if score is None:
            return None
        return next((grade or None for scores, grade in steps if scores.holds(score)), None)

    return found
