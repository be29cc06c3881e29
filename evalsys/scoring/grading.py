"""One subject's grade: the gates, what overrules the bands, the bands and the gaps between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evalsys.scoring.desk import Desk
from evalsys.scoring.grades import Band, Gap, Gate, Grading, Override
from evalsys.scoring.numbers import HUNDRED
from evalsys.scoring.results import Problem
from evalsys.scoring.service import served_by
from evalsys.scoring.writing import full_day, shown

RANKED_LATER = "等次按全体排名确定"
"""The note of somebody whose grade waits for the group's ranking."""


@dataclass(frozen=True)
class Graded:
    """The score that is shown and the grade before any quota, with why they are what they are."""

    score: Decimal | None
    grade: str | None
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def grade_alone(desk: Desk, score: Decimal | None, raw: Decimal | None) -> Graded:
    """First the gates, then what gives a grade outright, then the bands, then what lets no better grade."""
    grading = desk.scheme.grading_of(desk.period.kind)
    if grading is None:
        return Graded(score, None)
    decided = [(override, note) for override in grading.overrides if (note := overruled(desk, override))]
    notes = tuple(note for _, note in decided)
    closed = [(gate, why) for gate in grading.gates if (why := shut(desk, gate))]
    if closed:
        shows = score if all(gate.score == "keep" for gate, _ in closed) else None
        return Graded(shows, None, (*(note for gate, why in closed for note in (gate.note, *why)), *notes))
    outright = [override for override, _ in decided if not override.at_most]
    if outright:
        return Graded(score, outright[0].grade or None, notes)
    if score is None or raw is None:
        return Graded(score, None, (*notes, "无总分，不定等次"))
    if grading.ranking:
        return Graded(score, None, (*notes, RANKED_LATER))
    if not (grading.bands or grading.role_bands):
        return Graded(score, None, notes)
    return held_down(grading, banded(desk, grading, score, raw), [override for override, _ in decided], notes)


def banded(desk: Desk, grading: Grading, score: Decimal, raw: Decimal) -> Graded:
    """The band of the score, or of the score before it was settled; what no band holds is a gap's."""
    looked_at = raw if grading.raw else score
    band = band_of(grading.bands_for(desk.subject.role), looked_at)
    if band:
        return Graded(score, band.grade)
    gap = gap_of(grading, looked_at)
    if gap is None:
        says = f"{shown(looked_at)} 分不在办法规定的任何一档"
        return Graded(score, None, (says,), (Problem("rule-gap", says),))
    if gap.grade:
        return Graded(score, gap.grade, (gap.note,))
    return Graded(score, None, (gap.note,), (Problem("rule-gap", gap.note),))


def band_of(bands: tuple[Band, ...], score: Decimal) -> Band | None:
    """The band that holds the score."""
    return next((band for band in bands if band.scores.holds(score)), None)


def gap_of(grading: Grading, score: Decimal) -> Gap | None:
    """The declared gap that holds the score."""
    return next((gap for gap in grading.gaps if gap.scores.holds(score)), None)


def held_down(grading: Grading, graded: Graded, decided: list[Override], notes: tuple[str, ...]) -> Graded:
    """The grade, no better than what the overrides let it be; the others of them say nothing."""
    grades = [band.grade for band in grading.bands]
    grade, told = graded.grade, list(graded.notes)
    for override, note in zip(decided, notes, strict=True):
        if grade in grades and grades.index(grade) < grades.index(override.at_most):
            grade = override.at_most
            told.append(note)
    return Graded(graded.score, grade, tuple(told), graded.problems)


def overruled(desk: Desk, override: Override) -> str:
    """What is said of an override that holds; nothing if it does not."""
    finding = desk.judge(override.when, desk.period)
    return f"{override.note}（{finding.says}）" if finding.holds else ""


def shut(desk: Desk, gate: Gate) -> tuple[str, ...]:
    """Why the gate keeps the subject from a grade, or nothing."""
    return tuple(reasons(desk, gate))


def reasons(desk: Desk, gate: Gate) -> Iterator[str]:
    """Every reason of one gate."""
    if gate.least_in_post is not None:
        own, everyone = len(desk.in_post(desk.period)), len(desk.workdays(desk.period))
        if own * HUNDRED < gate.least_in_post * everyone:
            yield f"本期{'天数' if desk.scheme.days == 'all' else '工作日'} {everyone} 天，在岗 {own} 天"
    if gate.least_service is not None:
        served = served_by(desk.subject.in_post, desk.period.last, gate.tolerate)
        if served is None or gate.least_service.after(served.since) > served.end:
            length = served.text if served else "0天"
            yield f"截至{full_day(desk.period.last)}任职{length}，不满{gate.least_service.text}"
    if gate.when is not None:
        finding = desk.judge(gate.when, desk.period)
        if finding.holds:
            yield finding.says
