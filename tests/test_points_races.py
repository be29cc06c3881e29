"""Eight posts of one claim at once, two who check it at once, two who record one event: one of each."""

from __future__ import annotations

import pytest

from evalsys.extensions import db
from evalsys.models.claims import Claim
from evalsys.models.events import BranchEvent
from evalsys.models.points import PointsEntry
from evalsys.services import points, points_ledger, schemes
from evalsys.services.write import Act
from tests.page import Page
from tests.test_races import at_once, filled, number_of

CLAIM = {"item": "mediation", "happened_on": "2026-06-20", "reason": "劝和两家邻居", "evidence": ""}


@pytest.fixture
def app(app_in_files):
    app_in_files.config["PROPAGATE_EXCEPTIONS"] = False
    return app_in_files


@pytest.fixture
def town(make, clock):
    """A branch with a member and a secretary; the clerk may check as well."""
    schemes.adopt(Act(None, clock()), make.township.id, schemes.sample_text("points-demo"), "")
    make.mine = make.branch("东阳坡支部")
    make.person_one, secretary = make.person("邱凤彩"), make.person("高有海")
    make.membership(make.person_one, make.mine)
    make.post(secretary, make.mine, "secretary", "党支部书记")
    make.boss = make.account("secretary", person=secretary, unit=make.mine)
    return make


@pytest.fixture
def member(app, town):
    return Page(app, town).sign_in(town.account("member", person=town.person_one))


@pytest.fixture
def checkers(app, town):
    return [Page(app, town).sign_in(one) for one in (town.boss, town.account("clerk", shown_name="王干事"))]


def the_entry(town):
    """The only line of the ledger, whose sum is the balance."""
    db.session.expire_all()
    (row,) = db.session.scalars(db.select(PointsEntry))
    assert points.balance(town.person_one) == row.points and points_ledger.differences() == []
    return row


def test_eight_posts_of_one_claim_at_once_are_one_claim_and_one_entry(town, member, checkers):
    answers = at_once([filled(member, CLAIM, "claims.add")] * 8)
    assert [answer.status_code for answer in answers] == [302] * 8 and number_of(Claim) == 1
    number = db.session.scalar(db.select(Claim.id))
    answers = at_once([filled(checkers[0], {"decision": "pass"}, "claims.show", claim_id=number)] * 8)
    assert {answer.status_code for answer in answers} <= {200, 302}
    assert the_entry(town).claim_id == number


def test_eight_forms_with_the_same_claim_at_once_are_one_claim(town, member):
    answers = at_once([filled(member, CLAIM, "claims.add") for _number in range(8)])
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [302] and number_of(Claim) == 1


def test_two_who_accept_one_claim_at_once_make_one_entry(town, member, checkers):
    member.fill("claims.add", CLAIM)
    number = db.session.scalar(db.select(Claim.id))
    jobs = [filled(page, {"decision": "pass"}, "claims.show", claim_id=number) for page in checkers]
    answers = at_once(jobs)
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert the_entry(town).claim_id == number


def test_accepting_and_refusing_at_once_leaves_one_of_both(town, member, checkers):
    member.fill("claims.add", CLAIM)
    number = db.session.scalar(db.select(Claim.id))
    at_once(
        [
            filled(checkers[0], {"decision": "pass"}, "claims.show", claim_id=number),
            filled(checkers[1], {"decision": "refuse", "reason": "没有这回事"}, "claims.show", claim_id=number),
        ]
    )
    db.session.expire_all()
    claim = db.session.get(Claim, number)
    assert (claim.state, number_of(PointsEntry)) in (("recorded", 1), ("refused", 0))


def test_two_who_record_one_event_at_once_give_its_points_once(town, checkers):
    event = {"kind": "theme-day", "held_on": "2026-06-20", f"came_{town.person_one.id}": "y"}
    answers = at_once([filled(page, event, "events.add", unit_id=town.mine.id) for page in checkers])
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert number_of(BranchEvent) == 1 and the_entry(town).event_id is not None
