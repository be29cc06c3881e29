"""Paper slips, keyed twice: the first keying waits in the box, the second counts where both agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from evalsys.models.ballots import OPEN, BallotRound
from evalsys.services.ballots import boxes, rounds
from evalsys.services.ballots.boxes import Opened
from evalsys.services.write import Act, Refused, keep
from evalsys.voting import SPOILT, Used, Wrong, code_of

SHOWN_NAME, SHOWN_KEY = 20, 16
FIRST, COUNTED, DIFFERENT = "first", "counted", "different"


@dataclass(frozen=True)
class Difference:
    """Where two keyings of a slip are not the same: about whom, what was keyed before, what now; None: spoilt."""

    name: str
    before: str | None
    now: str | None


@dataclass(frozen=True)
class Keyed:
    """What became of a keying, and where it differs from the one before and who did that."""

    state: str
    by: str = ""
    differences: Sequence[Difference] = ()


def key(act: Act, row: BallotRound, typed: str, ballot: str) -> Keyed:
    """Key one paper slip. The same form sent twice is one keying: no box takes a double click for two people."""
    refuse_subject(act, row)
    opened = boxes.taken(row.id)
    rounds.take(row, OPEN)
    if opened is None:
        raise Refused(rounds.says_state(row))
    mark, by = opened.keys.mark(code_of(typed)), signed(act)
    held = opened.box.once.get(mark)
    if held and act.form_key and held[1] == by:
        return Keyed(FIRST)
    before = keyed(opened, mark, ballot, by)
    state = COUNTED if opened.box.slips[mark] else DIFFERENT if before else FIRST
    opened.put_back()
    keep()
    if before is None:
        return Keyed(state)
    return Keyed(state, before[1].partition("|")[0], differences(row, before[0], ballot))


def signed(act: Act) -> str:
    """Who keyed with which form, short enough for the box to keep its size."""
    return f"{act.name[:SHOWN_NAME]}|{act.form_key[:SHOWN_KEY]}"


def refuse_subject(act: Act, row: BallotRound) -> None:
    """Nobody keys the ballots about herself."""
    if act.actor and act.actor.person_id in {subject.person_id for subject in row.subjects}:
        raise Refused(_("您是本轮的测评对象，不能录票，请由别人来录。"))


def keyed(opened: Opened, mark: str, ballot: str, by: str) -> list[str] | None:
    """Key the slip into the box; what was keyed before where the two differ. Raises Refused for no slip of ours."""
    try:
        return opened.box.key_paper(mark, ballot, by, opened.receipt())
    except Used as used:
        raise Refused(_("这张票已经投过了：在手机上投过，或者已经录满两遍。这张纸票请另放，不再录入。")) from used
    except Wrong as wrong:
        raise Refused(_("本轮没有这个投票码。请对照票上的 12 个字母和数字再填一遍。")) from wrong


def differences(row: BallotRound, before: str, now: str) -> list[Difference]:
    """About whom the two keyings differ; where one of them is spoilt, about the whole slip."""
    if SPOILT in (before, now):
        return [Difference(_("整张票"), None if before == SPOILT else "", None if now == SPOILT else "")]
    pairs = zip(row.subjects, before, now, strict=True)
    return [Difference(subject.person.name, a, b) for subject, a, b in pairs if a != b]
