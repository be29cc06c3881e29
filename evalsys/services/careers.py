"""Where somebody worked as a village official in a period, in the words of the papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evalsys.models.people import Person
from evalsys.scoring import Period, Stay, stays_told


def notes(person: Person, period: Period) -> list[str]:
    """Arrived, left, moved; Chinese in every language, as papers are."""
    held = [post for post in person.posts if post.kind == "official"]
    stays = [Stay(post.unit.name, post.from_on or date.min, post.until_on or date.max) for post in held]
    return list(stays_told(stays, period))


def is_said(note: str, said: Sequence[str]) -> bool:
    """Do the result's own notes begin with the same words?"""
    return any(other.startswith(note) for other in said)
