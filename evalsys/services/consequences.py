"""What follows from a frozen result: rewards, talks, remedies with steps. A closed period keeps its results, so it
keeps no record of this back: most of it happens after the close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, selectinload
from sqlalchemy.orm.attributes import flag_modified

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.consequences import KINDS, Consequence, ConsequenceStep
from evalsys.models.evaluations import Evaluation
from evalsys.models.talks import Talk
from evalsys.scoring.periods import Period
from evalsys.services import scope, talks
from evalsys.services.write import Act, Refused, check_version, refuse_second, write

__all__ = ["KINDS", "Step"]


@dataclass(frozen=True)
class Step:
    """One step as it was filled in."""

    what: str
    until_on: date
    done_on: date | None = None


def seen(viewer: Account, right: str, day: date) -> Select[tuple[Consequence]]:
    """Those that the right reaches; that there is a talk is told only to who may read talks."""
    query = select(Consequence).join(Consequence.evaluation).join(Evaluation.person)
    query = query.where(
        scope.visible(viewer, right, day), or_(Consequence.kind != "talk", scope.visible(viewer, "talk.read", day))
    )
    return query.options(
        contains_eager(Consequence.evaluation).contains_eager(Evaluation.person), selectinload(Consequence.steps)
    )


def of_result(viewer: Account, row: Evaluation, day: date) -> list[Consequence]:
    """What followed from this result and from earlier ones of the same person and period."""
    query = seen(viewer, "result.read", day)
    query = query.where(Evaluation.person_id == row.person_id, Evaluation.period == row.period)
    return list(db.session.scalars(query.order_by(Consequence.id)))


def open_ones(viewer: Account, period: Period, kind: str, day: date) -> list[Consequence]:
    """What is not done yet of a period, of one kind or ("") of all; the earliest due day first."""
    query = seen(viewer, "result.read", day).where(Evaluation.period == period.code, Consequence.done_on.is_(None))
    if kind:
        query = query.where(Consequence.kind == kind)
    return list(db.session.scalars(query.order_by(Consequence.due_on.asc().nulls_last(), Consequence.id)))


def get(viewer: Account, consequence_id: int, day: date) -> Consequence:
    """One that the viewer may change, or Unknown."""
    query = seen(viewer, "consequence.write", day).where(Consequence.id == consequence_id)
    found = db.session.scalar(query)
    if found is None:
        raise scope.Unknown
    return found


def talks_of(viewer: Account, person_id: int, day: date) -> list[Talk]:
    """The person's talks, to link one."""
    return talks.of_person(viewer, person_id, day)


def add(act: Act, row: Evaluation, kind: str, values: Mapping[str, Any], steps: Sequence[Step]) -> Consequence:
    """Something that is done because of this result."""
    refuse_second(act)
    refuse_self(act, row)
    if not row.is_current:
        raise Refused(_("这个结果后来重新计算过，请到最新的结果上登记。"))
    refuse_wrong(act, row, kind, values, steps)
    fresh = Consequence(evaluation_id=row.id, kind=kind, recorded_by=act.name, recorded_at=act.at)
    put(fresh, values, steps)
    with write(act, "consequence.add", fresh, None, told(row, kind, values)) as session:
        session.add(fresh)
    return fresh


def change(act: Act, held: Consequence, version: int, values: Mapping[str, Any], steps: Sequence[Step]) -> None:
    """Correct it, or note which steps are done; its kind and its result stay."""
    refuse_second(act)
    refuse_self(act, held.evaluation)
    check_version(held, version)
    refuse_done(held)
    refuse_wrong(act, held.evaluation, held.kind, values, steps)
    before = told(held.evaluation, held.kind, {"text": held.text, "due_on": held.due_on})
    with write(act, "consequence.change", held, before, told(held.evaluation, held.kind, values)):
        put(held, values, steps)
        held.recorded_by, held.recorded_at = act.name, act.at
        # Steps alone would leave the row untouched, and a second editor would not be noticed.
        flag_modified(held, "text")


def put(held: Consequence, values: Mapping[str, Any], steps: Sequence[Step]) -> None:
    """Copy what was filled in; steps keep their rows as far as there are any."""
    held.text, held.due_on, held.talk_id = values["text"], values["due_on"], values.get("talk_id") or None
    for place, step in enumerate(steps):
        if place == len(held.steps):
            held.steps.append(ConsequenceStep(place=place))
        row = held.steps[place]
        row.what, row.until_on, row.done_on = step.what, step.until_on, step.done_on
    del held.steps[len(steps) :]


def finish(act: Act, held: Consequence, version: int, done_on: date, note: str) -> None:
    """It is done, and what came of it."""
    refuse_second(act)
    refuse_self(act, held.evaluation)
    check_version(held, version)
    refuse_done(held)
    refuse_future(act, done_on)
    left = [step.what for step in held.steps if step.done_on is None]
    if left:
        raise Refused(_("还有 %(n)s 步没有填完成日期：%(what)s。请先填好。", n=len(left), what="、".join(left)))
    said = {} if held.kind == "talk" else {"person": held.evaluation.person.name}
    with write(act, "consequence.done", held, None, {**said, "kind": held.kind, "day": done_on}):
        held.done_on, held.done_note = done_on, note


def told(row: Evaluation, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the log may hold: of a talk only that there is to be one, not with whom."""
    if kind == "talk":
        return {"kind": kind}
    said = {"person": row.person.name, "period": row.period, "kind": kind}
    return {**said, "text": values["text"], "until": values["due_on"]}


def refuse_wrong(act: Act, row: Evaluation, kind: str, values: Mapping[str, Any], steps: Sequence[Step]) -> None:
    """A remedy has steps and nothing else has; a talk is one with this person; what is done is past."""
    if kind == "remedy" and not steps:
        raise Refused(_("整改要写明步骤：至少一步，做什么、到哪天完成。"))
    if kind != "remedy" and steps:
        raise Refused(_("只有整改才写步骤，请把步骤清空，或把类别改成整改。"))
    if values.get("talk_id"):
        refuse_other_talk(row, kind, db.session.get(Talk, values["talk_id"]))
    for step in steps:
        if step.done_on:
            refuse_future(act, step.done_on)


def refuse_other_talk(row: Evaluation, kind: str, talk: Talk | None) -> None:
    """Only a talk with the person of the result can be linked, and only to a consequence of that kind."""
    if kind != "talk":
        raise Refused(_("只有类别是谈话的才选谈话记录。"))
    if talk is None or talk.person_id != row.person_id or talk.cancelled_on:
        raise Refused(_("选的不是和%(name)s的谈话，或已经撤销，请重新选。", name=row.person.name))


def refuse_self(act: Act, row: Evaluation) -> None:
    """Nobody decides what follows from the own result."""
    if act.actor and act.actor.person_id == row.person_id:
        raise Refused(_("不能登记自己的结果运用，请由别人来办。"))


def refuse_done(held: Consequence) -> None:
    """What is done stays as it was done."""
    if held.done_on:
        raise Refused(_("这一条已在 %(day)s 办结，不能再改。", day=held.done_on))


def refuse_future(act: Act, day: date) -> None:
    """Nothing is done before its day."""
    if day > act.today:
        raise Refused(_("完成日期 %(day)s 还没有到，请填今天或以前的日期。", day=day))
