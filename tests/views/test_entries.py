"""The register of a measure's own streams: a form for each sheet, limits of the measure, stars that rest on it."""

from datetime import date, datetime

import pytest

from evalsys.extensions import db
from evalsys.models.closings import PeriodClose
from evalsys.models.entries import Entry
from evalsys.models.stars import StarMove, StarRating, StarRun
from evalsys.services import schemes
from evalsys.services.write import Act

SR2, SR6 = "sr-2-jiancaoping", "sr-6-honghu"
FIRST = {"year": "2022", "value_0": "1", "value_1": "1", "value_2": "1", "by": "评定组", "text": ""}
AWARD = {"day": "2026-05-10", "value_0": "6", "text": "县级表彰", "by": "考核组", "evidence": "证书"}


@pytest.fixture
def adopt(make):
    def adopted(name):
        act = Act(None, datetime(2022, 1, 1, 9, 0))
        return schemes.adopt(act, make.township.id, schemes.sample_text(name), "第1次会议")

    return adopted


@pytest.fixture
def secretary(make):
    person = make.person("邱凤彩")
    make.post(person, make.branch("东阳坡村党支部"), "secretary", "党支部书记", date(2020, 1, 1))
    make.spell(person, date(2020, 1, 1))
    return person


@pytest.fixture
def clerk(page, make, secretary):
    return page.sign_in(make.account("clerk"))


def rows(table):
    db.session.expire_all()
    return list(db.session.scalars(db.select(table).order_by(table.id)))


def enter(page, person, stream, measure=SR2, **changes):
    """Fill in a sheet's form."""
    return page.fill("entries.add", {**changes, "person_id": str(person.id)}, measure=measure, stream=stream)


def test_a_sheet_of_a_year_is_entered_with_the_numbers_that_the_measure_names(clerk, adopt, secretary):
    adopt(SR2)
    enter(clerk, secretary, "initial-stars", **FIRST)
    (row,) = rows(Entry)
    assert row.on_day == date(2022, 1, 1) and row.data == '{"任职年限星": "1", "创先争优星": "1", "年度考核星": "1"}'
    assert "创先争优星" in clerk.get("entries.index", measure=SR2, stream="initial-stars").text
    assert "已经登记过" in enter(clerk, secretary, "initial-stars", **FIRST).text and len(rows(Entry)) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"value_0": "11"}, "应在 5 至 10 之间"),
        ({"value_0": "6.5"}, "最多 0 位小数"),
        ({"text": ""}, "请填写事由"),
        ({"evidence": ""}, "请填写佐证材料"),
        ({"by": ""}, "请填写认定人"),
        ({"day": "2026-08-01"}, "还没有到"),
    ],
)
def test_what_the_measure_does_not_allow_is_refused(clerk, adopt, secretary, change, says):
    adopt(SR6)
    seen = enter(clerk, secretary, "award", SR6, **{**AWARD, **change})
    assert says in seen.text and rows(Entry) == []


def test_half_marks_are_steps_of_the_measure(clerk, adopt, secretary):
    adopt(SR6)
    sheet = {"year": "2025", "by": "考核组", "value_0": "88.3"}
    assert "以 0.5 为一档" in enter(clerk, secretary, "review", SR6, **sheet).text
    enter(clerk, secretary, "review", SR6, **{**sheet, "value_0": "88.5"})
    assert [row.data for row in rows(Entry)] == ['{"mark": "88.5"}']


def test_the_same_form_sent_twice_makes_one_record(clerk, adopt, secretary):
    adopt(SR6)
    seen = clerk.get("entries.add", measure=SR6, stream="award")
    for _ in range(2):
        clerk.fill("entries.add", {**AWARD, "person_id": str(secretary.id)}, seen, measure=SR6, stream="award")
    assert len(rows(Entry)) == 1


def test_an_event_of_a_closed_period_is_refused_and_a_sheet_of_its_year_is_not(clerk, make, adopt, secretary):
    adopt(SR6)
    close = {"number": 1, "people": 0, "sha256": "x" * 64, "closed_on": date(2026, 7, 1), "closed_by": "王干事"}
    make.keep(PeriodClose(township_id=make.township.id, period="2026Q2", closed_at=make.clock(), **close))
    assert "已经关账" in enter(clerk, secretary, "award", SR6, **AWARD).text
    enter(clerk, secretary, "review", SR6, year="2026", by="考核组", value_0="88")
    assert [row.stream for row in rows(Entry)] == ["review"]


def test_what_was_taken_back_stays_and_may_be_entered_anew(clerk, adopt, secretary):
    adopt(SR2)
    enter(clerk, secretary, "initial-stars", **FIRST)
    clerk.fill("entries.cancel", {"reason": "填错了人"}, entry_row_id=rows(Entry)[0].id)
    assert "填错了人" in clerk.get("entries.index", measure=SR2, stream="initial-stars").text
    enter(clerk, secretary, "initial-stars", **FIRST)
    assert [bool(row.cancelled_on) for row in rows(Entry)] == [True, False]


def rate(page, make, year):
    """Put a year forward, and confirm it as somebody else."""
    page.sign_in(make.account("clerk"))
    page.fill("stars.put_forward", {}, year=year, day=f"{year + 1}-01-31")
    page.sign_in(make.account("committee"))
    page.fill("stars.answer", {"answer": "confirm"}, run_id=rows(StarRun)[-1].id)


def test_a_ladder_moves_by_sheets_grades_and_the_negative_list_each_with_its_clause(clerk, make, adopt, secretary):
    adopt(SR2)
    enter(clerk, secretary, "initial-stars", **FIRST)
    enter(clerk, secretary, "yearly-stars", year="2023", value_0="1", value_1="0", by="评定组")
    make.grade(secretary, 2022, "合格")
    make.grade(secretary, 2023, "基本合格")
    make.negative(secretary, date(2023, 5, 10))
    rate(clerk, make, 2022)
    rate(clerk, make, 2023)
    assert [(row.year, row.stars) for row in rows(StarRating)] == [(2022, 3), (2023, 2)]
    moves = [(one.before, one.after, one.cause, one.clause) for one in rows(StarMove)]
    assert moves == [
        (None, 3, "initial", "第三条"),
        (3, 4, "year", "第四条"),
        (4, 3, "year", "第五条"),
        (3, 2, "negative", "第五条"),
    ]
    assert "2023-05-10 违规接待（第三条）（佐证：镇纪〔2026〕3号）" in rows(StarMove)[-1].text
    seen = clerk.get("stars.person", person_id=secretary.id)
    assert "“年度调整表”登记“工作业绩星 1”，评下来是 3 颗星" in seen.text
    assert "如果经核实有误、按程序撤销，2023年度重评是 3 颗星" in seen.text


def test_a_measure_in_points_gives_a_grade_and_no_stars(clerk, make, adopt, secretary):
    adopt(SR6)
    enter(clerk, secretary, "review", SR6, year="2025", by="考核组", value_0="48")
    enter(clerk, secretary, "quantitative", SR6, year="2025", by="考核组", value_0="46")
    rate(clerk, make, 2025)
    assert [(row.stars, row.grade) for row in rows(StarRating)] == [(None, "优秀")]
    assert "办法只定等次" in clerk.get("stars.person", person_id=secretary.id).text


def test_a_secretary_reads_her_own_and_enters_nothing(page, make, adopt, secretary):
    adopt(SR2)
    page.sign_in(make.account("secretary", person=secretary)).get("entries.index")
    page.get("entries.add", status=403, measure=SR2, stream="initial-stars")


def test_a_stream_that_other_registers_deliver_has_no_sheet(clerk, adopt):
    adopt(SR2)
    clerk.get("entries.add", status=404, measure=SR2, stream="year-grade")
    clerk.get("entries.add", status=404, measure="four-mirrors", stream="log")


def test_without_a_measure_the_page_says_where_to_go(clerk):
    assert "考核和任职登记" in clerk.get("entries.index").text
