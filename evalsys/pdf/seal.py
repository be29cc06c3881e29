"""The seal of a paper: the code that whoever holds it can check, and the fingerprint of what stands on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class Seal:
    """Where a paper is checked, under which code, and what its content came to; `seal` itself is no content."""

    url: str
    code: str
    digest: str

    @property
    def place(self) -> str:
        """The address of the page where a code can be typed."""
        return self.url.removesuffix(self.code)

    @property
    def fingerprint(self) -> str:
        """As much of the digest as a person compares."""
        return self.digest[:16]


def digest_of(kind: str, card: Any) -> str:
    """The SHA-256 of everything that a card holds, in one written form on every machine."""
    written = json.dumps([kind, content_of(card)], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def content_of(value: Any) -> Any:
    """A value as JSON has it: records by their fields without the seal, numbers and days as they are written."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: content_of(getattr(value, one.name)) for one in fields(value) if one.name != "seal"}
    if isinstance(value, Mapping):
        return {str(name): content_of(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [content_of(one) for one in value]
    if isinstance(value, Enum):
        return content_of(value.value)
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, (Decimal, date)):
        return str(value)
    raise TypeError(f"{value!r} cannot stand on a paper")
