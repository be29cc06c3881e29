"""Every route has its line in the table of rights, and the list of routes changes only knowingly."""

from __future__ import annotations

from evalsys.access import ROUTES
from tests.guards import routes


def test_every_route_says_who_may_open_it(app):
    answered = routes.methods(app)
    silent = {endpoint: found - set(ROUTES.get(endpoint, ())) for endpoint, found in answered.items()}
    assert {endpoint: sorted(missing) for endpoint, missing in silent.items() if missing} == {}


def test_the_table_names_no_route_that_is_not_there(app):
    answered = routes.methods(app)
    stale = {endpoint: set(table) - answered.get(endpoint, set()) for endpoint, table in ROUTES.items()}
    assert {endpoint: sorted(left) for endpoint, left in stale.items() if left} == {}


def test_the_list_of_routes_is_as_recorded(app):
    recorded = routes.RECORD.read_text(encoding="utf-8").splitlines()
    now = routes.lines(app)
    gone, new = sorted(set(recorded) - set(now)), sorted(set(now) - set(recorded))
    assert not gone + new, f"gone: {gone}; new: {new}. If that is meant: python -m tests.guards.routes"
