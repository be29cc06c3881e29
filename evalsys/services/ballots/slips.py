"""Makes the slips of a round, once: the codes leave on paper, the box keeps only their marks. Lost ones end here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask_babel import gettext as _

from evalsys.models.ballots import PREPARED, BallotBox, BallotRound
from evalsys.services.ballots import boxes, keys, rounds
from evalsys.services.ballots.boxes import place_of
from evalsys.services.write import Act, Refused, keep, write
from evalsys.voting import Box, CodeKeys, fresh_codes, shown_code


def make(act: Act, row: BallotRound, press: Callable[[Sequence[tuple[str, str]]], bytes]) -> bytes:
    """The paper with the slips, drawn by `press` from each code and how it is shown. There is no second one."""
    refuse_second(row)
    codes = fresh_codes(sum(village.quota for village in row.villages))
    rounds.whole(row.id)
    keep()  # all that drawing needs is read: it takes seconds, in which others go on writing
    content = press([(code, shown_code(code)) for code in codes])
    refuse_second(row)
    secret = CodeKeys.fresh()
    box = Box.fresh(len(row.subjects), [secret.mark(code) for code in codes])
    with write(act, "ballot.slips", row, after={"handed_out": len(codes)}) as session:
        row.handed_out = len(codes)
        session.add(BallotBox(round_id=row.id, sealed=box.sealed(secret, place_of(row.id))))
        keys.store(row.id, secret)
    return content


def refuse_second(row: BallotRound) -> None:
    """Hold the round. Raises Refused where slips were made before."""
    rounds.take(row, PREPARED)
    if row.handed_out:
        raise Refused(_("测评票只能生成一次，系统里没有留底，印不出第二份。文件丢了的，请先作废这些票，再重新制票。"))


def withdraw(act: Act, row: BallotRound) -> None:
    """Void slips whose paper is lost, so that others can be made: none of the old codes is known any more.

    Only before the voting: while a round is open, a refusal would tell that somebody has voted.
    """
    box = boxes.locked(row.id)
    rounds.take(row, PREPARED)
    if box is None:
        raise Refused(_("还没有制票，不用作废。"))
    with write(act, "ballot.withdraw", row, before={"handed_out": row.handed_out}) as session:
        session.delete(box)
        row.handed_out = 0
    keys.destroy(row.id)
