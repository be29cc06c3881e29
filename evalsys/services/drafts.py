"""Drafts of measures: begun, changed figure by figure or as a whole, and adopted; a draft binds nobody yet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.schemes import SchemeDraft, SchemeVersion
from evalsys.models.units import Unit
from evalsys.scoring import Figure, accepted, figures, with_figures
from evalsys.services import schemes, scope, trials
from evalsys.services.examples import changes_of
from evalsys.services.texts import Written, heading, stamped
from evalsys.services.write import Act, Refused, check_version, hold, refuse_second, write

SHOWN_MISTAKES = 5


def begin(act: Act, written: Written) -> SchemeDraft:
    """A new draft."""
    name, title = heading(written.text)
    row = SchemeDraft(
        township_id=act.actor.township_id,
        name=name,
        title=title,
        text=written.text,
        cases=written.cases,
        based_on_id=written.based_on.id if written.based_on else None,
        created_by=act.name,
        created_at=act.at,
        recorded_by=act.name,
        recorded_at=act.at,
    )
    with write(with_content(act, written), "draft.begin", row, after={"title": title}) as session:
        session.add(row)
    return row


def with_content(act: Act, written: Written) -> Act:
    """The same form with another file is another act: somebody went back and chose again."""
    if not act.form_key:
        return act
    said = hashlib.sha256(f"{act.form_key}\0{written.text}\0{written.cases}".encode()).hexdigest()
    return replace(act, form_key=said[:32], input_hash=said)


def change_figures(act: Act, draft: SchemeDraft, version: int, values: Mapping[str, str]) -> None:
    """Save other figures; the rest of the text stays to the letter."""
    before = {one.key: one for one in figures_of(draft.text)}
    changed = {key: value for key, value in values.items() if key in before and value != before[key].text}
    text = with_values(draft.text, changed)
    told = {before[key].title: value for key, value in changed.items()}
    old = {before[key].title: before[key].text for key in changed}
    save(act, "draft.figures", draft, version, text, draft.cases, old, told)


def with_values(text: str, values: Mapping[str, str]) -> str:
    """The text with these figures. Raises Refused in words for a clerk."""
    try:
        return with_figures(text, values)
    except ValueError as wrong:
        raise Refused(str(wrong)) from wrong


def figures_of(text: str) -> tuple[Figure, ...]:
    """The figures of a draft; its text is TOML, or it would be none."""
    return figures(text)


def wrong_values(text: str, values: Mapping[str, str]) -> dict[str, str]:
    """For each figure that is written wrongly, what to write instead."""
    found = {}
    for one in figures_of(text):
        if values.get(one.key, one.text) != one.text:
            try:
                with_figures(text, {one.key: values[one.key]})
            except ValueError as wrong:
                found[one.key] = str(wrong)
    return found


def replace_text(act: Act, draft: SchemeDraft, version: int, written: Written) -> None:
    """Another text, other worked examples, or both in the place of the draft's; what did not come stays."""
    text, cases = written.text or draft.text, written.cases or draft.cases
    told = ({"title": draft.title}, {"title": heading(text)[1]})
    save(with_content(act, written), "draft.replace", draft, version, text, cases, *told)


def accept_outcomes(act: Act, draft: SchemeDraft, version: int) -> None:
    """Write what the examples come to now into them."""
    outcomes = trials.check(draft.text, draft.cases).outcomes
    changes, _left = changes_of(outcomes)
    before = {one.where: one.expected for one in changes}
    after = {one.where: one.got for one in changes}
    cases = accepted(draft.cases, outcomes)
    save(act, "draft.cases", draft, version, draft.text, cases, before, after)


def save(
    act: Act,
    did: str,
    draft: SchemeDraft,
    version: int,
    text: str,
    cases: str,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """Keep a changed text or changed examples, unless somebody else was faster or the draft was adopted."""
    hold(SchemeDraft, draft.id)
    refuse_adopted(draft)
    check_version(draft, version)
    name, title = heading(text)
    with write(act, did, draft, before, after):
        draft.name, draft.title, draft.text, draft.cases = name, title, text, cases
        draft.recorded_by, draft.recorded_at = act.name, act.at


def refuse_adopted(draft: SchemeDraft) -> None:
    """An adopted draft has become a version, and that is never changed."""
    if draft.adopted_as_id:
        raise Refused(_("这份草稿已经通过，不能再改。要修订，请从已通过的版本再起草一份。"))


def drop(act: Act, draft: SchemeDraft, version: int) -> None:
    """Throw a draft away."""
    hold(SchemeDraft, draft.id)
    refuse_adopted(draft)
    check_version(draft, version)
    with write(act, "draft.drop", draft, before={"title": draft.title}) as session:
        session.delete(draft)


def adopt(act: Act, draft: SchemeDraft, version: int, meeting: str, from_on: date) -> SchemeVersion:
    """Make the draft the township's next version from that day. Raises Refused with everything against it."""
    hold(Unit, draft.township_id)
    refuse_second(act)
    refuse_adopted(draft)
    check_version(draft, version)
    refuse_unready(trials.check(draft.text, draft.cases))
    number = schemes.next_number(schemes.of_name(draft.township_id, draft.name))
    text = stamped(draft.text, number, from_on)
    return schemes.adopt(act, draft.township_id, text, meeting, draft.cases, draft)


def refuse_unready(found: trials.Check) -> None:
    """Neither with mistakes nor with an example that comes out otherwise than signed."""
    if found.mistakes:
        says = "；".join(f"{one.where}：{one.says}" for one in found.mistakes[:SHOWN_MISTAKES])
        raise Refused(_("草稿里还有 %(n)s 处要改：%(says)s", n=len(found.mistakes), says=says))
    if found.case_mistakes:
        says = "；".join(f"{one.where}：{one.says}" for one in found.case_mistakes[:SHOWN_MISTAKES])
        raise Refused(_("算例读不出来：%(says)s", says=says))
    if found.is_unworkable:
        raise Refused(_("按现在的数字算不出结果，请检查有没有写得过大的数。"))
    if found.failed:
        names = "、".join(dict.fromkeys(f"{one.case}（{one.subject}）" for one in found.failed[:SHOWN_MISTAKES]))
        raise Refused(_("%(n)s 个算例算出来和应为的不一样：%(names)s。", n=len(found.failed), names=names))


# Finding drafts


def listed(viewer: Account) -> list[SchemeDraft]:
    """The drafts on which the township still works, the last changed first."""
    query = select(SchemeDraft).where(
        SchemeDraft.township_id == viewer.township_id, SchemeDraft.adopted_as_id.is_(None)
    )
    query = query.options(joinedload(SchemeDraft.based_on))
    return list(db.session.scalars(query.order_by(SchemeDraft.recorded_at.desc(), SchemeDraft.id.desc())))


def get(viewer: Account, draft_id: int) -> SchemeDraft:
    """One draft of the viewer's township, or Unknown."""
    return scope.of_township(viewer, SchemeDraft, draft_id)
