"""The mentor's week, the branch's month and the committee's sheet: who may, within which limits."""

from datetime import date
from decimal import Decimal

import pytest

from evalsys.extensions import db
from evalsys.models.reviews import CommitteeMark, MonthlyMark, WeeklyMark
from evalsys.services import schemes
from evalsys.services.write import Act

WEEK = {"mark": "90.5", "comment": "工作扎实"}
FIVE = {
    "virtue": "18",
    "ability": "18.5",
    "diligence": "20",
    "achievement": "0",
    "integrity": "19",
    "marked_by": "周书记",
}


@pytest.fixture(autouse=True)
def measure(make):
    schemes.adopt(Act(None, make.clock()), make.township.id, schemes.sample_text(schemes.OFFICIALS), "")


@pytest.fixture
def mentor(make):
    person = make.person("老蔡")
    make.post(person, make.township, "mentor", "导师")
    return person


@pytest.fixture
def official(make, mentor):
    return make.official(mentor=mentor)


def marks(table):
    return list(db.session.scalars(db.select(table)))


def test_a_mentor_marks_the_week_of_her_own_official(page, make, mentor, official):
    page.sign_in(make.account("mentor", person=mentor))
    seen = page.fill("weekly.mark", WEEK, person_id=official.id, monday="2026-06-29")
    assert "周评价已保存" in page.follow(seen).text
    (mark,) = marks(WeeklyMark)
    assert (mark.mark, mark.marked_by, mark.monday) == (Decimal("90.5"), "老蔡", date(2026, 6, 29))


def test_a_mentor_does_not_reach_anothers_official(page, make, mentor):
    other = make.official("别人的")
    page.sign_in(make.account("mentor", person=mentor))
    page.get("weekly.mark", status=404, person_id=other.id, monday="2026-06-29")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("100.5", "评分应在 0 至 100 之间"),
        ("-1", "评分应在 0 至 100 之间"),
        ("90.3", "评分以 0.5 分为一档"),
        ("很好", "请填写数字"),
        ("", "请填写评分"),
        ("1e2000", "评分应在 0 至 100 之间"),
        ("85.55", "最多 1 位小数"),
        ("nan", "请填写数字"),
    ],
)
def test_a_wrong_mark_is_refused_with_the_limits(page, make, mentor, official, typed, says):
    page.sign_in(make.account("mentor", person=mentor))
    seen = page.fill("weekly.mark", {**WEEK, "mark": typed}, person_id=official.id, monday="2026-06-29")
    assert says in seen.text and marks(WeeklyMark) == []


def test_nobody_marks_himself(page, make):
    person = make.official("自己")
    make.mentoring(person, person)
    page.sign_in(make.account("mentor", person=person))
    seen = page.fill("weekly.mark", WEEK, person_id=person.id, monday="2026-06-29")
    assert "不能给自己评分" in seen.text and marks(WeeklyMark) == []


def test_a_day_that_is_no_monday_means_its_week(page, make, mentor, official):
    page.sign_in(make.account("mentor", person=mentor))
    page.fill("weekly.mark", WEEK, person_id=official.id, monday="2026-06-25")
    assert marks(WeeklyMark)[0].monday == date(2026, 6, 22)


def test_the_clerk_keys_the_week_from_paper_and_both_names_stay(page, make, official):
    page.sign_in(make.account("clerk", shown_name="赵干事"))
    seen = page.fill("weekly.mark", WEEK, person_id=official.id, monday="2026-06-29")
    assert "老蔡" in page.follow(seen).text and "赵干事 录入" in page.follow(seen).text


def test_the_second_marker_sees_the_first_mark(page, make, mentor, official):
    page.sign_in(make.account("clerk"))
    form = page.get("weekly.mark", person_id=official.id, monday="2026-06-29")
    page.fill("weekly.mark", {"mark": "80"}, person_id=official.id, monday="2026-06-29")
    late = page.fill("weekly.mark", {"mark": "70"}, seen=form, person_id=official.id, monday="2026-06-29")
    assert "别人改过这条记录" in late.text
    assert marks(WeeklyMark)[0].mark == 80
    page.fill("weekly.mark", {"mark": "70"}, seen=late, person_id=official.id, monday="2026-06-29")
    assert marks(WeeklyMark)[0].mark == 70


def test_a_branch_gives_five_marks_and_sees_their_sum(page, make, official):
    village = official.posts[0].unit
    branch = make.branch(village=village)
    secretary = make.person("周书记")
    make.post(secretary, branch, "secretary", "党支部书记")
    page.sign_in(make.account("secretary", person=secretary, unit=branch))
    seen = page.fill("monthly.mark", FIVE, person_id=official.id, code="2026-06")
    assert "75.5" in page.follow(seen).text
    assert marks(MonthlyMark)[0].achievement == 0


def test_each_of_the_five_has_its_limit(page, make, official):
    page.sign_in(make.account("clerk"))
    seen = page.fill("monthly.mark", {**FIVE, "virtue": "20.5"}, person_id=official.id, code="2026-06")
    assert "德应在 0 至 20 之间" in seen.text and marks(MonthlyMark) == []


def test_another_branchs_official_is_unknown_to_a_secretary(page, make, official):
    branch = make.branch(village=make.unit())
    page.sign_in(make.account("secretary", person=make.person("外村书记"), unit=branch))
    page.get("monthly.mark", status=404, person_id=official.id, code="2026-06")


@pytest.fixture
def member(make):
    person = make.person("萧委员")
    make.post(person, make.township, "committee_member", "党委委员")
    return person


def test_a_member_marks_everybody_in_one_sheet(page, make, member, official):
    second = make.official("王二")
    page.sign_in(make.account("committee", person=member))
    sheet = {f"mark_{official.id}": "92.5", f"mark_{second.id}": ""}
    seen = page.fill("committee.sheet", sheet, period="2026Q2")
    assert "评分表已保存" in page.follow(seen).text
    assert [(m.person_id, m.mark, m.member_id) for m in marks(CommitteeMark)] == [
        (official.id, Decimal("92.5"), member.id)
    ]


def test_an_emptied_mark_is_taken_back(page, make, member, official):
    make.committee_mark(official, member)
    page.sign_in(make.account("committee", person=member))
    page.fill("committee.sheet", {f"mark_{official.id}": ""}, period="2026Q2")
    assert marks(CommitteeMark) == []


def test_one_wrong_mark_keeps_the_whole_sheet_back(page, make, member, official):
    second = make.official("王二")
    page.sign_in(make.account("committee", person=member))
    sheet = {f"mark_{official.id}": "92.5", f"mark_{second.id}": "101"}
    seen = page.fill("committee.sheet", sheet, period="2026Q2")
    assert "王二的评分应在 0 至 100 之间" in seen.text and 'value="92.5"' in seen.html
    assert marks(CommitteeMark) == []


def test_a_sheet_changed_meanwhile_is_not_overwritten_silently(page, make, member, official):
    page.sign_in(make.account("clerk"))
    form = page.get("committee.sheet", period="2026Q2", member=member.id)
    where = {"period": "2026Q2", "member": member.id}
    page.fill("committee.sheet", {f"mark_{official.id}": "80"}, **where)
    late = page.fill("committee.sheet", {f"mark_{official.id}": "70"}, seen=form, **where)
    assert "被别人改过" in late.text and marks(CommitteeMark)[0].mark == 80
    page.fill("committee.sheet", {f"mark_{official.id}": "70"}, seen=late, **where)
    assert marks(CommitteeMark)[0].mark == 70


def test_a_member_who_is_an_official_is_not_on_his_own_sheet(page, make, member):
    make.post(member, make.unit())
    page.sign_in(make.account("committee", person=member))
    assert f"mark_{member.id}" not in page.get("committee.sheet", period="2026Q2").html


def test_the_sheet_shows_what_the_marks_rest_on(page, make, member, official):
    make.log(official)
    make.weekly(official, mark="91")
    make.monthly(official)
    page.sign_in(make.account("committee", person=member))
    text = page.get("committee.sheet", period="2026Q2").text
    assert "1 条" in text and "91.00" in text and "90" in text


def test_an_inspector_reads_marks_and_changes_none(page, make, official):
    page.sign_in(make.account("inspector"))
    page.get("weekly.index")
    page.get("committee.index")
    page.get("weekly.mark", status=403, person_id=official.id, monday="2026-06-29")
    page.get("committee.sheet", status=403)
