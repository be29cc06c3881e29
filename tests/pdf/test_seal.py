"""The fingerprint of a paper follows from its content alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evalsys.pdf.seal import digest_of
from tests.pdf.papers import CARDS, SEAL


@pytest.mark.parametrize("name", CARDS)
def test_a_seal_is_no_content(name):
    card = CARDS[name][1]
    assert digest_of(name, card) == digest_of(name, replace(card, seal=SEAL))


def test_another_amount_is_another_fingerprint():
    card = CARDS["pay statement"][1]
    assert digest_of("pay", card) != digest_of("pay", replace(card, total=Decimal("36.01")))
    assert digest_of("pay", card) != digest_of("list", card)


def test_a_number_of_another_kind_cannot_stand_on_a_paper():
    with pytest.raises(TypeError, match="cannot stand on a paper"):
        digest_of("any", [0.1])
    assert digest_of("any", [Decimal("0.10"), date(2026, 7, 1)]) != digest_of(
        "any", [Decimal("0.1"), date(2026, 7, 1)]
    )
