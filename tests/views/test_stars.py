"""Stars of a year: previewed, put forward by one, confirmed by another, fixed; why they moved, what raises them."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from evalsys.extensions import db
from evalsys.models.registers import YearGrade
from evalsys.models.stars import StarMove, StarRating, StarRun
from evalsys.services import schemes
from evalsys.services.write import Act

CONFIRM, DROP = {"answer": "confirm"}, {"answer": "drop"}


@pytest.fixture
def adopted(make):
    act = Act(None, datetime(2020, 1, 1, 9, 0))
    return schemes.adopt(act, make.township.id, schemes.sample_text("sr-1-tuanshuitou"), "第1次会议")


@pytest.fixture
def secretary(make, adopted):
    """Twelve years in post, 合格: two stars; nine months later ten more would still be far."""
    person = make.person("邱凤彩")
    make.post(person, make.branch("东阳坡村党支部"), "secretary", "党支部书记", date(2020, 1, 1))
    make.spell(person, date(2013, 3, 1))
    make.grade(person, 2025, "合格")
    return person


@pytest.fixture
def fresh(make, adopted):
    """In post since March 2025: not a full year."""
    person = make.person("叶建有")
    make.post(person, make.branch("石佛村党支部"), "secretary", "党支部书记", date(2025, 3, 1))
    make.spell(person, date(2025, 3, 1))
    make.grade(person, 2025, "优秀")
    return person


@pytest.fixture
def clerk(make):
    return make.account("clerk", shown_name="王干事")


@pytest.fixture
def member(make):
    return make.account("committee", person=make.person("萧建"))


def rows(table):
    db.session.expire_all()
    return list(db.session.scalars(db.select(table).order_by(table.id)))


def rate(page, clerk, member, reason=None):
    """Put 2025 forward and confirm it; gives the page after the confirmation."""
    page.sign_in(clerk)
    page.fill("stars.put_forward", {"reason": reason} if reason else {}, year=2025, day="2026-01-31")
    page.sign_in(member)
    return page.fill("stars.answer", CONFIRM, run_id=rows(StarRun)[-1].id)


def fetched(page, endpoint, **values):
    """The bytes of a file."""
    return page.ask(page.client.get, page.address(endpoint, **values)).get_data()


def test_the_preview_says_who_gets_how_many_and_saves_nothing(page, clerk, secretary, fresh):
    seen = page.sign_in(clerk).get("stars.put_forward", year=2025, day="2026-01-31")
    assert "2 星 1 人" in seen.text and "任现职未满一年，不评星" in seen.text and "未评星不等于零星级" in seen.text
    assert rows(StarRating) == [] and rows(StarRun) == []


def test_two_people_stand_behind_a_rating(page, clerk, member, secretary, fresh):
    page.sign_in(clerk)
    page.fill("stars.put_forward", {}, year=2025, day="2026-01-31")
    own = page.get("stars.answer", run_id=rows(StarRun)[0].id)
    assert "要由另一位有权限的人确认" in own.text and "确认，星级就此定下" not in own.text
    assert "在等确认" in page.get("stars.index", year=2025).text and rows(StarRating) == []
    assert "评星等您确认" not in page.get("home.index").text
    page.sign_in(member)
    assert "次评星等您确认" in page.get("home.index").text
    page.fill("stars.answer", CONFIRM, run_id=rows(StarRun)[0].id)
    assert "次评星等您确认" not in page.get("home.index").text
    assert {(row.person.name, row.stars) for row in rows(StarRating)} == {("邱凤彩", 2), ("叶建有", None)}
    (move,) = rows(StarMove)
    assert (move.before, move.after, move.cause, move.clause) == (None, 2, "initial", "第三条、第四条")
    assert "年度考核星 1 + 任职年限星 1" in move.text


def test_nobody_confirms_his_own_by_hand(page, clerk, secretary):
    page.sign_in(clerk)
    page.fill("stars.put_forward", {}, year=2025, day="2026-01-31")
    seen = page.get("stars.answer", run_id=rows(StarRun)[0].id)
    answer = page.fill("stars.answer", {"answer": "confirm"}, seen, run_id=rows(StarRun)[0].id)
    assert answer.status == 200 and rows(StarRating) == []


def test_the_same_form_sent_twice_makes_one_run(page, clerk, secretary):
    seen = page.sign_in(clerk).get("stars.put_forward", year=2025, day="2026-01-31")
    for _ in range(2):
        page.fill("stars.put_forward", {}, seen, year=2025, day="2026-01-31")
    assert len(rows(StarRun)) == 1


def test_what_changed_since_the_preview_is_seen_before_it_is_put_forward(page, make, clerk, secretary, fresh):
    seen = page.sign_in(clerk).get("stars.put_forward", year=2025, day="2026-01-31")
    make.negative(secretary)
    rows(YearGrade)[0].grade = "优秀"
    db.session.commit()
    again = page.fill("stars.put_forward", {}, seen, year=2025, day="2026-01-31")
    assert "预览以后登记有变动" in again.text and rows(StarRun) == []


def test_what_changed_since_it_was_put_forward_cannot_be_confirmed(page, clerk, member, secretary):
    page.sign_in(clerk)
    page.fill("stars.put_forward", {}, year=2025, day="2026-01-31")
    rows(YearGrade)[0].grade = "优秀"
    db.session.commit()
    page.sign_in(member)
    seen = page.fill("stars.answer", CONFIRM, run_id=rows(StarRun)[0].id)
    assert "请退回这一次" in seen.text and rows(StarRating) == []
    page.fill("stars.answer", DROP, run_id=rows(StarRun)[0].id)
    assert rows(StarRun)[0].dropped_by == "萧建"
    assert "已在" in page.get("stars.answer", run_id=rows(StarRun)[0].id).text


def test_a_second_rating_of_a_year_needs_a_change_and_a_reason_and_keeps_the_first(page, clerk, member, secretary):
    rate(page, clerk, member)
    page.sign_in(clerk)
    assert "结果和原来一样" in page.fill("stars.put_forward", {}, year=2025, day="2026-01-31").text
    rows(YearGrade)[0].grade = "优秀"
    db.session.commit()
    assert "请写明原因" in page.fill("stars.put_forward", {"reason": ""}, year=2025, day="2026-01-31").text
    rate(page, clerk, member, "考核等次更正")
    found = [(row.number, row.stars, row.is_current, row.reason) for row in rows(StarRating)]
    assert found == [(1, 2, False, ""), (2, 3, True, "考核等次更正")]
    move = rows(StarMove)[-1]
    assert (move.before, move.after, move.cause) == (2, 3, "correction") and "年度考核星 1→2" in move.text
    assert "后来重评过" in page.get("stars.show", rating_id=rows(StarRating)[0].id).text


def test_a_rating_before_its_day_and_of_nobody_is_refused(page, clerk, adopted):
    page.sign_in(clerk)
    assert "还没有到" in page.fill("stars.put_forward", {}, year=2025, day="2026-08-01").text
    assert "没有在任的村党支部书记" in page.fill("stars.put_forward", {}, year=2025, day="2026-01-31").text


def test_without_a_measure_the_page_says_what_to_do(page, clerk):
    assert "请先在“考核办法”中采用一份" in page.sign_in(clerk).get("stars.put_forward", year=2025).text


def test_the_page_of_one_shows_steps_reasons_and_what_would_raise(page, clerk, member, secretary):
    rate(page, clerk, member)
    seen = page.get("stars.person", person_id=secretary.id)
    assert "历年星级：2025 2 星" in seen.text and "第四条" in seen.text and "任职 12年" in seen.text
    assert "2026年度考核定为“优秀”，评下来是 3 颗星" in seen.text
    # Twenty full years on 1 March 2033: first counted on 31 January 2034, for the year 2033.
    assert "每年考核都是“合格”，到 2034-01-31 评2033年度时是 3 颗星" in seen.text


def test_who_was_not_rated_has_none_and_no_certificate(page, clerk, member, fresh):
    rate(page, clerk, member)
    seen = page.get("stars.person", person_id=fresh.id)
    assert "未评星" in seen.text and "2026年度" in seen.text
    assert page.get("stars_papers.certificate", status=302, rating_id=rows(StarRating)[0].id)
    assert "不评星的" not in page.get("stars.index", year=2025).text


def test_papers_are_there_and_a_name_is_no_formula(page, make, clerk, member, secretary):
    secretary.name = "=邱凤彩"
    db.session.commit()
    rate(page, clerk, member)
    row = rows(StarRating)[0]
    assert fetched(page, "stars_papers.certificate", rating_id=row.id).startswith(b"%PDF")
    assert fetched(page, "stars_papers.filing_paper", year=2025).startswith(b"%PDF")
    book = openpyxl.load_workbook(io.BytesIO(fetched(page, "stars_papers.filing_book", year=2025)))
    line = [cell.value for cell in book.active[3]]
    assert line[:7] == [1, "=邱凤彩", "东阳坡村党支部", "合格", "12年", "二星级", 2]
    assert all(cell.data_type != "f" for cell in book.active[3]) and book.active["B3"].quotePrefix


def test_a_secretary_sees_only_her_own_stars(page, make, clerk, member, secretary, fresh):
    rate(page, clerk, member)
    page.sign_in(make.account("secretary", person=secretary))
    seen = page.get("stars.index", year=2025)
    assert "邱凤彩" in seen.text and "叶建有" not in seen.text
    page.get("stars.person", status=404, person_id=fresh.id)
    page.get("stars.put_forward", status=403)
    page.get("stars.answer", status=403, run_id=rows(StarRun)[0].id)


def test_who_may_read_and_confirm_but_not_run(page, make, clerk, member, secretary):
    page.sign_in(member).get("stars.put_forward", status=403)
    page.sign_in(make.account("inspector")).get("stars.index")
    page.get("stars.put_forward", status=403)
    page.sign_in(make.account("official", person=make.official())).get("stars.index", status=403)


def test_another_township_s_ratings_are_not_there(page, make, clerk, member, secretary):
    rate(page, clerk, member)
    page.sign_in(make.other_township().account("clerk"))
    page.get("stars.show", status=404, rating_id=rows(StarRating)[0].id)
    page.get("stars.answer", status=404, run_id=rows(StarRun)[0].id)
