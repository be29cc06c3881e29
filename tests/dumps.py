"""What the books hold, in one written form for every engine."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from evalsys.extensions import db

# Drawn by chance, or sealed under keys that each instance makes for itself.
BY_CHANCE = {"uid", "verify_code", "id_sealed", "phone_sealed", "id_index", "password_hash", "code_hash"}


def dump() -> dict[str, list[str]]:
    """Every row of every table in the order of its key, as JSON; columns of chance are left out."""
    return {name: rows_of(table) for name, table in sorted(db.metadata.tables.items())}


def rows_of(table: Any) -> list[str]:
    """The rows of one table."""
    columns = [column for column in table.columns if column.name not in BY_CHANCE]
    found = db.session.execute(select(*columns).order_by(*table.primary_key.columns))
    names = [column.name for column in columns]
    return [written(dict(zip(names, row, strict=True))) for row in found]


def written(row: dict[str, Any]) -> str:
    """One row; numbers and days as text, so that no engine's own way of printing shows."""
    return json.dumps(
        {name: None if value is None else str(value) for name, value in row.items()}, ensure_ascii=False
    )
