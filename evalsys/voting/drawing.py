"""Draws the households that get a slip, so that everybody can draw them again from the printed seed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Drawn:
    """One village's draw: how many households it has and the numbers (户号, from 1) of those drawn."""

    village: str
    households: int
    numbers: tuple[int, ...]


def drawn(seed: str, village: str, households: int, quota: int) -> Drawn:
    """The households with the smallest sha256 of "seed|village|number"; all of them where the quota asks for more.

    Anybody can check a number with one line of a shell: printf '2026Q2|东阳坡村|17' | sha256sum.
    """
    ranked = sorted(range(1, households + 1), key=lambda number: (rank(seed, village, number), number))
    return Drawn(village, households, tuple(sorted(ranked[:quota])))


def rank(seed: str, village: str, number: int) -> str:
    """The place of a household in the draw."""
    return hashlib.sha256(f"{seed}|{village}|{number}".encode()).hexdigest()


def quotas(households: Mapping[str, int], slips: int) -> dict[str, int]:
    """So many slips shared by the number of households: whole shares first, the largest remainders next.

    No village gets more slips than it has households; equal remainders go by the villages' order.
    """
    whole = sum(households.values())
    slips = min(slips, whole)
    shares = {village: divmod(number * slips, whole) if whole else (0, 0) for village, number in households.items()}
    given = {village: share for village, (share, _) in shares.items()}
    by_rest = sorted(shares, key=lambda village: -shares[village][1])
    for village in by_rest[: slips - sum(given.values())]:
        given[village] += 1
    return given
