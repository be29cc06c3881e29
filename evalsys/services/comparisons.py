"""The comparison (晾晒比评): bands by default; the exact order where the measure says so and the switch is on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.comparisons import Comparison
from evalsys.models.evaluations import Evaluation
from evalsys.models.people import Person
from evalsys.models.units import Unit
from evalsys.scoring.periods import Period
from evalsys.services import schemes, scope
from evalsys.services.write import Act, Refused, check_version, hold, refuse_second, write

ALWAYS = frozenset(("clerk", "committee"))
CIRCLES = {
    "committee": frozenset(("committee",)),
    "secretaries": frozenset(("committee", "secretary")),
    "officials": frozenset(("committee", "secretary", "official")),
}


def results(viewer: Account, period: Period, day: date) -> list[Evaluation]:
    """The period's current results by pinyin; who may see them is asked before."""
    query = (
        select(Evaluation)
        .join(Evaluation.person)
        .where(Evaluation.period == period.code, Evaluation.is_current, scope.visible(viewer, "comparison.read", day))
        .options(contains_eager(Evaluation.person), joinedload(Evaluation.scheme_version))
    )
    return list(db.session.scalars(query.order_by(Person.pinyin, Person.id)))


def newest(township_id: int, period: Period) -> Comparison | None:
    """The last opening of the period's comparison."""
    query = select(Comparison).where(Comparison.township_id == township_id, Comparison.period == period.code)
    return db.session.scalar(query.order_by(Comparison.id.desc()).limit(1))


def get(viewer: Account, comparison_id: int) -> Comparison:
    """One opening of the viewer's township, or Unknown."""
    return scope.of_township(viewer, Comparison, comparison_id)


def roles(viewer: Account, day: date) -> set[str]:
    """The viewer's roles of that day."""
    return {
        held.role for held in viewer.roles if held.from_on <= day and (held.until_on is None or day <= held.until_on)
    }


def is_on(row: Comparison | None, day: date) -> bool:
    """Is the comparison open that day? Its last day still counts; taken back, it is over at once."""
    return row is not None and row.closed_on is None and row.from_on <= day <= row.until_on


def may_see(viewer: Account, row: Comparison | None, day: date) -> bool:
    """The clerk and the committee always; the circle that was let in while it is open."""
    held = roles(viewer, day)
    return bool(held & ALWAYS) or (row is not None and is_on(row, day) and bool(held & CIRCLES[row.readers]))


def shows_order(viewer: Account, row: Comparison | None, rows: Sequence[Evaluation], day: date) -> bool:
    """Are places and scores shown? After the last day only to the clerk and the committee."""
    if row is None or row.shows != "order" or row.closed_on or day < row.from_on:
        return False
    return allows_order(rows) and (is_on(row, day) or bool(roles(viewer, day) & ALWAYS))


def allows_order(rows: Sequence[Evaluation]) -> bool:
    """Does every measure by which these results were computed say that their order is published?"""
    gradings = [schemes.scheme_of(row.scheme_version).grading for row in rows]
    return bool(gradings) and all(grading is not None and grading.publish == "order" for grading in gradings)


@dataclass(frozen=True)
class Placed:
    """One line of the exact order; equal scores share a place, no score has none."""

    place: int | None
    row: Evaluation


def in_order(rows: Sequence[Evaluation]) -> list[Placed]:
    """The results from the highest score down."""
    scored = sorted((row for row in rows if row.score is not None), key=lambda row: row.score, reverse=True)
    scores = [row.score for row in scored]
    placed = [Placed(scores.index(row.score) + 1, row) for row in scored]
    return [*placed, *(Placed(None, row) for row in rows if row.score is None)]


def by_grade(rows: Sequence[Evaluation]) -> list[tuple[str | None, list[Evaluation]]]:
    """The results under their grades, the best grade first, those without one last."""
    held: dict[str | None, list[Evaluation]] = {grade: [] for grade in grades(rows)}
    for row in rows:
        held.setdefault(row.grade, []).append(row)
    without = held.pop(None, [])
    return [*held.items(), *([(None, without)] if without else [])]


def grades(rows: Sequence[Evaluation]) -> list[str]:
    """The grades that the measure knows, the best first."""
    grading = schemes.scheme_of(rows[0].scheme_version).grading if rows else None
    if grading is None:
        return []
    ranked = grading.ranking.slices if grading.ranking else ()
    return list(dict.fromkeys([*(band.grade for band in grading.bands), *(part.grade for part in ranked)]))


def open_it(
    act: Act, viewer: Account, period: Period, shows: str, readers: str, first: date, last: date, decision: str
) -> Comparison:
    """Let a circle of readers see the period's comparison, from one day to another."""
    refuse_second(act)
    hold(Unit, viewer.township_id)
    rows = results(viewer, period, act.today)
    if not rows:
        raise Refused(_("这一期还没有结果，请先计算，再开放。"))
    if shows == "order" and not allows_order(rows):
        raise Refused(
            _(
                "考核办法没有写公布名次和得分，只能按等次晾晒。要公布名次的，先按程序修改办法，"
                '在等次一节写明 publish = "order"。'
            )
        )
    if last < first or last < act.today:
        raise Refused(_("最后一天 %(day)s 已经过去，或早于第一天，请改好日期。", day=last))
    held = newest(viewer.township_id, period)
    if held and held.closed_on is None and held.until_on >= act.today:
        raise Refused(_("这一期已经开放到 %(day)s。要改的，请先收回，再重新开放。", day=held.until_on))
    row = Comparison(
        township_id=viewer.township_id,
        period=period.code,
        shows=shows,
        readers=readers,
        from_on=first,
        until_on=last,
        decision=decision,
        opened_by=act.name,
        opened_at=act.at,
    )
    told = {
        "period": period.code,
        "shows": shows,
        "readers": readers,
        "from": first,
        "until": last,
        "reason": decision,
    }
    with write(act, "comparison.open", row, None, told) as session:
        session.add(row)
    return row


def close(act: Act, row: Comparison, version: int) -> None:
    """Take it back before its last day."""
    refuse_second(act)
    check_version(row, version)
    if row.closed_on:
        raise Refused(_("已在 %(day)s 收回，不用再收。", day=row.closed_on))
    with write(act, "comparison.close", row, None, {"period": row.period}):
        row.closed_on, row.closed_by = act.today, act.name
