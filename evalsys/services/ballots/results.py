"""What a closed round tells: the counts of those with enough valid ballots, and the receipts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from evalsys.extensions import db
from evalsys.models.ballots import CLOSED, BallotChoice, BallotReceipt, BallotRound
from evalsys.voting import ABSTAIN, OPTIONS


@dataclass(frozen=True)
class Standing:
    """How one subject came out; `options` is None where there were too few valid ballots to tell."""

    name: str
    options: tuple[int, ...] | None
    valid: int = 0
    abstained: int = 0
    spoilt: int = 0


@dataclass(frozen=True)
class Outcome:
    """A closed round: slips handed out and returned, and every subject in the order of the ballot."""

    handed_out: int
    returned: int
    subjects: tuple[Standing, ...]


def outcome(row: BallotRound) -> Outcome | None:
    """The result of a closed round; None of any other, whoever asks."""
    if row.state != CLOSED:
        return None
    returned = len(receipts(row))
    kept = choices_of(row)
    subjects = (standing(s.person.name, kept.get(s.person_id), returned) for s in row.subjects)
    return Outcome(row.handed_out, returned, tuple(subjects))


def choices_of(row: BallotRound) -> dict[int, Counter[str]]:
    """How often each choice was made, by the person's number."""
    query = select(BallotChoice.person_id, BallotChoice.choice, func.count()).where(BallotChoice.round_id == row.id)
    found: dict[int, Counter[str]] = {}
    for number, choice, count in db.session.execute(query.group_by(BallotChoice.person_id, BallotChoice.choice)):
        found.setdefault(number, Counter())[choice] = count
    return found


def standing(name: str, counts: Counter[str] | None, returned: int) -> Standing:
    """One subject's counts; what is neither a choice nor an abstention was on spoilt slips."""
    if counts is None:
        return Standing(name, None)
    options = tuple(counts[letter] for letter in OPTIONS)
    return Standing(name, options, sum(options), counts[ABSTAIN], returned - counts.total())


def receipts(row: BallotRound) -> list[str]:
    """The numbers of the slips that were counted, sorted."""
    query = select(BallotReceipt.number).where(BallotReceipt.round_id == row.id)
    return list(db.session.scalars(query.order_by(BallotReceipt.number)))
