"""How much filling-in is asked of each person in a month: forms, fields and minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from evalsys.models.accounts import Account
from evalsys.scoring.periods import Period
from evalsys.services import owing
from evalsys.services.owing import Owed

# Estimates, said so on the page: a choice or a number takes ten seconds, a line twenty, a text a minute.
CHOICE, LINE, TEXT = 10, 20, 60
MINUTE = 60


@dataclass(frozen=True)
class Effort:
    """What one form asks for: choices and numbers, lines, and texts."""

    choices: int = 0
    lines: int = 0
    texts: int = 0

    @property
    def fields(self) -> int:
        """All of them."""
        return self.choices + self.lines + self.texts

    @property
    def seconds(self) -> int:
        """How long it takes."""
        return self.choices * CHOICE + self.lines * LINE + self.texts * TEXT


EFFORTS = {
    "day": Effort(choices=3, lines=2, texts=1),
    "week": Effort(choices=1, lines=1, texts=1),
    "month": Effort(choices=5, lines=1),
    "summary": Effort(choices=10, texts=3),
    "sheet": Effort(choices=1),
    "tally": Effort(choices=8),
    "quarter-summary": Effort(choices=6, texts=3),
    "talk": Effort(choices=1, lines=4, texts=3),
    "meeting": Effort(choices=8),
    "report": Effort(choices=6, texts=3),
}


@dataclass
class Burden:
    """One person's month: how many of which forms."""

    by_id: int | None
    name: str
    forms: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How many forms."""
        return self.forms.total()

    @property
    def fields(self) -> int:
        """How many fields they have together."""
        return sum(EFFORTS[form].fields * number for form, number in self.forms.items())

    @property
    def minutes(self) -> int:
        """How long they take, in whole minutes, rounded up."""
        return -(-sum(EFFORTS[form].seconds * number for form, number in self.forms.items()) // MINUTE)


def of_month(viewer: Account, month: Period, today: date) -> list[Burden]:
    """Everybody's month as far as the viewer sees it, the heaviest first; what nobody owes by name is the clerk's."""
    found: dict[int | None, Burden] = {}
    for one in mine(viewer, owing.asked(viewer, month, today)):
        found.setdefault(one.by_id, Burden(one.by_id, one.by)).forms[one.form] += 1
    return sorted(found.values(), key=lambda burden: (-burden.minutes, burden.by_id or 0))


def mine(viewer: Account, asked: Iterable[Owed]) -> Iterable[Owed]:
    """All of it for who opens the forms; everybody else sees what is asked of herself."""
    if viewer.may("opening.write"):
        return asked
    return [one for one in asked if one.by_id is not None and one.by_id == viewer.person_id]
