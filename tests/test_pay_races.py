"""Two approvers at once, two preparers at once: one run, approved once."""

from __future__ import annotations

from datetime import datetime

import pytest

from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.pay import PayLine, PayRun
from tests.page import Page
from tests.services.paytown import PayTown
from tests.test_races import at_once, filled, number_of


@pytest.fixture
def app(app_in_files):
    app_in_files.config["PROPAGATE_EXCEPTIONS"] = False
    return app_in_files


@pytest.fixture
def town(make, clock):
    clock.now = datetime(2026, 7, 20, 9, 0)
    return PayTown(make)


@pytest.fixture
def pages(app, make, town):
    third = make.account("paymaster", shown_name="丙经办")
    return [Page(app, make).sign_in(one) for one in (town.first, town.second, third)]


def asked(town):
    return {"measure": town.measure().id, "period": "2026-07"}


def test_two_approvers_at_once_approve_one_run_once(pages, town):
    pages[0].fill("pay.prepare", {"confirmed": "y"}, **asked(town))
    number = db.session.scalar(db.select(PayRun.id))
    jobs = [filled(page, {"confirmed": "y"}, "pay.approve", pay_run_id=number) for page in pages[1:]]
    answers = at_once(jobs)
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    (said,) = [answer.get_data(as_text=True) for answer in answers if answer.status_code == 200]
    assert "审批，不再改动" in said or "别人动过这张发放表" in said
    run = db.session.scalar(db.select(PayRun))
    assert run.state == "approved" and number_of(PayRun) == 1 and number_of(PayLine) == 3
    approved = db.select(db.func.count()).select_from(Action).where(Action.did == "pay.approve")
    assert db.session.scalar(approved) == 1


def test_approving_and_throwing_away_at_once_leaves_one_of_both(pages, town):
    pages[0].fill("pay.prepare", {"confirmed": "y"}, **asked(town))
    number = db.session.scalar(db.select(PayRun.id))
    jobs = [
        filled(pages[1], {"confirmed": "y"}, "pay.approve", pay_run_id=number),
        filled(pages[0], {"reason": "漏了一人"}, "pay.void", pay_run_id=number),
    ]
    assert sorted(answer.status_code for answer in at_once(jobs)) == [200, 302]
    run = db.session.scalar(db.select(PayRun))
    assert (run.state == "approved") == (run.void_at is None) and run.state != "prepared"


def test_two_preparers_at_once_make_one_run(pages, town):
    jobs = [filled(page, {"confirmed": "y"}, "pay.prepare", **asked(town)) for page in pages[:2]]
    answers = at_once(jobs)
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    (said,) = [answer.get_data(as_text=True) for answer in answers if answer.status_code == 200]
    assert "还在等审批" in said and number_of(PayRun) == 1 and number_of(PayLine) == 3
