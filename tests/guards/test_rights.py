"""Rights, roles and routes speak of the same things."""

from __future__ import annotations

import ast

from evalsys.access import PUBLIC, ROUTES, SIGNED_IN
from evalsys.models.accounts import ROLES as STORED_ROLES
from evalsys.rights import BRANCH, MENTEES, RIGHTS, ROLES, SELF, TOWNSHIP
from tests.guards.house import sources, tree

# Whoever may do these marks other people, so no role has them over oneself alone.
OVER_OTHERS = {
    "weekly.mark",
    "monthly.mark",
    "committee.mark",
    "tally.write",
    "talk.write",
    "consequence.write",
    "conduct.write",
}


def test_every_right_that_a_route_asks_for_is_given_to_somebody():
    asked = {right for table in ROUTES.values() for right in table.values()}
    assert asked - {PUBLIC, SIGNED_IN} <= RIGHTS


def test_every_right_opens_something():
    asked = {right for table in ROUTES.values() for right in table.values()}
    named = {
        node.value
        for path in sources("services", "views")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and node.value in RIGHTS
    }
    assert RIGHTS - asked - named == set()


def test_every_role_of_the_table_can_be_stored_and_the_other_way_round():
    assert set(ROLES) == set(STORED_ROLES)


def test_every_scope_is_one_that_queries_know():
    assert {scope for rights in ROLES.values() for scope in rights.values()} <= {TOWNSHIP, BRANCH, MENTEES, SELF}


def test_the_inspector_changes_nothing():
    assert all(right.endswith(".read") for right in ROLES["inspector"])


def test_no_role_has_the_right_to_mark_itself():
    assert [role for role, rights in ROLES.items() for right in OVER_OTHERS if rights.get(right) == SELF] == []
