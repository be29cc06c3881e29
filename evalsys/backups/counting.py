"""What a database holds, as a number of rows and a fingerprint for each table: the same on copy and original."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, inspect, text

# Sealed boxes of rounds in which votes are still being cast are never copied (docs/ballot.md).
NEVER_COPIED = ("ballot_box",)


def fingerprints(connection: Connection) -> dict[str, list[Any]]:
    """Each table's number of rows and fingerprint, in the order of its key."""
    seen = inspect(connection)
    return {
        name: fingerprint(connection, name, key_of(seen, name))
        for name in sorted(seen.get_table_names())
        if name not in NEVER_COPIED
    }


def key_of(seen: Any, table: str) -> list[str]:
    """By what the rows are put in order."""
    return seen.get_pk_constraint(table)["constrained_columns"] or [one["name"] for one in seen.get_columns(table)]


def fingerprint(connection: Connection, table: str, key: Iterable[str]) -> list[Any]:
    """Number of rows and SHA-256 over all their values."""
    digest, number = hashlib.sha256(), 0
    order = ", ".join(f'"{name}"' for name in key)
    rows = connection.execution_options(stream_results=True).execute(
        text(f'SELECT * FROM "{table}" ORDER BY {order}')
    )
    for row in rows:
        digest.update(json.dumps([plain(value) for value in row], ensure_ascii=False).encode())
        number += 1
    return [number, digest.hexdigest()]


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    return value if isinstance(value, (str, int, bool)) or value is None else str(value)
