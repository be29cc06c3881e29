"""Counts a box at the close; what rests on too few ballots is not told to anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalsys.voting.box import ABSTAIN, OPTIONS, SPOILT

LEAST_VALID = 5
"""With fewer valid ballots a reader could tell who chose what, so there is no result at all."""


@dataclass(frozen=True)
class Counts:
    """How one subject came out: papers back, each option's number (the best first), abstained, spoilt.

    `options` is None where fewer than LEAST_VALID ballots are valid: the numbers are not there to be read.
    """

    returned: int
    valid: int
    options: tuple[int, ...] | None
    abstained: int
    spoilt: int


def counts_of(ballots: Sequence[str], subject: int) -> Counts:
    """The counts for the subject at that place of the ballots."""
    spoilt = sum(ballot == SPOILT for ballot in ballots)
    letters = [ballot[subject] for ballot in ballots if ballot != SPOILT]
    options = tuple(letters.count(letter) for letter in OPTIONS)
    valid = sum(options)
    if valid < LEAST_VALID:
        return Counts(len(ballots), valid, None, letters.count(ABSTAIN), spoilt)
    return Counts(len(ballots), valid, options, letters.count(ABSTAIN), spoilt)
