"""Puts the seal on papers: what a card holds gets its code before it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from evalsys.models.units import Unit
from evalsys.pdf.seal import Seal, digest_of
from evalsys.services import papers
from evalsys.services.write import Act

Card = TypeVar("Card", bound=Any)


@dataclass(frozen=True)
class Stamp:
    """Who prints, for which township, where papers are checked, and the secret that codes follow from."""

    act: Act
    township_id: int
    township: str
    base_address: str
    secret: bytes

    @classmethod
    def of(cls, act: Act, township: Unit, base_address: str, secret: str | bytes) -> Stamp:
        """The stamp of a township, with the program's secret as its settings have it."""
        key = secret if isinstance(secret, bytes) else secret.encode()
        return cls(act, township.id, township.name, base_address, key)

    def on(self, card: Card, about: str, title: str, facts: Sequence[tuple[str, str]]) -> Card:
        """The card with its seal. `facts` stand on the sheet; whoever checks it is shown them."""
        kind = type(card).__name__
        content = papers.Content(kind, about, title, [pair for pair in facts if pair[1]], digest_of(kind, card))
        row = papers.issue(self.act, self.township_id, content, self.secret)
        return replace(card, seal=Seal(f"{self.base_address}/v/{row.code}", row.code, row.digest))
