"""How many scorecards a second, and how heavy a card is: the plain drawing, no tricks."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

from evalsys.pdf.scorecard import Scorecard, scorecard, scorecards
from tests.pdf.cards import make_card

_ROUNDS = 3
_SURNAMES, _GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭", "伟芳娜敏静丽强磊军洋勇艳杰娟涛"


def deck(count: int) -> list[Scorecard]:
    """That many cards; each has its own name, code and address, so that nothing but the form is the same."""
    card, cards = make_card(), []
    for number in range(count):
        given = _GIVEN[number % len(_GIVEN)] + _GIVEN[number * 7 % len(_GIVEN)]
        name = _SURNAMES[number % len(_SURNAMES)] + given
        code = f"{number:04d}-PLAN"
        facts = [("姓名", name), *card.facts[1:]]
        result, url = replace(card.result, name=name), f"https://pingfen.qingchuan.example/v/{code}"
        cards.append(replace(card, facts=facts, result=result, verify_code=code, verify_url=url))
    return cards


def plain(count: int = 100) -> list[str]:
    """Warm, best of three: one PDF a card, then all cards in one PDF."""
    cards = deck(count)
    singles = [scorecard(card) for card in cards[:5]]
    kilobytes = sum(map(len, singles)) / len(singles) / 1000
    each = _best(lambda: [scorecard(card) for card in cards])
    batch = _best(lambda: scorecards(cards))
    together = len(scorecards(cards)) / count / 1000
    return [
        f"one PDF a card: {count / each:.0f}/s, {each / count * 1000:.1f} ms, {kilobytes:.0f} kB each",
        f"{count} cards in one PDF: {count / batch:.0f}/s, {together:.1f} kB each",
    ]


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    print("\n".join(plain(*map(int, sys.argv[1:]))))
