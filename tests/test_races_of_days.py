"""The day's records with several people at once: one log from two visits, one tick from two hands."""

from __future__ import annotations

from functools import partial

import pytest

from evalsys.models.papers import Paper
from evalsys.models.reviews import LogEntry
from evalsys.models.tasks import TaskDone
from evalsys.models.visits import Visit
from tests.page import Page
from tests.test_races import at_once, filled, number_of

VISIT = {"situation": "缺水", "needs": "修管"}
ENTRY = {"text": "入户", "kind": "走访", "place": "上梁村"}


@pytest.fixture
def app(app_in_files):
    app_in_files.config["PROPAGATE_EXCEPTIONS"] = False
    return app_in_files


@pytest.fixture
def official(make):
    return make.official()


@pytest.fixture
def two(app, make, official):
    """The official on her phone, and a clerk who writes for her."""
    own = Page(app, make).sign_in(make.account("official", person=official))
    return own, Page(app, make).sign_in(make.account("clerk", shown_name="赵干事"))


def test_two_visits_of_one_day_at_once_make_one_log(two, official):
    whom = {"person_id": str(official.id)}
    jobs = [filled(page, {**VISIT, **whom, "household": f"{n}号"}, "visits.add") for n, page in enumerate(two)]
    assert [answer.status_code for answer in at_once(jobs)] == [302, 302]
    assert number_of(Visit) == 2 and number_of(LogEntry) == 1


def test_one_task_ticked_by_two_hands_at_once_is_one_tick(two, make, official):
    numbers = {"task_id": make.task().id, "person_id": official.id}
    answers = at_once([filled(page, {"day": "2026-07-01"}, "tasks.tick", **numbers) for page in two])
    assert sorted(answer.status_code for answer in answers) == [200, 302] and number_of(TaskDone) == 1
    (late,) = [answer.get_data(as_text=True) for answer in answers if answer.status_code == 200]
    assert "勾选过" in late or "同样的记录已经有了" in late


def test_two_logs_with_the_same_task_at_once_lose_no_words(two, make, official):
    data = {**ENTRY, "tasks": [str(make.task().id)]}
    answers = at_once([filled(page, data, "logs.add", person_id=official.id) for page in two])
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert number_of(TaskDone) == number_of(LogEntry) == 1
    (late,) = [answer.get_data(as_text=True) for answer in answers if answer.status_code == 200]
    assert "勾选过" in late or "同样的记录已经有了" in late
    assert "入户" in late


def test_one_paper_printed_by_two_at_once_has_one_code(app, make, official):
    meeting, clerk = make.meeting(came=[official]), make.account("clerk")
    pages = [Page(app, make).sign_in(clerk) for _ in range(2)]
    address = pages[0].address("meetings.minutes", meeting_id=meeting.id)
    answers = at_once([partial(page.client.get, address) for page in pages])
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].get_data() == answers[1].get_data() and number_of(Paper) == 1
