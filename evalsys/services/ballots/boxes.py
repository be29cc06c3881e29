"""The sealed box of a round: taken under its lock, opened with the round's key, sealed anew."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.ballots import BallotBox, BallotRound
from evalsys.services.ballots import keys
from evalsys.services.write import Refused
from evalsys.voting import Box, CodeKeys, fresh_receipt


@dataclass
class Opened:
    """A box in hand: the row that keeps it, what is in it, and the key that closes it again."""

    row: BallotBox
    box: Box
    keys: CodeKeys

    def put_back(self) -> None:
        """Seal the box into its row."""
        self.row.sealed = self.box.sealed(self.keys, place_of(self.row.round_id))

    def receipt(self) -> str:
        """A number that nobody in the box has."""
        while (number := fresh_receipt()) in self.box.receipts:
            pass
        return number


def place_of(round_id: int) -> str:
    """What a seal is made for: a box put into another round's row does not open."""
    return f"ballot_box|{round_id}"


def unsealed(round_id: int, sealed: bytes, secret: CodeKeys) -> Box:
    """What is in a sealed box. Raises Refused where the key is another one."""
    try:
        return Box.opened(sealed, secret, place_of(round_id))
    except InvalidTag as wrong:
        raise Refused(keys.says_lost()) from wrong


def locked(round_id: int) -> BallotBox | None:
    """The box's row, ours until the end of the transaction. Whoever needs box and round takes the box first."""
    query = select(BallotBox).where(BallotBox.round_id == round_id).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def taken(round_id: int) -> Opened | None:
    """The box under its lock, opened; None where there is none, or no more."""
    row = locked(round_id)
    if row is None:
        return None
    secret = keys.read(round_id)
    return Opened(row, unsealed(round_id, row.sealed, secret), secret)


def state_now(round_id: int) -> str | None:
    """The state of the round as it is after the wait for the lock."""
    return db.session.scalar(select(BallotRound.state).where(BallotRound.id == round_id))
