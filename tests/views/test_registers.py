"""The registers: listed, added to, corrected with a reason, taken back; each reader sees what concerns her."""

from datetime import date
from decimal import Decimal

import pytest

from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.closings import PeriodClose
from evalsys.models.registers import Indicator, Negative, Spell, YearGrade

GRADE = {"year": "2025", "grade": "优秀", "source": "考核通报"}
SPELL = {"title": "村主干", "first_on": "2013-03-01", "left_on": "", "reason": ""}
BAD = {
    "kind": "negative",
    "on_day": "2026-05-10",
    "conduct": "违规接待",
    "clause": "第三条",
    "evidence": "镇纪〔2026〕3号",
}


@pytest.fixture
def secretary(make):
    person = make.person("邱凤彩")
    make.post(person, make.unit(name="东阳坡村"), "secretary", "党支部书记")
    return person


@pytest.fixture
def clerk(page, make, secretary):
    return page.sign_in(make.account("clerk"))


def rows(table):
    db.session.expire_all()
    return list(db.session.scalars(db.select(table)))


def test_a_grade_is_added_once_and_listed(clerk, secretary):
    for _ in range(2):
        seen = clerk.fill("registers.add", {**GRADE, "person_id": str(secretary.id)}, book="grades")
    assert "已经登记过" in seen.text and [(row.year, row.grade) for row in rows(YearGrade)] == [(2025, "优秀")]
    assert "邱凤彩" in clerk.get("registers.index").text


def test_the_same_form_sent_twice_makes_one_record(clerk, secretary):
    seen = clerk.get("registers.add", book="negatives")
    for _ in range(2):
        clerk.fill("registers.add", {**BAD, "person_id": str(secretary.id)}, seen, book="negatives")
    assert len(rows(Negative)) == 1


def test_a_correction_asks_why_and_the_log_keeps_what_stood_before(clerk, make, secretary):
    row = make.grade(secretary, 2025, "合格")
    seen = clerk.fill("registers.edit", {"grade": "优秀", "why": ""}, book="grades", record_id=row.id)
    assert "请填写为什么更正" in seen.text and rows(YearGrade)[0].grade == "合格"
    clerk.fill("registers.edit", {"grade": "优秀", "why": "原表抄错"}, book="grades", record_id=row.id)
    assert rows(YearGrade)[0].grade == "优秀"
    line = rows(Action)[-1]
    assert line.did == "year_grade.change" and "合格" in line.before and "原表抄错" in line.after
    assert "更正年度考核等次" in clerk.get("actions.index").text


def test_a_second_editor_sees_both_versions(clerk, make, secretary):
    row = make.grade(secretary, 2025, "合格")
    seen = clerk.get("registers.edit", book="grades", record_id=row.id)
    clerk.fill("registers.edit", {"grade": "优秀", "why": "抄错"}, book="grades", record_id=row.id)
    late = clerk.fill("registers.edit", {"grade": "不合格", "why": "核对"}, seen, book="grades", record_id=row.id)
    assert "别人改过这条记录" in late.text and rows(YearGrade)[0].grade == "优秀"


def test_what_was_taken_back_stays_and_may_be_entered_anew(clerk, make, secretary):
    row = make.grade(secretary, 2025, "合格")
    clerk.fill("registers.cancel", {"reason": "登错了人"}, book="grades", record_id=row.id)
    assert "登错了人" in clerk.get("registers.index", book="grades").text
    assert "不能再改" in clerk.fill("registers.edit", {"why": "x"}, book="grades", record_id=row.id).text
    clerk.fill("registers.add", {**GRADE, "person_id": str(secretary.id)}, book="grades")
    assert [(one.grade, one.cancelled_on) for one in rows(YearGrade)] == [("优秀", None)]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"left_on": "2010-01-01"}, "离任日期不能早于任职起的日期"),
        ({"is_removal": "y"}, "请写离任日期和离任原因"),
        ({"first_on": "2027-01-01"}, "还没有到"),
        ({"title": ""}, "请填写职务"),
    ],
)
def test_a_wrong_spell_is_refused(clerk, secretary, change, says):
    seen = clerk.fill("registers.add", {**SPELL, "person_id": str(secretary.id), **change}, book="spells")
    assert says in seen.text and rows(Spell) == []


def test_a_figure_of_the_county_has_no_village_and_keeps_every_digit(clerk):
    about = {"unit_id": "0", "kind": "rural-income", "year": "2025", "value": "21,733.0725", "measured_in": "元"}
    clerk.fill("registers.add", {**about, "source": "统计公报"}, book="indicators")
    (row,) = rows(Indicator)
    assert row.unit_id is None and row.value == Decimal("21733.0725")
    assert "全县农村居民人均可支配收入" in clerk.get("registers.index", book="indicators").text


def test_a_conduct_of_a_closed_period_is_refused(clerk, make, secretary):
    close = {"number": 1, "people": 0, "sha256": "x" * 64, "closed_on": date(2026, 7, 1), "closed_by": "王干事"}
    make.keep(PeriodClose(township_id=make.township.id, period="2026Q2", closed_at=make.clock(), **close))
    seen = clerk.fill("registers.add", {**BAD, "person_id": str(secretary.id)}, book="negatives")
    assert "已经关账" in seen.text and rows(Negative) == []


def test_nobody_writes_about_himself(page, make, secretary):
    page.sign_in(make.account("clerk", person=secretary))
    seen = page.fill("registers.add", {**GRADE, "person_id": str(secretary.id)}, book="grades")
    assert "不能给自己评分" in seen.text and rows(YearGrade) == []


def test_a_secretary_reads_her_own_rows_and_writes_none(page, make, secretary):
    other = make.person("毛英")
    make.post(other, make.unit(), "secretary", "党支部书记")
    make.grade(secretary, 2025, "优秀")
    make.grade(other, 2025, "不合格")
    page.sign_in(make.account("secretary", person=secretary))
    seen = page.get("registers.index", book="grades")
    assert "优秀" in seen.text and "毛英" not in seen.text and "不合格" not in seen.text
    page.get("registers.add", status=403, book="grades")


def test_another_township_s_rows_are_not_there(clerk, make):
    elsewhere = make.other_township()
    person = elsewhere.person("外人")
    row = elsewhere.grade(person, 2025, "合格")
    clerk.get("registers.edit", status=404, book="grades", record_id=row.id)
    clerk.get("registers.index", status=404, book="people")


def test_an_official_opens_no_register(page, make):
    page.sign_in(make.account("official", person=make.official()))
    page.get("registers.index", status=403)
