"""A year rests on its quarters and its meeting: computed, explained, printed, closed after them."""

import io
import json
from datetime import date, datetime

import pytest
from pypdf import PdfReader

from evalsys import printing
from evalsys.extensions import db
from evalsys.models.closings import PeriodClose
from evalsys.models.evaluations import Evaluation
from evalsys.models.reviews import Tally
from evalsys.services import evaluations, summaries
from evalsys.services.periods import period
from evalsys.services.write import Act
from tests.page import Page

YEAR = period("2026")
QUARTERS = ("2026Q1", "2026Q2", "2026Q3", "2026Q4")
REASON = {"reason": "计票登记错了"}
SHEET = {"handed_out": "9", "returned": "9", "excellent": "9"}
SHEET |= dict.fromkeys(("competent", "basic", "incompetent", "abstained", "spoilt"), "0")


@pytest.fixture
def official(make, first, clock):
    clock.now = datetime(2027, 1, 10, 9, 0)
    person = make.official("李晓")
    for month, mark in ((1, "18"), (4, "18.5"), (7, "19")):
        make.monthly(person, date(2026, month, 1), (mark,) * 5)
    return person


@pytest.fixture
def clerk(page, make, official):
    return page.sign_in(make.account("clerk", shown_name="王干事"))


@pytest.fixture
def meeting(make, official):
    return make.tally(official, (30, 25, 20, 5, 0, 0, 0, 0), kind="meeting", quarter=date(2026, 1, 1))


def compute(page, *codes):
    for code in codes:
        page.post("results.compute", period=code)


def row_of(code="2026"):
    query = db.select(Evaluation).where(Evaluation.period == code, Evaluation.is_current)
    return db.session.scalar(query)


def result_of(code="2026"):
    db.session.expire_all()
    return evaluations.result_of(row_of(code))


def close(page, code):
    return page.fill("closing.close", {"confirmed": "y"}, code=code)


def paper_of(page, row):
    answer = page.ask(page.client.get, page.address("results.scorecard", evaluation_id=row.id))
    return "".join("".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.data)).pages).split())


@pytest.fixture
def shut(clerk, meeting):
    """Everything of the year computed and closed."""
    compute(clerk, *QUARTERS, "2026")
    for code in (*QUARTERS, "2026"):
        assert close(clerk, code).status == 302, code


def test_a_year_is_the_mean_of_its_quarters_and_the_meeting(clerk, meeting):
    compute(clerk, "2026Q1", "2026Q2", "2026Q3", "2026")
    result = result_of()
    assert [str(result_of(code).score) for code in QUARTERS[:3]] == ["90.00", "92.50", "95.00"]
    assert str(result.find("quarters").amount) == "92.50" and str(result.find("meeting").amount) == "96.00"
    assert [str(line.amount) for line in result.lines] == ["64.75", "28.80"] and str(result.score) == "93.55"
    assert {one.ref for one in result.find("quarters").sources} == {
        f"evaluation:{row_of(code).id}" for code in QUARTERS[:3]
    }


def test_a_quarter_that_is_not_computed_is_named_and_an_open_one_is_noted_on_the_page(clerk, meeting):
    compute(clerk, "2026Q1", "2026Q2", "2026")
    assert any("缺季度得分：2026年第三季度、2026年第四季度" in note for note in result_of().notes)
    assert close(clerk, "2026Q1").status == 302
    text = clerk.get("results.index", period="2026").text
    assert "2026年第一季度 ：1 人有结果，已关账" in text
    assert "2026年第二季度 ：1 人有结果，还没有关账" in text
    assert "2026年第三季度 ：还没有计算，年度得分里没有这个季度" in text
    assert not any("关账" in note for note in result_of().notes)


def test_a_quarter_without_a_score_gives_the_year_nothing(clerk, meeting, official):
    compute(clerk, *QUARTERS, "2026")
    assert row_of("2026Q4").score is None
    assert summaries.year_json(result_of())["quarters"]["2026Q4"] is None


def test_a_year_is_behind_when_a_quarter_changed(clerk, make, official, meeting):
    compute(clerk, "2026Q1", "2026")
    assert "材料有变动" not in clerk.get("results.index", period="2026").text
    make.monthly(official, date(2026, 2, 1), ("10",) * 5)
    assert "材料有变动" not in clerk.get("results.index", period="2026").text
    compute(clerk, "2026Q1")
    assert "有 1 人的材料有变动" in clerk.get("results.index", period="2026").text


def test_the_first_places_of_the_year_are_counted_too(clerk, make, official):
    for person in (official, make.official("赵敏")):
        make.tally(person, (30, 25, 25, 0, 0, 0, 0, 0), kind="meeting", quarter=date(2026, 1, 1))
    compute(clerk, "2026Q1", "2026")
    held = list(db.session.scalars(db.select(Evaluation.grade).where(Evaluation.period == "2026")))
    assert "优秀" not in held, "20% of two people is nobody"


def test_the_page_of_a_year_shows_its_quarters_and_the_way_to_the_quarter_s_page(clerk, meeting):
    compute(clerk, "2026Q1", "2026Q2", "2026")
    seen = clerk.get("results.show", evaluation_id=row_of().id)
    for piece in ("一季度 90", "二季度 92.5", "三季度 无", "年度述职测评", "2026年第一季度"):
        assert piece in seen.text, piece
    index = clerk.get("results.index", period="2026")
    assert "季度结果" in index.text and "年度结果" in index.text and "季度得分平均" in index.text


def test_cards_print_how_the_score_is_put_together_as_the_measure_has_it(clerk, meeting):
    compute(clerk, "2026Q1", "2026")
    assert "年度得分=季度得分平均×70%+年度述职测评×30%" in paper_of(clerk, row_of())
    assert "季度得分=日常评×30%+群众评×20%+支部评×25%+党委评×25%+加分与扣分" in paper_of(clerk, row_of("2026Q1"))
    assert "逐季得分" in paper_of(clerk, row_of())


def test_the_code_of_a_year_s_card_opens_it(clerk, meeting):
    compute(clerk, "2026Q1", "2026")
    seen = clerk.get(f"/v/{row_of().verify_code}")
    assert "2026年度" in seen.text and "是真的，而且是最新的结果" in seen.text


def test_all_cards_of_a_year_are_one_file(clerk, meeting):
    compute(clerk, "2026Q1", "2026")
    answer = clerk.ask(clerk.client.get, clerk.address("results.scorecards", code="2026"))
    assert answer.mimetype == "application/pdf"


def test_who_moved_to_another_village_has_both_on_the_card_and_is_not_said_to_have_left(clerk, make, official):
    post = official.posts[0]
    post.until_on = date(2026, 5, 10)
    make.post(official, make.unit(name="东坡村"), from_on=date(2026, 5, 11))
    compute(clerk, "2026Q2")
    row = row_of("2026Q2")
    (note,) = [note for note in printing.card_of(row, "演示镇", "http://x").notes if "任职村有变动" in note]
    assert f"{post.unit.name}，2026年4月1日至2026年5月10日；东坡村，2026年5月11日起" in note
    assert not any("离任" in note for note in result_of("2026Q2").notes)


def test_a_card_says_that_the_year_s_workdays_are_only_estimated(clerk, make, official, clock):
    clock.now = datetime(2027, 4, 5, 9, 0)
    clerk.sign_in(clerk.account)
    make.monthly(official, date(2027, 1, 1))
    compute(clerk, "2027Q1")
    says = "2027年工作日按周一至周五估算，国务院办公厅通知发布后会变"
    assert says in clerk.get("results.index", period="2027Q1").text
    assert says in clerk.get("results.show", evaluation_id=row_of("2027Q1").id).text
    assert says in paper_of(clerk, row_of("2027Q1"))
    assert "估算" not in clerk.get("results.index", period="2026Q1").text


def test_a_year_is_closed_after_its_quarters(clerk, meeting):
    compute(clerk, "2026Q1", "2026Q2", "2026")
    close(clerk, "2026Q1")
    says = "2026年第二季度已有结果，还没有关账。请先把季度关账，再关年度。"
    assert says in clerk.get("closing.close", code="2026").text
    close(clerk, "2026Q2")
    assert close(clerk, "2026").status == 302
    row = db.session.scalar(db.select(PeriodClose).where(PeriodClose.period == "2026"))
    text = paper_of(clerk, row_of())
    assert f"已关账，关账校验码{row.code}" in text


def test_a_quarter_with_an_open_ballot_is_not_closed(clerk, make, official):
    compute(clerk, "2026Q2")
    make.ballot_round([official], slips=6, state="open")
    assert "“二季度群众测评”还在投票。请先结束投票" in clerk.get("closing.close", code="2026Q2").text


def test_in_a_closed_year_no_meeting_is_counted_and_nothing_computed(clerk, shut, official):
    seen = clerk.fill("tallies.key", SHEET, person_id=official.id, code="2026")
    assert "2026年度已经关账" in seen.text and "请记入下一年度" in seen.text
    assert db.session.scalar(db.select(Tally.excellent)) == 20
    for code in ("2026", "2026Q3"):
        assert "已经关账，结果不能再计算" in clerk.post("results.compute", period=code).text


def test_a_closed_first_quarter_does_not_keep_the_meeting_from_being_counted(clerk, official):
    compute(clerk, "2026Q1")
    close(clerk, "2026Q1")
    assert clerk.fill("tallies.key", SHEET, person_id=official.id, code="2026").status == 302


def test_a_quarter_is_reopened_only_after_its_year(app, make, clerk, shut):
    second = Page(app, make).sign_in(make.account("committee", shown_name="郭委员"))
    says = "2026年度已经关账，请先申请重新打开2026年度，再打开2026年第二季度"
    assert says in clerk.fill("closing.ask", REASON, code="2026Q2").text
    clerk.fill("closing.ask", REASON, code="2026")
    number = db.session.scalar(db.select(PeriodClose.id).where(PeriodClose.period == "2026"))
    second.fill("closing.answer", {"answer": "open"}, close_id=number)
    assert clerk.fill("closing.ask", REASON, code="2026Q2").status == 302


def test_a_form_of_a_closed_year_sent_twice_closes_once(clerk, meeting):
    compute(clerk, "2026")
    form = clerk.get("closing.close", code="2026")
    sent = [clerk.fill("closing.close", {"confirmed": "y"}, seen=form, code="2026").status for _time in range(2)]
    assert sent == [302, 302] and len(list(db.session.scalars(db.select(PeriodClose)))) == 1


def test_the_command_tells_a_year(app, make, clerk, meeting):
    compute(clerk, "2026Q1", "2026Q2")
    db.session.commit()
    done = app.test_cli_runner().invoke(args=["evaluate", "2026", "--json"])
    (one,) = json.loads(done.output)
    assert list(one) == ["name", "quarters", "meeting", "lines", "score", "grade", "notes"]
    assert one["quarters"] == {"2026Q1": "90.00", "2026Q2": "92.50", "2026Q3": None, "2026Q4": None}
    assert (one["meeting"], one["lines"]["meeting"], one["name"]) == ("96.00", "28.80", "李晓")
    table = app.test_cli_runner().invoke(args=["results", "2026"]).output
    assert "季度得分平均" in table and "年度述职测评" in table
    assert "只计算季度和年度" in app.test_cli_runner().invoke(args=["compute", "2026-05"]).output


def test_a_measure_without_a_year_says_so(make, clerk, first):
    text = first.text.replace('period = "year"', 'period = "half-year"')
    first.text = text.replace(', year = ["score", "meeting"]', "")
    db.session.commit()
    seen = clerk.post("results.compute", period="2026")
    assert "没有规定2026年度怎样计分" in seen.text


def test_who_may_not_compute_does_not(app, make, clerk, meeting):
    reader = Page(app, make).sign_in(make.account("committee", person=make.person("郭委员")))
    assert reader.post("results.compute", period="2026").status == 403
    reader.get("closing.close", status=403, code="2026")


def test_nothing_is_computed_twice(make, clerk, meeting):
    act = Act(None, make.clock())
    compute(clerk, "2026Q1")
    assert [evaluations.compute(act, make.township.id, YEAR) for _time in range(2)] == [1, 0]
