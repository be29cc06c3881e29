"""Tally sheets: the parts must add up."""

from datetime import date

import pytest

from evalsys.extensions import db
from evalsys.models.reviews import Tally

SHEET = {
    "handed_out": "32",
    "returned": "27",
    "excellent": "17",
    "competent": "4",
    "basic": "2",
    "incompetent": "2",
    "abstained": "0",
    "spoilt": "2",
}


@pytest.fixture
def clerk(page, make):
    return page.sign_in(make.account("clerk"))


@pytest.fixture
def official(make):
    return make.official()


def tallies():
    return list(db.session.scalars(db.select(Tally)))


def test_a_tally_is_keyed(clerk, official):
    seen = clerk.fill("tallies.key", SHEET, person_id=official.id, code="2026Q2")
    assert "计票表已保存" in clerk.follow(seen).text
    assert (tallies()[0].returned, tallies()[0].abstained) == (27, 0)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"excellent": "18"}, "各项票数加起来是 28 张，与收回的 27 张不符"),
        ({"handed_out": "20"}, "收回 27 张，多于发出的 20 张"),
        ({"spoilt": "-1"}, "废票应在 0 至 100000 之间"),
        ({"spoilt": ""}, "请填写废票"),
        ({"spoilt": "两张"}, "请填写整数"),
    ],
)
def test_a_tally_that_does_not_add_up_is_refused(clerk, official, change, says):
    seen = clerk.fill("tallies.key", {**SHEET, **change}, person_id=official.id, code="2026Q2")
    assert says in seen.text and tallies() == []


def test_a_second_clerk_sees_the_first_tally(clerk, official):
    form = clerk.get("tallies.key", person_id=official.id, code="2026Q2")
    clerk.fill("tallies.key", SHEET, person_id=official.id, code="2026Q2")
    other = {**SHEET, "excellent": "16", "competent": "5"}
    late = clerk.fill("tallies.key", other, seen=form, person_id=official.id, code="2026Q2")
    assert "别人改过这条记录" in late.text and tallies()[0].excellent == 17


def test_a_month_has_no_tally(clerk, official):
    clerk.get("tallies.key", status=404, person_id=official.id, code="2026-06")


def test_the_tally_of_the_years_meeting_stands_beside_that_of_the_first_quarter(clerk, official):
    for code in ("2026Q1", "2026"):
        assert clerk.fill("tallies.key", SHEET, person_id=official.id, code=code).status == 302
    assert [(row.kind, row.first_on.isoformat()) for row in tallies()] == [
        ("masses", "2026-01-01"),
        ("meeting", "2026-01-01"),
    ]
    seen = clerk.get("tallies.index", period="2026")
    assert "年度述职测评会的票" in seen.text and "32" in seen.text
    assert "未录入" in clerk.get("tallies.index", period="2026Q2").text


def test_of_a_meeting_with_few_valid_papers_nobody_sees_the_choices(clerk, make, official):
    make.tally(official, (30, 29, 3, 1, 0, 0, 0, 25), kind="meeting", quarter=date(2026, 1, 1))
    text = clerk.get("tallies.index", period="2026").text
    assert "30 29 — — — — — —" in text and "有效票不足 5 张" in text


def test_a_meeting_is_counted_for_who_was_in_post_on_some_day_of_the_year(clerk, make):
    late = make.official("新来的", from_on=date(2027, 1, 4))
    assert "不是村官" in clerk.fill("tallies.key", SHEET, person_id=late.id, code="2026").text
