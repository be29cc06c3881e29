"""However few papers a measure asks for, nobody reads the choices of fewer than five."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalsys.scoring.ballots import LEAST_READABLE, Ballots, ballots_working, tally_text
from evalsys.scoring.facts import Fact
from evalsys.voting import LEAST_VALID

HOW = Ballots(
    "tally",
    {"优秀": Decimal(100), "称职": Decimal(80)},
    invalid=("弃权",),
    least_valid=1,
    returned="returned",
    handed_out="handed-out",
)


def counts(good, fair):
    given = {"handed-out": 9, "returned": good + fair + 1, "优秀": good, "称职": fair, "弃权": 1}
    return {name: Decimal(number) for name, number in given.items()}


def test_both_rooms_mean_the_same_number():
    assert LEAST_READABLE == LEAST_VALID


@pytest.mark.parametrize(("good", "fair", "readable"), [(3, 1, False), (4, 1, True)])
def test_the_choices_of_four_papers_are_neither_listed_nor_written_out(good, fair, readable):
    held = counts(good, fair)
    text = tally_text(HOW, Fact("ballots", None, held, "", "", None, None, ""))
    working = ballots_working(HOW, held, Decimal(0), Decimal(good + fair))
    assert ("优秀" in text, bool(working)) == (readable, readable)
    assert "收回" in text
