"""Sums of money in capitals (大写), as cheques and pay papers have them: 壹仟贰佰叁拾肆元伍角陆分."""

from __future__ import annotations

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
MOST = Decimal(10) ** 16


def capitals(amount: Decimal) -> str:
    """An amount to the fen in capitals; 整 where no fen follow, 负 before what is owed back."""
    fen = amount * 100
    if fen != fen.to_integral_value() or abs(amount) >= MOST:
        raise ValueError(f"{amount} cannot be written in capitals")
    yuan, rest = divmod(abs(int(fen)), 100)
    sign = "负" if fen < 0 else ""
    if not yuan and not rest:
        return "零元整"
    return sign + (f"{whole(yuan)}元" if yuan else "") + small(rest, bool(yuan))


def small(fen: int, after_yuan: bool) -> str:
    """角 and 分; a 零 keeps the place of a missing 角."""
    if not fen:
        return "整"
    jiao, last = divmod(fen, 10)
    head = f"{DIGITS[jiao]}角" if jiao else ("零" if after_yuan else "")
    return head + (f"{DIGITS[last]}分" if last else "整")


def whole(number: int) -> str:
    """A number of yuan; each run of empty places is one 零, none at the end."""
    said, is_gap = "", False
    for power in range(len(GROUPS) - 1, -1, -1):
        four = number // 10 ** (4 * power) % 10**4
        if not four:
            is_gap = bool(said)
            continue
        said += ("零" if said and (is_gap or four < 1000) else "") + group(four) + GROUPS[power]
        is_gap = False
    return said


def group(four: int) -> str:
    """A number of one to four digits."""
    said, is_gap = "", False
    for power in range(3, -1, -1):
        digit = four // 10**power % 10
        if not digit:
            is_gap = bool(said)
            continue
        said += ("零" if is_gap else "") + DIGITS[digit] + PLACES[power]
        is_gap = False
    return said
