"""Exports at once, and beside somebody who writes: every file comes, every one has its line in the log."""

import pytest

from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.people import Person
from tests.page import Page
from tests.test_races import at_once, filled, number_of


@pytest.fixture
def app(app_in_files):
    app_in_files.config["PROPAGATE_EXCEPTIONS"] = False
    return app_in_files


def test_eight_exports_and_a_new_person_at_once_all_come_through(app, make):
    clerk = Page(app, make).sign_in(make.account("clerk"))
    before = number_of(Person)
    address = clerk.address("people.index", file="xlsx")
    make.person("张三")
    jobs = [lambda: clerk.client.get(address)] * 7
    answers = at_once([*jobs, filled(clerk, {"name": "李四"}, "people.add")])
    assert [answer.status_code for answer in answers] == [200] * 7 + [302]
    assert all(answer.mimetype.endswith("spreadsheetml.sheet") for answer in answers[:7])
    db.session.expire_all()
    logged = db.select(db.func.count()).select_from(Action).where(Action.did == "list.export")
    assert db.session.scalar(logged) == 7 and number_of(Person) == before + 2
