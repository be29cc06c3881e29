"""Drafts of measures: begun, changed figure by figure or as a whole, and adopted; a draft binds nobody yet."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.schemes import SchemeDraft, SchemeVersion
from evalsys.models.units import Unit
from evalsys.scoring import Figure, Outcome, accepted, figures, with_figures
from evalsys.scoring.layout import spots
from evalsys.services import schemes, scope, trials
from evalsys.services.write import Act, Refused, check_version, hold, refuse_second, write

LARGEST = 1024 * 1024
LONGEST_NAME, LONGEST_TITLE = 40, 200
SHOWN_MISTAKES = 5
# What an example says in sentences; those are never written by the program.
IN_WORDS = ("says", "problems")


@dataclass(frozen=True)
class Written:
    """What a draft begins with, or goes on with: the text of a measure and its worked examples."""

    text: str
    cases: str = ""
    based_on: SchemeVersion | None = None


# Where a text comes from


def from_sample(name: str) -> Written:
    """A measure that ships with the program. Raises Unknown for any other name."""
    if name not in schemes.samples():
        raise scope.Unknown
    return Written(schemes.sample_text(name), schemes.sample_cases(name))


def from_version(row: SchemeVersion) -> Written:
    """A measure that the township adopted."""
    return Written(row.text, row.cases, row)


def from_files(data: bytes, cases: bytes = b"") -> Written:
    """Uploaded files. Raises Refused for what is no text, too large, or no TOML."""
    found = Written(decoded(data), decoded(cases))
    for text in (found.text, found.cases):
        parsed(text)
    if found.text:
        refuse_unreadable(found.text)
    return found


def refuse_unreadable(text: str) -> None:
    """A page has to be able to show the text. Raises Refused where its shape is beyond that."""
    try:
        schemes.sections(text)
    except trials.BREAKS as error:
        raise Refused(_("文件是 TOML，但不像一份办法。请对照随附的示例改好再导入。")) from error


def decoded(data: bytes) -> str:
    """The text of a file, as this program writes it: UTF-8, lines ending with a line feed alone."""
    if len(data) > LARGEST:
        raise Refused(_("文件太大：办法文本不能超过 1 MB。"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("这个文件不是办法文本：请选扩展名为 .toml、编码为 UTF-8 的文本文件。")) from error
    return text.replace("\r\n", "\n")


def heading(text: str) -> tuple[str, str]:
    """The id and the title that a text gives itself. Raises Refused where there are none to call the draft by."""
    about = parsed(text).get("scheme")
    found = [about.get(key) if isinstance(about, dict) else None for key in ("id", "title")]
    for key, value, longest in zip(("id", "title"), found, (LONGEST_NAME, LONGEST_TITLE), strict=True):
        if not isinstance(value, str) or not value.strip():
            raise Refused(_("文件里没有 [scheme] 的 %(key)s，看不出是哪一份办法。请补上再导入。", key=key))
        if len(value) > longest or not value.strip().isprintable():
            raise Refused(_("[scheme] 的 %(key)s 太长或有看不见的字符，请控制在 %(n)s 字以内。", key=key, n=longest))
    return str(found[0]).strip(), str(found[1]).strip()


def parsed(text: str) -> dict[str, Any]:
    """The text as TOML. Raises Refused that says where it is not."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(_("文件不是正确的 TOML：%(why)s。请改好再导入。", why=str(error)[:200])) from error


# Verbs


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


@dataclass(frozen=True)
class Rewritten:
    """One thing of the examples that came out otherwise than signed."""

    case: str
    subject: str
    name: str
    expected: str
    got: str

    @property
    def whose(self) -> str:
        """Which example, and who in it."""
        return f"{self.case} · {self.subject}" if self.subject else self.case

    @property
    def where(self) -> str:
        """In one line: whose, and what."""
        return f"{self.whose} {self.name}"


def changes_of(outcomes: tuple[Outcome, ...]) -> tuple[list[Rewritten], list[Rewritten]]:
    """What accepting would rewrite, and what is left to people: sentences, and refusals that did not come."""
    changes: list[Rewritten] = []
    left: list[Rewritten] = []
    for outcome in outcomes:
        for one in outcome.differences:
            is_number = outcome.result is not None and one.key not in IN_WORDS
            name = trials.called(one.key, outcome)
            told = Rewritten(outcome.case, outcome.subject, name, one.expected, one.got)
            (changes if is_number else left).append(told)
    return changes, left


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


def stamped(text: str, number: int, from_on: date) -> str:
    """The text with the version's number and its first day. Raises Refused where they stand nowhere plainly."""
    places = spots(text)
    wanted = {"version": str(number), "from": from_on.isoformat()}
    found = sorted(((places.get(("scheme", key)), value) for key, value in wanted.items()), key=place_of)
    for spot, value in reversed(found):
        if spot is None:
            raise Refused(_("[scheme] 里没有写明 version 和 from，请补上再通过。"))
        text = text[: spot.start] + value + text[spot.stop :]
    return text


def place_of(written: tuple[Any, str]) -> int:
    """Where a value stands in the text; what stands nowhere comes first."""
    return written[0].start if written[0] else -1


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
