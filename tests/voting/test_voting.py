"""The box keeps one ballot a slip and tells nothing until it is opened; draws and counts can be checked by hand."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from evalsys.voting import (
    LEAST_VALID,
    SPOILT,
    Box,
    CodeKeys,
    Used,
    Wrong,
    code_of,
    counts_of,
    drawn,
    fresh_codes,
    fresh_receipt,
    quotas,
    shown_code,
)

KEYS = CodeKeys(b"k" * 32)
CODES = fresh_codes(40)


def box(subjects: int = 3) -> Box:
    return Box.fresh(subjects, [KEYS.mark(code) for code in CODES])


def test_a_slip_counts_once_and_a_strange_one_never():
    mine = box()
    mine.cast(KEYS.mark(CODES[0]), "ABX", "R1")
    with pytest.raises(Used):
        mine.cast(KEYS.mark(CODES[0]), "AAA", "R2")
    with pytest.raises(Wrong):
        mine.cast(KEYS.mark("AAAABBBBCCCC"), "AAA", "R3")
    assert mine.ballots == ["ABX"] and mine.receipts == ["R1"]


@pytest.mark.parametrize("ballot", ["", "AB", "ABCD", "ABE", "abx", "SAB"])
def test_a_ballot_that_is_none_leaves_the_slip_unused(ballot):
    mine = box()
    with pytest.raises(Wrong):
        mine.cast(KEYS.mark(CODES[0]), ballot, "R1")
    mine.cast(KEYS.mark(CODES[0]), "AAA", "R1")


def test_what_is_sealed_opens_only_with_the_key_and_in_its_place():
    sealed = box().sealed(KEYS, "round:1")
    assert Box.opened(sealed, KEYS, "round:1").slips == box().slips
    for keys, place in ((CodeKeys.fresh(), "round:1"), (KEYS, "round:2")):
        with pytest.raises(InvalidTag):
            Box.opened(sealed, keys, place)


def test_a_sealed_box_shows_no_code_no_mark_and_always_has_the_same_size():
    mine = box()
    sizes, seen = set(), set()
    for code in CODES:
        mine.key_paper(KEYS.mark(code), "ABC", "录入员甲", fresh_receipt())
        mine.key_paper(KEYS.mark(code), "ABC", "录入员乙", fresh_receipt())
        sealed = mine.sealed(KEYS, "round:1")
        sizes.add(len(sealed))
        seen.add(sealed)
        assert code.encode() not in sealed and KEYS.mark(code).encode() not in sealed
        mine = Box.opened(sealed, KEYS, "round:1")
    assert len(sizes) == 1 and len(seen) == len(CODES)
    assert len(mine.ballots) == len(CODES) and not mine.waiting


def test_the_size_holds_for_the_longest_names_and_many_subjects():
    mine = Box.fresh(28, [KEYS.mark(code) for code in CODES])
    for code in CODES:
        mine.key_paper(KEYS.mark(code), "A" * 28, "一二三四五六七八九十", fresh_receipt())
    empty = Box.fresh(28, [KEYS.mark(code) for code in CODES])
    assert len(mine.sealed(KEYS, "p")) == len(empty.sealed(KEYS, "p"))


def test_the_order_of_casting_is_gone_when_the_box_is_opened():
    """Spearman's rank correlation of casting order and stored order, the larger of both lists, over many boxes."""
    worst = []
    for _ in range(30):
        mine = Box.fresh(1, [KEYS.mark(code) for code in CODES])
        for number, code in enumerate(CODES):
            mine.cast(KEYS.mark(code), "A", f"{number:03}")
            mine = Box.opened(mine.sealed(KEYS, "p"), KEYS, "p")
        places = [int(receipt) for receipt in mine.receipts]
        distance = sum((place - number) ** 2 for place, number in enumerate(places))
        worst.append(1 - 6 * distance / (len(places) * (len(places) ** 2 - 1)))
    assert abs(sum(worst) / len(worst)) < 0.12


def test_paper_is_keyed_twice_and_a_difference_is_shown_and_settled():
    mine, mark = box(), KEYS.mark(CODES[0])
    assert mine.key_paper(mark, "AAA", "甲", "R1") is None and mine.waiting == 1 and mine.ballots == []
    assert mine.key_paper(mark, "AAB", "乙", "R2") == ["AAA", "甲"] and mine.ballots == []
    assert mine.key_paper(mark, "AAB", "甲", "R3") is None
    assert mine.ballots == ["AAB"] and mine.receipts == ["R3"] and not mine.waiting


def test_fewer_than_five_valid_ballots_tell_nothing():
    ballots = ["AX", "AB", "BB", "DB", SPOILT, "XB"]
    few, enough = counts_of(ballots[:5], 0), counts_of([*ballots, "CB"], 0)
    assert LEAST_VALID == 5
    assert (few.returned, few.valid, few.options, few.spoilt) == (5, 4, None, 1)
    assert (enough.valid, enough.options, enough.abstained, enough.spoilt) == (5, (2, 1, 1, 1), 1, 1)


@given(st.lists(st.text("ABCDX", min_size=2, max_size=2), max_size=40), st.integers(0, 5))
def test_every_paper_is_counted_as_exactly_one_thing(ballots, spoilt):
    counts = counts_of([*ballots, *([SPOILT] * spoilt)], 1)
    assert counts.returned == counts.valid + counts.abstained + counts.spoilt == len(ballots) + spoilt
    assert (counts.options is None) == (counts.valid < 5)
    assert counts.options is None or sum(counts.options) == counts.valid


def test_a_draw_can_be_done_again_by_anybody():
    draw = drawn("第3次会议", "东阳坡村", 60, 10)
    by_hand = sorted(range(1, 61), key=lambda n: hashlib.sha256(f"第3次会议|东阳坡村|{n}".encode()).hexdigest())[:10]
    assert draw.numbers == tuple(sorted(by_hand))
    assert drawn("第3次会议", "东阳坡村", 6, 10).numbers == (1, 2, 3, 4, 5, 6)
    assert drawn("第4次会议", "东阳坡村", 60, 10).numbers != draw.numbers


@given(st.dictionaries(st.sampled_from("甲乙丙丁戊"), st.integers(0, 400), min_size=1), st.integers(0, 900))
def test_quotas_make_the_whole_and_follow_the_households(households, slips):
    given_out = quotas(households, slips)
    whole = sum(households.values())
    assert sum(given_out.values()) == min(slips, whole)
    for village, number in households.items():
        assert given_out[village] <= number
        assert abs(given_out[village] * whole - number * min(slips, whole)) <= whole


def test_a_typed_code_is_read_kindly():
    code = CODES[0]
    assert code_of(f" {shown_code(code).lower()} ") == code
    assert shown_code("ABCDEFGHJKLM") == "ABCD-EFGH-JKLM"
    assert len(set(CODES)) == 40 and all(len(code) == 12 for code in CODES)
