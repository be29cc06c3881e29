"""Every page of every role, on a phone and on a PC: fits, says nothing in the console, axe finds nothing."""

import pytest

from evalsys.extensions import db
from evalsys.models.accounts import Account

PAGES = {
    "clerk": """
        / /logs/ /logs/people/{official} /logs/people/{official}/add /weekly/ /weekly/{official}/2026-06-29
        /monthly/ /monthly/{official}/2026-06 /committee/ /committee/sheet /tallies/ /tallies/{official}/2026Q2
        /ballots/ /ballots/add /conduct/ /conduct/add /conduct/leave/add /results/ /results/1 /schemes/ /schemes/1
        /drafts/add /openings/ /openings/2026Q3 /owing/ /owing/burden /workdays/ /workdays/2027 /workdays/2027/book
        /nest/{official} /visits/ /tasks/ /tasks/add /meetings/ /learning/ /summaries/ /talks/ /consequences/
        /comparisons/ /people/ /people/{official} /people/add /people/{official}/edit
        /units/ /units/add/village /books/ /actions/
    """,
    "admin": "/ /accounts /accounts/add /accounts/3 /password /units/",
    "official": """
        / /logs/people/{official} /logs/people/{official}/add /people/{official} /results/ /owing/ /owing/burden
        /visits/ /tasks/ /learning/ /summaries/ /talks/
    """,
    "mentor": "/ /owing/ /weekly/ /weekly/{official}/2026-06-29 /logs/people/{official}",
    "secretary": "/ /owing/ /summaries/ /monthly/ /monthly/{official}/2026-06 /people/",
    "committee": "/ /owing/ /talks/ /committee/ /committee/sheet /results/",
    "inspector": "/ /people/ /results/ /actions/",
    "paymaster": "/ /pay/ /pay/prepare?measure=3&period=2026-07 /pay/deduct?measure=3&period=2026-07 /pay/facts/",
}


@pytest.fixture
def official(site):
    with site.app_context():
        return db.session.scalar(db.select(Account.person_id).filter_by(login_name="official"))


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "pc"])
@pytest.mark.parametrize("role", PAGES)
def test_every_page_of_a_role_is_whole(visit, official, role, phone):
    somebody = visit(role, phone)
    for path in PAGES[role].split():
        somebody.go(path.format(official=official)).check()


def test_the_pages_before_signing_in_are_whole(visit):
    somebody = visit("clerk", phone=True)
    somebody.press("退出").check()
    somebody.go("/enter").check()
    somebody.go("/vote").check()
    somebody.go("/v/").check().fill("校验码", "12").press("查验").check()
    assert "校验码是八个字母和数字" in somebody.text
    somebody.fill("校验码", "abcdefgh").press("查验")
    assert "没有校验码" in somebody.text
