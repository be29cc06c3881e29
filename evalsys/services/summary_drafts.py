"""Writing a summary: a draft from what was ticked, edited until it is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.people import Person, Post
from evalsys.models.summaries import SECTIONS, Summary, SummaryEntry
from evalsys.scoring.periods import Period
from evalsys.services import closed, periods, records, scope, summary_material
from evalsys.services.summary_material import of_person
from evalsys.services.summary_text import Choice, added
from evalsys.services.write import Act, Refused, check_version, hold, refuse_second, write

KINDS = ("month", "quarter", "year")


def draft(act: Act, person: Person, period: Period, version: int, keys: Sequence[str]) -> None:
    """Put what was ticked into the draft, in sentences, after what is written there already."""
    refuse_writing(act, person, period)
    found = [one for group in summary_material.groups(person, period) for one in group.choices]
    chosen = [one for one in found if one.key in set(keys)]
    if not chosen:
        raise Refused(_("请先勾选至少一条，再生成初稿。"))
    row = of_person(person, period)
    texts = {name: added(getattr(row, name) if row else "", of_section(chosen, name)) for name in SECTIONS}
    save(act, person, period, row, version, texts, [one.key for one in chosen])


def of_section(chosen: Sequence[Choice], name: str) -> list[Choice]:
    """What goes into that section."""
    return [one for one in chosen if one.section == name]


def edit(act: Act, person: Person, period: Period, version: int, texts: dict[str, str]) -> None:
    """Save the words of a draft as they were edited."""
    refuse_writing(act, person, period)
    save(act, person, period, of_person(person, period), version, texts, None)


def save(
    act: Act,
    person: Person,
    period: Period,
    row: Summary | None,
    version: int,
    texts: dict[str, str],
    keys: Sequence[str] | None,
) -> None:
    """Write the texts; `keys` None leaves what they were drafted from as it is."""
    if row is not None:
        check_version(row, version)
        refuse_submitted(row)
    target = row or Summary(person_id=person.id, period=period.code)
    before = {name: getattr(row, name) for name in texts if getattr(row, name) != texts[name]} if row else None
    after = {name: texts[name] for name in (before if before is not None else texts)}
    after |= {"person": person.name, "period": period.code}
    with write(act, "summary.write", target, before, after) as session:
        for name, value in {**texts, "recorded_by": act.name, "recorded_at": act.at}.items():
            setattr(target, name, value)
        session.add(target)
        if keys is not None:
            session.flush()
            choose(session, target, keys)


def choose(session: Any, row: Summary, keys: Sequence[str]) -> None:
    """Keep what was ticked; what was ticked before and no more is let go."""
    held = {one.key: one for one in session.scalars(select(SummaryEntry).where(SummaryEntry.summary_id == row.id))}
    for key in held.keys() - set(keys):
        session.delete(held[key])
    for key in keys:
        if key not in held:
            session.add(entry_of(row, key))


def entry_of(row: Summary, key: str) -> SummaryEntry:
    """The row that keeps one tick."""
    kind, number, *section = key.split("-")
    if kind == "log":
        return SummaryEntry(summary_id=row.id, log_entry_id=int(number))
    return SummaryEntry(summary_id=row.id, source_id=int(number), section=section[0])


def refuse_submitted(row: Summary) -> None:
    """What was handed in is not changed behind its readers' backs."""
    if row.submitted_on:
        raise Refused(
            _("这份小结已在 %(day)s 提交，不能再改。要改的，请组织干事或支部书记先退回。", day=row.submitted_on)
        )


def refuse_writing(act: Act, person: Person, period: Period) -> None:
    """A summary is of an official's period that has begun and is not closed."""
    refuse_second(act)
    if period.kind not in KINDS:
        raise scope.Unknown
    records.refuse_future(act, period.first)
    query = select(Post.id).where(Post.person_id == person.id, Post.kind == "official")
    if not db.session.scalar(query.where(scope.overlapping(Post, period.first, period.last)).limit(1)):
        raise Refused(
            _(
                "%(name)s在%(period)s不是村官，不用写小结。请核对日期或任职登记。",
                name=person.name,
                period=periods.name(period),
            )
        )
    closed.refuse_filed(person.township_id, period)
    hold(Person, person.id)
