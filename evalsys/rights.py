"""Which role has which right over whom: the one table that access, scope and the menus read."""

from __future__ import annotations

TOWNSHIP, BRANCH, MENTEES, SELF = "township", "branch", "mentees", "self"

READS = (
    "action.read",
    "ballot.read",
    "conduct.read",
    "log.read",
    "person.read",
    "result.read",
    "review.read",
    "scheme.read",
    "unit.read",
)

ROLES: dict[str, dict[str, str]] = {
    # Keeps accounts and the two trees; sees no log, no mark and no score.
    "admin": {
        "account.manage": TOWNSHIP,
        "action.read": TOWNSHIP,
        "person.read": TOWNSHIP,
        "unit.read": TOWNSHIP,
        "unit.write": TOWNSHIP,
    },
    "clerk": {
        **dict.fromkeys(READS, TOWNSHIP),
        "ballot.write": TOWNSHIP,
        "book.import": TOWNSHIP,
        "calendar.write": TOWNSHIP,
        "committee.mark": TOWNSHIP,
        "conduct.write": TOWNSHIP,
        "log.write": TOWNSHIP,
        "monthly.mark": TOWNSHIP,
        "person.write": TOWNSHIP,
        "result.compute": TOWNSHIP,
        "result.reopen": TOWNSHIP,
        "scheme.write": TOWNSHIP,
        "tally.write": TOWNSHIP,
        "unit.write": TOWNSHIP,
        "weekly.mark": TOWNSHIP,
    },
    "committee": {
        "ballot.read": TOWNSHIP,
        "committee.mark": TOWNSHIP,
        "conduct.read": TOWNSHIP,
        "log.read": TOWNSHIP,
        "person.read": TOWNSHIP,
        "result.read": TOWNSHIP,
        "result.reopen": TOWNSHIP,
        "review.read": TOWNSHIP,
        "scheme.read": TOWNSHIP,
        "unit.read": TOWNSHIP,
    },
    "secretary": {
        "conduct.read": BRANCH,
        "log.read": BRANCH,
        "monthly.mark": BRANCH,
        "person.read": BRANCH,
        "result.read": BRANCH,
        "review.read": BRANCH,
        "scheme.read": TOWNSHIP,
        "unit.read": TOWNSHIP,
    },
    "mentor": {
        "conduct.read": MENTEES,
        "log.read": MENTEES,
        "person.read": MENTEES,
        "result.read": MENTEES,
        "review.read": MENTEES,
        "scheme.read": TOWNSHIP,
        "weekly.mark": MENTEES,
    },
    "official": {
        "conduct.read": SELF,
        "log.read": SELF,
        "log.write": SELF,
        "person.read": SELF,
        "result.read": SELF,
        "review.read": SELF,
        "scheme.read": TOWNSHIP,
    },
    "member": {"person.read": SELF, "scheme.read": TOWNSHIP},
    "inspector": dict.fromkeys(READS, TOWNSHIP),
}

RIGHTS = frozenset(right for rights in ROLES.values() for right in rights)
