"""Rounds: found within the township, taken for a change, opened, voided."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.ballots import CLOSED, OPEN, PREPARED, VOID, BallotRound, BallotSubject, BallotVillage
from evalsys.scoring.periods import Period
from evalsys.services import closed, periods, scope, tallies
from evalsys.services.ballots import boxes, keys
from evalsys.services.write import Act, Refused, hold, write


def listed(viewer: Account) -> list[BallotRound]:
    """The rounds of the viewer's township, the newest first."""
    query = select(BallotRound).where(BallotRound.township_id == viewer.township_id)
    return list(db.session.scalars(query.order_by(BallotRound.first_on.desc(), BallotRound.id.desc())))


def get(viewer: Account, round_id: int) -> BallotRound:
    """One round of the viewer's township, or Unknown."""
    scope.of_township(viewer, BallotRound, round_id)
    return whole(round_id)


def whole(round_id: int) -> BallotRound:
    """A round with its villages and subjects."""
    query = select(BallotRound).where(BallotRound.id == round_id)
    return db.session.scalars(
        query.options(
            selectinload(BallotRound.villages).joinedload(BallotVillage.unit),
            selectinload(BallotRound.subjects).joinedload(BallotSubject.person),
        )
    ).one()


def finished(round_id: int) -> BallotRound:
    """A closed round, for the public page of its receipts, or Unknown: an open one says nothing."""
    found = db.session.scalar(select(BallotRound).where(BallotRound.id == round_id, BallotRound.state == CLOSED))
    if found is None:
        raise scope.Unknown
    return found


def period_of(row: BallotRound) -> Period:
    """The quarter that the masses are asked about, or the year of the meeting."""
    kind = next(kind for kind, asked in tallies.KIND_OF.items() if asked == row.kind)
    return periods.of_kind(kind, row.first_on)


def of_period(township_id: int, period: Period) -> BallotRound | None:
    """The round of that quarter or year that is not void."""
    query = select(BallotRound).where(BallotRound.township_id == township_id, tallies.filed(BallotRound, period))
    return db.session.scalar(query.where(BallotRound.state != VOID).options(joinedload(BallotRound.subjects)))


def take(row: BallotRound, *states: str) -> None:
    """Hold the round until the end of the transaction. Raises Refused unless it is in one of the states by now."""
    hold(BallotRound, row.id)
    db.session.refresh(row)
    refuse_unless(row, states)


def refuse_unless(row: BallotRound, states: Iterable[str]) -> None:
    """Raise Refused that says where the round stands."""
    if row.state not in states:
        raise Refused(says_state(row))


def says_state(row: BallotRound) -> str:
    """Why a round in this state cannot do what was asked."""
    return {
        PREPARED: _("“%(title)s”还没有开始投票。请先制票、把票发到户，再开始投票。", title=row.title),
        OPEN: _("“%(title)s”正在投票。要改动，请先结束投票或作废。", title=row.title),
        CLOSED: _("“%(title)s”已于 %(day)s 结束，不能再投票、录票或改动。", title=row.title, day=row.closed_on),
        VOID: _("“%(title)s”已作废。请用新准备的一轮。", title=row.title),
    }[row.state]


def open_round(act: Act, row: BallotRound) -> None:
    """From now on slips can be used."""
    closed.refuse_filed(row.township_id, period_of(row))
    take(row, PREPARED)
    if not row.handed_out:
        raise Refused(_("还没有制票。请先下载测评票，印好发下去，再开始投票。"))
    keys.read(row.id)
    with write(act, "ballot.open", row):
        row.state, row.opened_on = OPEN, act.today


def void(act: Act, row: BallotRound) -> None:
    """End a round without a result: its box goes, its slips are of no use any more."""
    box = boxes.locked(row.id)
    take(row, PREPARED, OPEN)
    with write(act, "ballot.void", row, after={"title": row.title}) as session:
        if box is not None:
            session.delete(box)
        row.state, row.closed_on = VOID, act.today
    keys.destroy(row.id)
