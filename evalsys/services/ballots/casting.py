"""Casting by code: the slip is the authority; nothing is kept of who, when or from where."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.ballots import OPEN, PREPARED, BallotBox, BallotRound
from evalsys.services import throttle
from evalsys.services.ballots import boxes, keys, rounds
from evalsys.services.write import Refused, keep
from evalsys.voting import Used, Wrong, code_of


class SlipUsed(Refused):
    """The slip was used before; who sends a form twice meets this too."""

    def __init__(self) -> None:
        super().__init__(_("这张票已经用过了，一张票只算一次。刚才投过并看到回执号的，票已投进票箱，不用再投。"))


def enter(typed: str, address: str, at: datetime) -> BallotRound:
    """The open round of an unused slip. Raises Refused; wrong codes are throttled by address."""
    throttle.refuse_if_too_fast(throttle.ANY_CODE, address, at)
    found = round_of(code_of(typed))
    if found is None:
        throttle.count_failure(throttle.ANY_CODE, address, at)
        raise Refused(_("没有这个投票码，或者这一轮投票已经结束。请对照票上的 12 个字母和数字再填一遍。"))
    row = rounds.whole(found)
    rounds.refuse_unless(row, (OPEN,))
    return row


def round_of(code: str) -> int | None:
    """The number of the round whose box knows the code. Raises SlipUsed for a used one."""
    query = select(BallotBox.round_id, BallotBox.sealed).join(BallotRound, BallotRound.id == BallotBox.round_id)
    for number, sealed in db.session.execute(query.where(BallotRound.state.in_((PREPARED, OPEN)))):
        if knows(number, sealed, code):
            return number
    return None


def knows(number: int, sealed: bytes, code: str) -> bool:
    """Is the code one of this round's? A round without its key knows none, and hinders no other round."""
    try:
        secret = keys.read(number)
        box = boxes.unsealed(number, sealed, secret)
    except Refused:
        return False
    try:
        box.refuse_slip(secret.mark(code))
    except Used as used:
        raise SlipUsed from used
    except Wrong:
        return False
    return True


def cast(row: BallotRound, typed: str, ballot: str) -> str:
    """Put a ballot into its box: open, cast, seal, in one transaction under the box's lock. Returns the receipt."""
    opened = boxes.taken(row.id)
    if opened is None or boxes.state_now(row.id) != OPEN:
        raise Refused(_("这一轮投票已经结束，票没有投进去。"))
    receipt = opened.receipt()
    try:
        opened.box.cast(opened.keys.mark(code_of(typed)), ballot, receipt)
    except Used as used:
        raise SlipUsed from used
    except Wrong as wrong:
        raise Refused(_("票没有填好，请从头再填一遍。")) from wrong
    opened.put_back()
    keep()
    return receipt
