"""Who may see and who may start each kind of job."""

from __future__ import annotations

from dataclasses import dataclass

from evalsys.models.accounts import Account
from evalsys.models.jobs import Job
from evalsys.rights import TOWNSHIP

SCORECARDS, RECOMPUTE, IMPORT, BACKUP, EXPORT = "scorecards", "recompute", "import", "backup", "export"
CARDS, REGISTERS, BOARDS = "cards", "registers", "boards"
POINTS_STATEMENTS, PAY_STATEMENTS = "points-statements", "pay-statements"


@dataclass(frozen=True)
class Rule:
    """The right that opens a job and its files, and the one that starts, cancels and retries it."""

    read: str
    start: str
    is_private: bool = False


RULES = {
    SCORECARDS: Rule("result.read", "result.compute"),
    CARDS: Rule("result.read", "result.compute"),
    REGISTERS: Rule("result.read", "result.compute"),
    BOARDS: Rule("points.read", "points.record"),
    POINTS_STATEMENTS: Rule("points.read", "points.record"),
    PAY_STATEMENTS: Rule("pay.read", "pay.write"),
    RECOMPUTE: Rule("result.read", "result.compute"),
    IMPORT: Rule("book.import", "book.import"),
    BACKUP: Rule("backup.make", "backup.make"),
    # A list holds what its reader may see, so nobody else opens it.
    EXPORT: Rule("job.read", "job.read", is_private=True),
}


def reaches_all(viewer: Account, right: str) -> bool:
    """Has the viewer the right over the whole township?"""
    return any(scope == TOWNSHIP for scope, _unit in viewer.scopes.get(right, ()))


def sees_all(viewer: Account, kind: str) -> bool:
    """Does the viewer see such jobs of others too?"""
    rule = RULES[kind]
    return not rule.is_private and reaches_all(viewer, rule.read)


def may_start(viewer: Account, job: Job) -> bool:
    """May the viewer start such a job, and so cancel or retry this one?"""
    rule = RULES[job.kind]
    is_own = job.requested_by_id == viewer.id
    return viewer.may(rule.start) and (is_own or (not rule.is_private and reaches_all(viewer, rule.start)))
