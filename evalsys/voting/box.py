"""The ballot box of one round: slips and ballots in one sealed whole, so that no row, size or order tells anything.

Everything that a cast changes lies in this one piece: which slips are used, the ballots, the receipts, the paper
slips keyed once. It is shuffled and sealed anew with every change and always has the same size.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from evalsys.voting.codes import MARK_BYTES, RECEIPT_LENGTH, CodeKeys

OPTIONS = "ABCD"
"""The four choices, the best first, as ballots write them."""

ABSTAIN, SPOILT = "X", "S"
BYTES_BESIDE = 60
"""Quotes, commas and braces around one slip's entries, and room to spare."""


class Wrong(Exception):
    """A slip or a ballot that the box does not take."""


class Used(Wrong):
    """The slip was used before."""


@dataclass
class Box:
    """One round's box. `subjects` is how many people a ballot judges.

    `slips` maps each slip's mark to whether it is used; a ballot is one letter for each subject, or SPOILT;
    `once` holds paper slips that were keyed once, by mark: what was keyed and by whom.
    """

    subjects: int
    slips: dict[str, bool] = field(default_factory=dict)
    ballots: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    once: dict[str, list[str]] = field(default_factory=dict)

    def cast(self, mark: str, ballot: str, receipt: str) -> None:
        """Put a ballot in for an unused slip. Raises Used or Wrong and changes nothing."""
        self.refuse(mark, ballot)
        self.slips[mark] = True
        self.once.pop(mark, None)
        self.ballots.append(ballot)
        self.receipts.append(receipt)

    def refuse(self, mark: str, ballot: str) -> None:
        """Raise what stands against this slip or ballot."""
        self.refuse_slip(mark)
        well_formed = len(ballot) == self.subjects and all(letter in OPTIONS + ABSTAIN for letter in ballot)
        if ballot != SPOILT and not well_formed:
            raise Wrong("ballot")

    def refuse_slip(self, mark: str) -> None:
        """Raise what stands against this slip."""
        if mark not in self.slips:
            raise Wrong("slip")
        if self.slips[mark]:
            raise Used("slip")

    def key_paper(self, mark: str, ballot: str, by: str, receipt: str) -> list[str] | None:
        """Key a paper slip: the first time it waits, the second time it counts if both agree.

        Returns what was keyed before where the two differ; the newer one then waits. None where all is well.
        """
        self.refuse(mark, ballot)
        before = self.once.get(mark)
        if before is None:
            self.once[mark] = [ballot, by]
            return None
        if before[0] == ballot:
            self.cast(mark, ballot, receipt)
            return None
        self.once[mark] = [ballot, by]
        return before

    @property
    def waiting(self) -> int:
        """How many paper slips were keyed only once."""
        return len(self.once)

    def _size(self) -> int:
        entry = MARK_BYTES * 4 + RECEIPT_LENGTH + self.subjects * 2 + 40 + BYTES_BESIDE
        return 512 + entry * len(self.slips)

    def sealed(self, keys: CodeKeys, place: str) -> bytes:
        """The whole box, shuffled, filled up to its size and encrypted."""
        chance = secrets.SystemRandom()
        for part in (self.ballots, self.receipts):
            chance.shuffle(part)
        content = {
            "subjects": self.subjects,
            "slips": {mark: int(self.slips[mark]) for mark in sorted(self.slips)},
            "ballots": self.ballots,
            "receipts": self.receipts,
            "once": {mark: self.once[mark] for mark in sorted(self.once)},
        }
        clear = json.dumps(content, ensure_ascii=False).encode()
        if len(clear) > self._size():
            raise Wrong("size")
        return keys.seal(clear.ljust(self._size()), place)

    @classmethod
    def opened(cls, sealed: bytes, keys: CodeKeys, place: str) -> Box:
        """The box that `sealed` made. Raises InvalidTag with other keys or for another place."""
        data = json.loads(keys.open(sealed, place))
        slips = {mark: bool(used) for mark, used in data["slips"].items()}
        return cls(data["subjects"], slips, data["ballots"], data["receipts"], data["once"])

    @classmethod
    def fresh(cls, subjects: int, marks: Sequence[str]) -> Box:
        """An empty box for these slips."""
        return cls(subjects, dict.fromkeys(marks, False))
