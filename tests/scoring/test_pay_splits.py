"""Pay adds up to the fen: instalments, pools, slips with differences, and sums in capitals that can be read back."""

from __future__ import annotations

import random
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest

from evalsys.scoring.capitals import DIGITS, capitals
from evalsys.scoring.numbers import CENT, ZERO
from evalsys.scoring.paying import exact_shares, split, to_the_fen
from evalsys.scoring.payslip import Difference, Due, Slip
from evalsys.scoring.paytelling import as_result, deduction
from evalsys.scoring.results import Line
from evalsys.scoring.scheme import Pool
from evalsys.scoring.terms import Ref

FEN = Decimal(100)
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def test_a_hundred_thousand_splits_add_up_to_the_fen():
    chance = random.Random(20260724)
    for _ in range(100_000):
        whole, parts = Decimal(chance.randrange(10**8)) / FEN, chance.choice((2, 4, 12))
        one, rest = split(whole, parts, CENT, ROUND_HALF_UP)
        assert one * (parts - 1) + rest == whole and one == one.quantize(CENT) and rest == rest.quantize(CENT)


@pytest.mark.parametrize("beyond", ["others", "kept"])
def test_pools_are_shared_to_the_fen_and_nobody_gets_more_than_the_cap(beyond):
    chance = random.Random(7)
    for _ in range(3_000):
        whole, most = Decimal(chance.randrange(1, 10**7)) / FEN, Decimal(chance.choice((30, 40, 100)))
        weights = {n: Decimal(chance.randrange(1, 100)) for n in range(chance.randrange(1, 8))}
        pool = Pool(Ref("p"), "", "", "year", Ref("a"), Ref("w"), most, beyond, CENT)
        paid = to_the_fen(exact_shares(pool, whole, weights), pool, whole)
        assert sum(paid.values()) <= whole and all(part <= whole * most / 100 for part in paid.values())
        if most == 100:
            assert sum(paid.values()) == whole


def read_back(text: str) -> Decimal:
    """A sum out of its capitals, in a way of its own."""
    sign = -1 if text.startswith("负") else 1
    yuan, _, rest = text.removeprefix("负").rpartition("元")
    ones = {mark: DIGITS.index(digit) for digit, mark in re.findall("([^零角分元])([角分])", rest)}
    return sign * (Decimal(worth(yuan)) + Decimal(ones.get("角", 0) * 10 + ones.get("分", 0)) / FEN)


def worth(yuan: str) -> int:
    """What stands before 亿 and before 万 counts so often; below that each digit counts by its own mark."""
    for mark, size in (("亿", 10**8), ("万", 10**4)):
        if mark in yuan:
            before, _, after = yuan.rpartition(mark)
            return worth(before) * size + worth(after)
    return sum(
        DIGITS.index(digit) * UNITS.get(mark, 1) for digit, mark in re.findall("([^零拾佰仟])([拾佰仟]?)", yuan)
    )


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("1234.56", "壹仟贰佰叁拾肆元伍角陆分"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10.05", "壹拾元零伍分"),
        ("100.50", "壹佰元伍角整"),
        ("1080.40", "壹仟零捌拾元肆角整"),
        ("10000", "壹万元整"),
        ("100010", "壹拾万零壹拾元整"),
        ("10001000.01", "壹仟万壹仟元零壹分"),
        ("54332.68", "伍万肆仟叁佰叁拾贰元陆角捌分"),
        ("100000001", "壹亿零壹元整"),
        ("-3.20", "负叁元贰角整"),
    ],
)
def test_sums_in_capitals(amount, said):
    assert capitals(Decimal(amount)) == said and read_back(said) == Decimal(amount)


def test_capitals_can_be_read_back():
    chance = random.Random(11)
    for _ in range(20_000):
        amount = Decimal(chance.randrange(10 ** chance.randrange(1, 14))) / FEN
        assert read_back(capitals(amount)) == amount, amount
        assert "零零" not in capitals(amount) and "零元" not in capitals(amount).replace("零元整", "")


@pytest.mark.parametrize("amount", ["0.001", "1E+16"])
def test_what_has_no_fen_is_refused(amount):
    with pytest.raises(ValueError, match="capitals"):
        capitals(Decimal(amount))


def due(amount: Decimal, taken: Decimal = ZERO) -> Due:
    base = (Line("base", "2026-07", "第一条", "基本报酬", amount),)
    off = (deduction("pay_fact:1", "2026-07", taken, "借款"),) if taken else ()
    return Due(1, "张三", "上梁村", "支部书记", "pay", 1, base=base, deductions=off)


def test_nobody_is_paid_less_than_nothing_and_what_is_left_is_carried_to_the_next_run():
    chance = random.Random(5)
    for _ in range(2_000):
        brought, paid, owed = ZERO, ZERO, ZERO
        for _run in range(4):
            amount, taken, should, was = (Decimal(chance.randrange(500)) / FEN for _ in range(4))
            slip = Slip(due(amount, taken), (Difference("2026-06", "2026年6月", should, was, "得分有变"),), brought)
            result = as_result(slip, "2026-07")
            assert slip.total >= 0 and sum(line.amount for line in result.lines) == slip.total == result.score
            assert slip.base + slip.performance - slip.deductions + slip.difference == slip.total
            brought, paid, owed = slip.carried, paid + slip.total, owed + amount - taken + should - was
        assert paid - brought == owed
