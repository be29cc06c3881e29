"""The year of one person on one page: what the engine says of quarters, months, weeks and days, with ways to more."""

from datetime import date, datetime

import pytest

from evalsys.extensions import db
from evalsys.models.evaluations import Evaluation
from evalsys.models.reviews import Leave
from evalsys.services import nest
from evalsys.services.periods import period
from tests.page import Page

YEAR = period("2026")


@pytest.fixture
def official(make, first):
    person = make.official("李晓", from_on=date(2026, 4, 20))
    make.log(person, date(2026, 4, 20))
    make.log(person, date(2026, 4, 21), recorded_at=datetime(2026, 4, 29, 9, 0))
    make.weekly(person, date(2026, 4, 20), "99")
    make.weekly(person, date(2026, 6, 29), "91.5")
    make.monthly(person, date(2026, 4, 1))
    return person


@pytest.fixture
def clerk(page, make, official):
    return page.sign_in(make.account("clerk"))


def leave(make, person, first, last):
    return make.keep(
        Leave(
            person_id=person.id,
            from_on=first,
            until_on=last,
            reason="探亲",
            approved_by="刘书记",
            recorded_by="干事",
            recorded_at=make.clock(),
        )
    )


def states(clerk, person):
    found = nest.of_person(clerk.account, person, YEAR, date(2026, 7, 1))
    return {day.day: day.state for day in found.days}


def test_every_day_is_done_late_on_leave_missing_not_owed_or_still_to_come(clerk, make, official):
    leave(make, official, date(2026, 5, 11), date(2026, 5, 12))
    seen = states(clerk, official)
    told = {
        "2026-04-17": "out",
        "2026-04-20": "done",
        "2026-04-21": "late",
        "2026-04-22": "missing",
        "2026-05-01": "free",
        "2026-05-09": "missing",
        "2026-05-11": "leave",
        "2026-06-30": "missing",
        "2026-07-01": "ahead",
    }
    assert {day: seen[date.fromisoformat(day)] for day in told} == told
    assert len(seen) == 365


def test_the_days_are_those_that_the_result_counts(clerk, official):
    clerk.post("results.compute", period="2026Q2")
    found = nest.of_person(clerk.account, official, YEAR, date(2026, 7, 1))
    quarter = found.quarters[1]
    for month in quarter.months:
        owed, done = (quarter.result.find(item, month.period.code) for item in ("owed", "done"))
        counts = month.counts
        assert owed.amount == counts["done"] + counts["late"] + counts["missing"]
        assert done.amount == counts["done"] + counts["late"]


def test_the_page_shows_every_part_with_its_way_to_more(clerk, official):
    clerk.post("results.compute", period="2026Q2")
    number = db.session.scalar(db.select(Evaluation.id))
    seen = clerk.get("nest.show", person_id=official.id, period="2026")
    for piece in ("当月日常评", "支部月考评 90.00", "2026-04-20 周评价卡 99", "缺评", "没记的", "2026年4月20日到任"):
        assert piece in seen.text, piece
    links = " ".join(seen.links)
    for way in (f"/results/{number}", "/weekly/?period=2026W17", f"/logs/people/{official.id}?period=2026-04"):
        assert way in links, way
    assert 'class="d-late"' in seen.html


def test_a_week_belongs_to_the_month_of_its_monday_and_the_page_says_why(clerk, official):
    text = clerk.get("nest.show", person_id=official.id, period="2026").text
    assert "2026-06-29 周评价卡 91.5 本周归 6 月，因为周一在 6 月" in text


def test_what_is_not_computed_yet_is_marked_and_nothing_is_saved(clerk, official):
    text = clerk.get("nest.show", person_id=official.id, period="2026").text
    assert "暂算" in text and "未计名额" in text
    assert db.session.scalar(db.select(Evaluation)) is None
    clerk.post("results.compute", period="2026Q2")
    seen = nest.of_person(clerk.account, official, YEAR, date(2026, 7, 1))
    assert [part.is_provisional for part in seen.quarters] == [False, False, True, False]
    assert seen.quarters[1].row is not None and seen.quarters[3].result is None


def test_a_frozen_result_stays_as_it_was_printed(clerk, make, official):
    clerk.post("results.compute", period="2026Q2")
    make.weekly(official, date(2026, 4, 27), "50")
    text = clerk.get("nest.show", person_id=official.id, period="2026").text
    assert "2026-04-27 周评价卡 缺评" in text


def test_who_moved_has_both_villages_with_their_days(clerk, make, official):
    post = official.posts[0]
    post.until_on = date(2026, 5, 10)
    make.post(official, make.unit(name="东坡村"), from_on=date(2026, 5, 11))
    text = clerk.get("nest.show", person_id=official.id, period="2026").text
    assert "本期任职村有变动" in text and "东坡村，2026年5月11日起" in text


def test_the_strip_has_words_for_who_does_not_see_it(clerk, official):
    assert (
        'role="img" aria-label="全年：已记 1 天、迟录 1 天、请假 0 天'
        in clerk.get("nest.show", person_id=official.id, period="2026").html
    )


def test_a_year_without_an_official_calendar_says_so(clerk, official):
    text = clerk.get("nest.show", person_id=official.id, period="2027").text
    assert "2027年工作日按周一至周五估算，国务院办公厅通知发布后会变" in text


def test_somebody_who_was_no_official_has_an_empty_year(clerk, make):
    text = clerk.get("nest.show", person_id=make.person("王五").id, period="2026").text
    assert "这一季还没有开始，或者不在岗" in text


def test_each_sees_the_year_of_whom_the_logs_and_results_may_be_read(app, make, official):
    own = Page(app, make).sign_in(make.account("official", person=official))
    own.get("nest.show", person_id=official.id, period="2026")
    other = Page(app, make).sign_in(make.account("official", person=make.official("别人")))
    other.get("nest.show", status=404, person_id=official.id, period="2026")
    Page(app, make).sign_in(make.account("admin")).get("nest.show", status=403, person_id=official.id)
    Page(app, make).sign_in(make.account("inspector")).get("nest.show", person_id=official.id)
    away = make.other_township()
    Page(app, make).sign_in(away.account("clerk")).get("nest.show", status=404, person_id=official.id)
