"""Choices of a list, from pairs of value and name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.fields.choices import SelectChoice


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """The pairs as WTForms wants them."""
    return [SelectChoice(value, name) for value, name in pairs]
