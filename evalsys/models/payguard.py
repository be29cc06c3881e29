"""The lock on approved pay in the database itself: such a run and its lines are changed and deleted by nobody.

The migration that made the tables has the same rules, for PostgreSQL too.
"""

from __future__ import annotations

from sqlalchemy import DDL, event

from evalsys.models.pay import PayLine, PayRun

SAYS = "an approved pay run is fixed"
OF_LINE = "(SELECT state FROM pay_run WHERE id = {row}.run_id) = 'approved'"
RULES = (
    ("pay_run", "UPDATE", "OLD.state = 'approved'"),
    ("pay_run", "DELETE", "OLD.state = 'approved'"),
    ("pay_line", "INSERT", OF_LINE.format(row="NEW")),
    ("pay_line", "UPDATE", OF_LINE.format(row="OLD")),
    ("pay_line", "DELETE", OF_LINE.format(row="OLD")),
)


def on_sqlite(table: str, deed: str, when: str) -> str:
    """The trigger of one rule."""
    name = f"{table}_fixed_{deed.lower()}"
    return f"CREATE TRIGGER {name} BEFORE {deed} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"


for kept in (PayRun.__table__, PayLine.__table__):
    for rule in RULES:
        if rule[0] == kept.name:
            event.listen(kept, "after_create", DDL(on_sqlite(*rule)).execute_if(dialect="sqlite"))
