"""Taking back a record: it stays, with the day and the reason, and counts no longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from evalsys.services import closed
from evalsys.services.write import Act, Refused, check_version, write


def refuse_cancelled(row: Any) -> None:
    """What was taken back is not changed any more."""
    if row.cancelled_on:
        raise Refused(
            _("这一条已在 %(day)s 撤销，不能再改。需要的话请重新登记一条。", day=row.cancelled_on.isoformat())
        )


def take_back(act: Act, row: Any, version: int, township_id: int, day: date, reason: str) -> None:
    """Mark a record of that day as cancelled."""
    refuse_cancelled(row)
    closed.refuse_records(township_id, day)
    check_version(row, version)
    after = {"cancelled": act.today, "reason": reason}
    with write(act, f"{row.__tablename__}.cancel", row, {"cancelled": None}, after):
        row.cancelled_on, row.cancelled_why = act.today, reason


def change(
    act: Act, row: Any, version: int, values: dict[str, Any], besides: Callable[[], None] = lambda: None
) -> None:
    """Give a record other values, and do what belongs to it; the log keeps the values from before."""
    check_version(row, version)
    before = {name: getattr(row, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    with write(act, f"{row.__tablename__}.change", row, {name: before[name] for name in changed}, changed):
        for name, value in {**values, "recorded_by": act.name, "recorded_at": act.at}.items():
            setattr(row, name, value)
        besides()
