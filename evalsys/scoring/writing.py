"""How lines write their arithmetic and dates: the same signs everywhere, short enough to check by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from evalsys.scoring.numbers import ZERO, plain
from evalsys.scoring.results import Line, Result


def shown(amount: Decimal) -> str:
    """An amount with the digits that it was settled to; one that is not settled yet is cut off with an ellipsis."""
    text = format(amount, "f")
    whole, _, digits = text.partition(".")
    if len(digits) <= 2:
        return text
    digits = digits.rstrip("0")
    if len(digits) > 4:
        return f"{whole}.{digits[:4]}…"
    return f"{whole}.{digits:0<2}"


def added(terms: Iterable[str]) -> str:
    """Terms joined by plus; a negative term is subtracted."""
    text = " + ".join(terms)
    return text.replace("+ -", "- ")


def mean_of(terms: list[str]) -> str:
    """A mean, written out."""
    inside = f"({added(terms)})" if len(terms) > 1 else terms[0]
    return f"{inside} ÷ {len(terms)}"


def percent(share: Decimal) -> str:
    """A share as the measure writes it."""
    return f"{plain(share)}%"


def day_text(day: date) -> str:
    """A day within a period whose year is known."""
    return f"{day.month}月{day.day}日"


def full_day(day: date) -> str:
    """A day with its year."""
    return f"{day.year}年{day.month}月{day.day}日"


def days_text(days: Iterable[date]) -> str:
    """Days in a list."""
    return "、".join(day_text(day) for day in days)


def sum_of(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum; nothing adds up to zero."""
    return sum(amounts, ZERO)


TREE_STEP = "  "


def tree(result: Result) -> str:
    """The whole explanation as indented text: what `scheme explain` prints."""
    score = "无" if result.score is None else shown(result.score)
    head = f"{result.name} {result.period}：得分 {score}" + (f"，{result.grade}" if result.grade else "")
    rows = [head, *(row for line in result.lines for row in branches(line, 1))]
    if result.beside:
        rows += ["另：", *(row for line in result.beside for row in branches(line, 1))]
    rows += [f"注：{note}" for note in result.notes]
    rows += [f"待核对：{problem.says}" for problem in result.problems]
    return "\n".join(rows)


def branches(line: Line, depth: int) -> Iterator[str]:
    """One line and everything below it, each a step further in."""
    pad = TREE_STEP * depth
    amount = "无" if line.amount is None else shown(line.amount)
    why = line.arithmetic or line.why_none
    yield f"{pad}{line.title}（{line.clause}）{line.period}：{amount}" + (f"　{why}" if why else "")
    for part in line.parts:
        yield from branches(part, depth + 1)
    for entry in line.sources:
        gave = "" if entry.amount is None else f"：{plain(entry.amount)}"
        words = " ".join(word for word in (entry.text, entry.by) if word)
        yield f"{pad}{TREE_STEP}· {entry.on.isoformat()}{' ' if words else ''}{words}{gave}"
