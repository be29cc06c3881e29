"""Closes a round: counts, keeps choices and receipts that lead to nobody, and destroys box and key."""

from __future__ import annotations

import secrets

from flask_babel import gettext as _
from sqlalchemy import insert
from sqlalchemy.orm import Session

from evalsys.models.ballots import CLOSED, OPEN, BallotChoice, BallotReceipt, BallotRound, BallotSubject
from evalsys.services import closed, tallies
from evalsys.services.ballots import boxes, keys, rounds
from evalsys.services.write import Act, Refused, write
from evalsys.voting import SPOILT, Box, Counts, counts_of


def close(act: Act, row: BallotRound) -> None:
    """End a round. Choices and receipts are written in the order of chance, all at once."""
    closed.refuse_filed(row.township_id, rounds.period_of(row))
    opened = boxes.taken(row.id)
    rounds.take(row, OPEN)
    if opened is None:
        raise Refused(rounds.says_state(row))
    box = opened.box
    if box.waiting:
        raise Refused(_("还有 %(n)s 张纸质票只录了一遍。请录完第二遍再结束投票。", n=box.waiting))
    counted = [(subject, counts_of(box.ballots, subject.place)) for subject in row.subjects]
    told = [(subject, counts) for subject, counts in counted if counts.options is not None]
    with write(act, "ballot.close", row, after={"title": row.title}) as session:
        for subject, counts in told:
            put_tally(session, act, row, subject, counts)
        keep_choices(session, row.id, box, [subject for subject, _counts in told])
        keep_receipts(session, row.id, box)
        session.delete(opened.row)
        row.state, row.closed_on = CLOSED, act.today
    keys.destroy(row.id)


def put_tally(session: Session, act: Act, row: BallotRound, subject: BallotSubject, counts: Counts) -> None:
    """The period's tally of one subject, as scoring reads it."""
    period = rounds.period_of(row)
    tally = tallies.tally(subject.person, period) or tallies.fresh(subject.person, period)
    values = {
        **dict(zip(tallies.OPTIONS, counts.options or (), strict=True)),
        "handed_out": row.handed_out,
        "returned": counts.returned,
        "abstained": counts.abstained,
        "spoilt": counts.spoilt,
        "recorded_by": act.name,
        "recorded_at": act.at,
    }
    for name, value in values.items():
        setattr(tally, name, value)
    session.add(tally)


def keep_choices(session: Session, round_id: int, box: Box, subjects: list[BallotSubject]) -> None:
    """Each choice under a key of its own, in the order of the keys: neither key nor order leads to a voter."""
    told = [
        (secrets.token_hex(16), subject.person_id, ballot[subject.place])
        for ballot in box.ballots
        if ballot != SPOILT
        for subject in subjects
    ]
    rows = [
        {"key": key, "round_id": round_id, "person_id": number, "choice": choice}
        for key, number, choice in sorted(told)
    ]
    if rows:
        session.execute(insert(BallotChoice), rows)


def keep_receipts(session: Session, round_id: int, box: Box) -> None:
    """The numbers of the slips that were counted, sorted."""
    if box.receipts:
        rows = [{"round_id": round_id, "number": number} for number in sorted(box.receipts)]
        session.execute(insert(BallotReceipt), rows)
