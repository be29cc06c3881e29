"""The doorbell: tells workers that an item waits. Nobody has to hear it; the sweeper rings again."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Protocol

from flask import current_app

AT_ONCE = 50
log = logging.getLogger(__name__)


class Bell(Protocol):
    """What the queue is asked for."""

    def ring(self, item_id: int, is_urgent: bool = False) -> None:
        """Tell one worker of one item; an urgent one is heard before all others."""

    def waiting(self) -> int:
        """How many rings nobody has heard yet."""


def ring(item_ids: Iterable[int], is_urgent: bool = False) -> None:
    """Ring for these items after their rows are committed. A queue that is away stops nobody."""
    bell: Bell | None = current_app.extensions.get("bell")
    if bell is None:
        return
    try:
        for item_id in item_ids:
            bell.ring(item_id, is_urgent)
    except Exception:
        log.exception("the queue took no ring; the sweeper will try again")


def waiting() -> int:
    """How many rings nobody has heard yet."""
    bell: Bell | None = current_app.extensions.get("bell")
    return 0 if bell is None else bell.waiting()
