"""The panel of a person's latest result: score, charts and tree, for whoever may read it."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from evalsys import printing
from evalsys.services import evaluations, periods
from evalsys.views.acting import today


def latest(person_id: int) -> dict[str, Any] | None:
    """The person's newest current result as the panel's template wants it; None where there is none to show."""
    if not current_user.may("result.read"):
        return None
    row = next((row for row in evaluations.of_person(current_user, person_id, today()) if row.is_current), None)
    return panel(row) if row else None


def panel(row: Any) -> dict[str, Any]:
    """One result as the panel's template wants it."""
    result = evaluations.result_of(row)
    return {"row": row, "result": result, "period": periods.period(row.period), "charts": printing.charts_of(result)}
