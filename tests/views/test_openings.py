"""Forms are opened for everybody in one act, after a look; the next quarter's open by themselves."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.openings import Opening
from evalsys.scoring.periods import period
from evalsys.services import closing, evaluations, openings, schemes
from evalsys.services.write import Act, Refused


@pytest.fixture
def clerk(page, make):
    schemes.adopt(Act(None, make.clock()), make.township.id, schemes.sample_text(schemes.OFFICIALS), "")
    account = make.account("clerk")
    page.sign_in(account)
    return account


def rows():
    return list(db.session.scalars(select(Opening).order_by(Opening.first_on)))


def test_the_look_names_everybody_and_who_has_no_mentor(page, make, clerk):
    make.official("李晓", make.unit(name="上村"), mentor=make.person("老蔡"))
    make.official("王平")
    text = page.get("openings.edit", code="2026Q2").text
    assert "会向 2 人要材料" in text and "上村" in text and "老蔡" in text
    assert "没有登记导师，周评价没有人给：王平" in text
    assert not rows()


def test_one_press_opens_the_whole_quarter(page, make, clerk):
    make.official()
    page.fill("openings.edit", {"forms": ["day", "week"]}, code="2026Q2")
    (row,) = rows()
    assert (row.period, row.forms, row.opened_by) == ("2026Q2", "day,week", clerk.shown_name)
    assert "已开 1 个时段" in page.get("openings.index").text


def test_a_year_asks_for_its_own_forms(page, make, clerk):
    seen = page.get("openings.edit", code="2026")
    assert [field["value"] for field in page.form(seen)["fields"] if field["name"] == "forms"] == [
        "meeting",
        "report",
    ]
    page.fill("openings.edit", {"forms": ["meeting"]}, code="2026")
    assert rows()[0].forms == "meeting"


def test_no_form_at_all_is_refused(page, make, clerk):
    seen = page.fill("openings.edit", {"forms": []}, code="2026Q2")
    assert "一张表也没有选" in seen.text and not rows()


def test_other_forms_can_be_asked_for_later(page, make, clerk):
    make.opening(forms="day,week")
    page.fill("openings.edit", {"forms": ["day"]}, code="2026Q2")
    assert rows()[0].forms == "day"
    assert db.session.scalar(select(Action.before).where(Action.did == "period.forms"))


def test_a_closed_period_asks_for_nothing_more(page, make, clerk):
    make.official()
    make.opening(forms="day,week")
    seen = page.get("openings.edit", code="2026Q2")
    act = Act(None, make.clock())
    evaluations.compute(act, make.township.id, period("2026Q2"))
    closing.close(act, make.township.id, period("2026Q2"))
    answer = page.fill("openings.edit", {"forms": ["day"]}, seen=seen, code="2026Q2")
    assert "已经关账，不能再开表" in answer.text and rows()[0].forms == "day,week"
    assert "已经关账，不能再填" in page.get("openings.edit", code="2026Q2").text


def test_a_month_is_not_opened_alone(page, make, clerk):
    assert page.get("openings.edit", code="2026-05", status=404)


def test_the_same_quarter_is_opened_once(make, clerk):
    act = Act(clerk, make.clock())
    openings.open_period(act, make.township.id, period("2026Q2"), ["day"])
    with pytest.raises(Refused, match="已经开过"):
        openings.open_period(act, make.township.id, period("2026Q2"), ["day"])


def test_a_new_quarter_opens_with_the_first_sign_in(page, make):
    schemes.adopt(Act(None, make.clock()), make.township.id, schemes.sample_text(schemes.OFFICIALS), "")
    make.opening("2025Q4", "day,week")
    page.sign_in(make.account("official", person=make.official()))
    today = make.clock().date()
    assert [row.period for row in rows()] == ["2025Q4", "2026Q1", "2026Q2", "2026Q3"][: 2 + (today.month - 1) // 3]
    assert {row.forms for row in rows()} == {"day,week"} and rows()[-1].opened_by == "系统"


def test_nothing_opens_by_itself_before_somebody_began(make):
    assert openings.follow(Act(None, datetime(2026, 7, 1)), make.township.id) == []


@pytest.mark.parametrize("role", ["committee", "secretary", "mentor", "official", "inspector", "admin"])
def test_only_the_clerk_opens_forms(page, make, role):
    page.sign_in(make.account(role, person=make.person()))
    page.get("openings.index", status=403)
    page.get("openings.edit", code="2026Q2", status=403)


def test_somebody_who_left_before_the_quarter_is_not_asked(make):
    village = make.unit()
    gone = make.person("走了")
    make.post(gone, village, until_on=date(2026, 3, 31))
    make.official("留下", village)
    assert [one.name for one in openings.preview(make.township.id, period("2026Q2"))] == ["留下"]
