"""The pages of members' points in a real browser, on a phone and on a PC; a claim's whole way."""

import pytest

from evalsys.extensions import db
from evalsys.models.accounts import Account, RoleGrant

PAGES = {
    "clerk": """
        /points/ /points/branches/{branch}?period=2026Q2 /points/branches/{branch}?period=2026 /points/register
        /points/people/{member}?period=2026Q2 /points/people/{member}/add /points/people/{member}/ill
        /claims/ /claims/add /events/ /events/add
    """,
    "secretary": "/points/ /claims/ /claims/add /events/ /events/branches/{branch}/add /points/people/{member}",
    "member": "/points/people/{member}?period=2026Q2 /claims/ /claims/add",
}


@pytest.fixture
def about(site):
    with site.app_context():
        member = db.session.scalar(db.select(Account.person_id).filter_by(login_name="member"))
        branch = db.session.scalar(db.select(RoleGrant.unit_id).filter_by(role="secretary"))
        return {"member": member, "branch": branch}


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "pc"])
@pytest.mark.parametrize("role", PAGES)
def test_every_page_of_points_is_whole(visit, about, role, phone):
    somebody = visit(role, phone)
    for path in PAGES[role].split():
        somebody.go(path.format(**about)).check()
