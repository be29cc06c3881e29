"""Lectures and training: exact hours, corrected, taken back, read by those whom it concerns."""

from decimal import Decimal

import pytest

from evalsys.extensions import db
from evalsys.models.closings import PeriodClose
from evalsys.models.learning import Learning
from tests.page import Page

LECTURE = {"kind": "lecture-given", "title": "防汛知识", "hours": "1.5", "place": "村委会"}


@pytest.fixture
def official(make):
    return make.official("李晓")


@pytest.fixture
def own(page, make, official):
    return page.sign_in(make.account("official", person=official))


def rows():
    return list(db.session.scalars(db.select(Learning).order_by(Learning.id)))


def test_a_lecture_is_recorded_with_exact_hours_and_summed(own, make, official):
    make.learning(official, hours="0.5", day=make.clock().date())
    seen = own.follow(own.fill("learning.add", LECTURE))
    assert "上讲台" in seen.text and "合计 2 学时" in seen.text
    assert rows()[-1].hours == Decimal("1.5")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"hours": "1.3"}, "学时以 0.5 分为一档"),
        ({"hours": "0"}, "学时应在 0.5 至 100 之间"),
        ({"hours": "两小时"}, "请填写数字"),
        ({"title": ""}, "请写讲课或培训的题目"),
        ({"day": "2026-07-02"}, "还没有到"),
    ],
)
def test_wrong_ones_are_refused(own, change, says):
    assert says in own.fill("learning.add", {**LECTURE, **change}).text and rows() == []


def test_the_same_form_twice_is_one_record(own):
    form = own.get("learning.add")
    for _ in range(2):
        again = own.fill("learning.add", LECTURE, seen=form)
    assert "没有重复登记" in own.follow(again).text and len(rows()) == 1


def test_a_correction_meets_the_second_editor_and_a_cancelled_one_counts_no_longer(own, make, official):
    row = make.learning(official)
    form = own.get("learning.edit", learning_id=row.id)
    own.fill("learning.edit", {"title": "先到"}, learning_id=row.id)
    assert "别人改过" in own.fill("learning.edit", {"title": "后到"}, seen=form, learning_id=row.id).text
    own.fill("learning.cancel", {"reason": "登重了"}, learning_id=row.id)
    seen = own.get("learning.index", period="2026Q2").text
    assert "登重了" in seen and "合计 0 学时" in seen


def test_a_closed_quarter_takes_none(own, make, official, clock):
    row = make.learning(official)
    given = {"people": 0, "sha256": "0" * 64, "closed_on": clock().date(), "closed_by": "王干事"}
    make.keep(PeriodClose(township_id=make.township.id, period="2026Q2", number=1, closed_at=clock(), **given))
    assert "已经关账" in own.fill("learning.add", {**LECTURE, "day": "2026-06-30"}).text
    assert "已经关账" in own.fill("learning.edit", {"title": "改"}, learning_id=row.id).text
    assert "已经关账" in own.fill("learning.cancel", {"reason": "错"}, learning_id=row.id).text


def test_who_reads_and_who_writes(app, make, own, official):
    other = make.learning(make.official("别人"), title="别人的课")
    mentor = make.person("导师")
    make.mentoring(official, mentor)
    mine = make.learning(official)
    reader = Page(app, make).sign_in(make.account("mentor", person=mentor))
    seen = reader.get("learning.index", period="2026Q2").text
    assert "防汛知识" in seen and "别人的课" not in seen
    reader.get("learning.edit", status=403, learning_id=mine.id)
    own.get("learning.edit", status=404, learning_id=other.id)
    own.get("learning.cancel", status=404, learning_id=other.id)
