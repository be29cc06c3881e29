"""Summaries of a month, a quarter and the year: who wrote one, handing in, sending back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Person
from evalsys.models.summaries import Summary, SummaryEntry
from evalsys.scoring.periods import Period
from evalsys.services import closed, periods, records, scope
from evalsys.services.summary_drafts import KINDS, draft, edit, refuse_submitted, refuse_writing
from evalsys.services.summary_material import groups, of_person
from evalsys.services.write import Act, Refused, check_version, refuse_second, write

__all__ = ["KINDS", "draft", "edit", "groups", "of_person"]


def of_period(people: Sequence[Person], period: Period) -> dict[int, Summary]:
    """The period's summaries of these people, by the person's number."""
    return {row.person_id: row for row in records.of_people(Summary, people, Summary.period == period.code)}


def get(viewer: Account, summary_id: int, day: date) -> Summary:
    """One summary that the viewer may read; a draft only who may write it. Raises Unknown."""
    query = (
        select(Summary)
        .join(Summary.person)
        .where(
            Summary.id == summary_id,
            scope.visible(viewer, "summary.read", day),
            or_(Summary.submitted_on.is_not(None), scope.visible(viewer, "summary.write", day)),
        )
        .options(contains_eager(Summary.person))
    )
    found = db.session.scalar(query)
    if found is None:
        raise scope.Unknown
    return found


def chosen_of(row: Summary | None) -> list[str]:
    """What the summary was drafted from, as the page's boxes are called."""
    if row is None:
        return []
    return [one.key for one in db.session.scalars(select(SummaryEntry).where(SummaryEntry.summary_id == row.id))]


def submit(act: Act, row: Summary, version: int) -> None:
    """Hand the summary in; from then on it is changed only after it was sent back."""
    refuse_writing(act, row.person, periods.period(row.period))
    check_version(row, version)
    refuse_submitted(row)
    if not row.main_work.strip():
        raise Refused(_("“主要工作”还是空的，请写好再提交。"))
    told = {"person": row.person.name, "period": row.period}
    with write(act, "summary.submit", row, None, told):
        row.submitted_on, row.returned_on, row.returned_by, row.return_reason = act.today, None, None, None


def send_back(act: Act, row: Summary, version: int, reason: str) -> None:
    """Return a submitted summary to its writer with the reason."""
    refuse_second(act)
    if act.actor and act.actor.person_id == row.person_id:
        raise Refused(_("不能退回自己的小结，请由别人来办。"))
    closed.refuse_filed(row.person.township_id, periods.period(row.period))
    check_version(row, version)
    if row.submitted_on is None:
        raise Refused(_("这份小结还没有提交，不用退回。"))
    told = {"person": row.person.name, "period": row.period, "reason": reason}
    with write(act, "summary.return", row, {"submitted": row.submitted_on}, told):
        row.submitted_on, row.returned_on = None, act.today
        row.returned_by, row.return_reason = act.name, reason


def get_own(viewer: Account, summary_id: int, day: date) -> Summary:
    """One summary that the viewer may write, or Unknown."""
    return records.one(viewer, "summary.write", Summary, summary_id, day)


def get_to_return(viewer: Account, summary_id: int, day: date) -> Summary:
    """One submitted summary that the viewer may send back, or Unknown."""
    found = records.one(viewer, "summary.return", Summary, summary_id, day)
    return get(viewer, found.id, day)
