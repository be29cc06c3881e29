"""Lines of pay laid out for lists and statements."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from evalsys.extensions import db
from evalsys.models.pay import APPROVED, PayLine, PayRun


def so_far(row: PayLine) -> list[PayLine]:
    """What the same person was paid in the year up to this line's run, by the same measure, this line at the end."""
    query = select(PayLine).join(PayLine.run).options(contains_eager(PayLine.run))
    query = query.where(PayLine.person_id == row.person_id, PayRun.year == row.run.year, PayLine.id < row.id)
    query = query.where(PayRun.measure == row.run.measure, PayRun.state == APPROVED)
    return [*db.session.scalars(query.order_by(PayRun.period)), row]


def standing_order(rows: list[PayLine]) -> list[tuple[Any, ...]]:
    """The lines as the list for the finance office has them."""
    return [
        (
            row.person.name,
            f"{row.place} {row.role}",
            row.standard,
            row.base,
            row.score,
            row.performance,
            row.deductions,
            row.difference,
            row.total,
        )
        for row in rows
    ]


def sums(rows: list[PayLine]) -> dict[str, Decimal]:
    """The sums of the columns of money."""
    names = ("base", "performance", "deductions", "difference", "total")
    return {name: sum((getattr(row, name) for row in rows), Decimal("0.00")) for name in names}


def carried(row: PayLine) -> Decimal:
    """What could not be taken off and waits for the next run."""
    return Decimal(json.loads(row.data)["carried"])
