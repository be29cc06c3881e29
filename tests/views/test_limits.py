"""Who is marked for when: only officials in post, never oneself, each in the village of that time."""

from datetime import date

import pytest

from evalsys import printing
from evalsys.extensions import db
from evalsys.models.reviews import CommitteeMark, Conduct, MonthlyMark, Tally, WeeklyMark
from evalsys.scoring import period
from evalsys.services import calendars, evaluations, schemes
from evalsys.services.write import Act

FIVE = dict.fromkeys(("virtue", "ability", "diligence", "achievement", "integrity"), "18") | {"marked_by": "周书记"}
VOTES = ("handed_out", "returned", "excellent", "competent", "basic", "incompetent", "abstained", "spoilt")
COUNTS = dict(zip(VOTES, ("30", "28", "17", "4", "2", "2", "1", "2"), strict=True))
MARKS = (
    ("weekly.mark", {"monday": "2026-06-22"}, {"mark": "90", "marked_by": "导师"}, WeeklyMark),
    ("monthly.mark", {"code": "2026-06"}, FIVE, MonthlyMark),
    ("tallies.key", {"code": "2026Q2"}, COUNTS, Tally),
)
EACH = pytest.mark.parametrize(("endpoint", "when", "sent", "table"), MARKS, ids=[mark[0] for mark in MARKS])


@pytest.fixture(autouse=True)
def measure(make):
    act = Act(None, make.clock())
    calendars.seed(act)
    schemes.adopt(act, make.township.id, schemes.sample_text(schemes.OFFICIALS), "")


def number_of(table):
    return db.session.scalar(db.select(db.func.count()).select_from(table))


@EACH
def test_nobody_is_marked_for_a_time_before_she_came(page, make, endpoint, when, sent, table):
    person = make.official("新来的", from_on=date(2026, 7, 1))
    page.sign_in(make.account("clerk"))
    seen = page.fill(endpoint, sent, person_id=person.id, **when)
    assert "不是村官" in seen.text and number_of(table) == 0


@EACH
def test_nobody_is_marked_for_a_time_after_she_left(page, make, endpoint, when, sent, table):
    person = make.person("走了的")
    make.post(person, make.unit(), until_on=date(2026, 3, 31))
    page.sign_in(make.account("clerk"))
    assert "不是村官" in page.fill(endpoint, sent, person_id=person.id, **when).text
    assert number_of(table) == 0


@EACH
def test_who_left_within_the_time_is_still_marked_for_it(page, make, endpoint, when, sent, table):
    person = make.person("刚走的")
    make.post(person, make.unit(), until_on=date(2026, 6, 24))
    page.sign_in(make.account("clerk"))
    assert page.fill(endpoint, sent, person_id=person.id, **when).status == 302
    assert number_of(table) == 1


@EACH
def test_a_clerk_who_is_an_official_does_not_mark_herself(page, make, endpoint, when, sent, table):
    person = make.official("兼干事")
    page.sign_in(make.account("clerk", person=person))
    assert "不能给自己评分" in page.fill(endpoint, sent, person_id=person.id, **when).text
    assert number_of(table) == 0


def test_a_clerk_who_is_an_official_keys_no_mark_for_herself_on_anothers_sheet(page, make):
    person, other = make.official("兼干事"), make.official("别人")
    member = make.person("萧委员")
    make.post(member, make.township, "committee_member", "党委委员")
    make.committee_mark(person, member, "60")
    page.sign_in(make.account("clerk", person=person))
    where = {"period": "2026Q2", "member": member.id}
    seen = page.get("committee.sheet", **where)
    assert f"mark_{person.id}" not in seen.html
    page.fill("committee.sheet", {f"mark_{other.id}": "90"}, **where)
    marks = {row.person_id: row.mark for row in db.session.scalars(db.select(CommitteeMark))}
    assert marks == {person.id: 60, other.id: 90}


def test_a_clerk_does_not_take_back_a_criticism_of_herself(page, make):
    person = make.official("兼干事")
    row = make.keep(
        Conduct(
            person_id=person.id,
            kind="criticism",
            happened_on=date(2026, 6, 1),
            reason="迟到",
            approved_by="王镇长",
            recorded_by="别人",
            recorded_at=make.clock(),
        )
    )
    page.sign_in(make.account("clerk", person=person))
    assert "不能给自己" in page.fill("conduct.cancel", {}, conduct_id=row.id).text
    assert db.session.get(Conduct, row.id).cancelled_on is None


def test_nobody_approves_her_own_leave_by_writing_her_name_with_a_space(page, make):
    person = make.official("李晓")
    page.sign_in(make.account("clerk"))
    given = {"from_on": "2026-06-01", "until_on": "2026-06-02", "reason": "看病", "approved_by": "李　晓"}
    seen = page.fill("conduct.add_leave", {"person_id": str(person.id), **given})
    assert "批准人不能是本人" in seen.text


@pytest.fixture
def moved(make):
    """An official who went from one village to another on the first of July."""
    person = make.person("调动的")
    make.post(person, make.unit(name="旧村"), from_on=None, until_on=date(2026, 6, 30))
    make.post(person, make.unit(name="新村"), from_on=date(2026, 7, 1))
    db.session.expire_all()
    return person


def test_a_paper_names_the_village_of_its_own_quarter(make, moved):
    evaluations.compute(Act(None, make.clock()), make.township.id, period("2026Q2"))
    (row,) = evaluations.for_papers(make.township.id, period("2026Q2"))
    assert dict(printing.facts_of(row))["任职村"] == "旧村"


def test_a_list_names_the_village_of_its_own_time(page, make, moved):
    page.sign_in(make.account("clerk"))
    for endpoint, then, now in (
        ("weekly.index", "2026-06-22", "2026-06-29"),
        ("monthly.index", "2026-06", "2026-07"),
        ("logs.index", "2026-06", "2026-07"),
        ("tallies.index", "2026Q2", "2026Q3"),
    ):
        assert "旧村" in page.get(endpoint, period=then).text, endpoint
        assert "新村" in page.get(endpoint, period=now).text, endpoint


def test_two_posts_one_after_the_other_are_one_result(make, moved):
    evaluations.compute(Act(None, make.clock()), make.township.id, period("2026Q2"))
    evaluations.compute(Act(None, make.clock()), make.township.id, period("2026Q3"))
    assert [row.number for row in db.session.scalars(db.select(evaluations.Evaluation))] == [1, 1]


def test_the_page_of_one_township_is_not_moved_by_anothers_logs(page, make):
    other = make.other_township()
    other.log(other.official("外镇的"), date(2025, 1, 5))
    make.log(make.official("本镇的"), date(2026, 6, 30))
    page.sign_in(make.account("clerk"))
    assert "2026年6月" in page.get("monthly.index").text


def test_the_check_of_a_paper_says_when_the_result_is_no_longer_the_current_one(page, make, moved):
    act, quarter = Act(None, make.clock()), period("2026Q2")
    evaluations.compute(act, make.township.id, quarter)
    (row,) = evaluations.for_papers(make.township.id, quarter)
    for post in moved.posts:
        post.from_on, post.until_on = date(2026, 7, 1), None
    db.session.commit()
    evaluations.compute(act, make.township.id, quarter)
    seen = page.get(f"/v/{row.verify_code}")
    assert "调动的" in seen.text and "而且是最新的结果" not in seen.text
