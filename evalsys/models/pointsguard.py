"""The lock on the ledger in the database itself: an entry is changed and deleted by nobody.

The migration that made the table has the same rules, for PostgreSQL too.
"""

from __future__ import annotations

from sqlalchemy import DDL, event

from evalsys.models.points import PointsEntry

SAYS = "points entries are only added"


def on_sqlite(deed: str) -> str:
    """The trigger that refuses one deed."""
    name = f"points_entry_no_{deed.lower()}"
    return f"CREATE TRIGGER {name} BEFORE {deed} ON points_entry BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"


for forbidden in ("UPDATE", "DELETE"):
    event.listen(PointsEntry.__table__, "after_create", DDL(on_sqlite(forbidden)).execute_if(dialect="sqlite"))
