"""Cards of weeks and months and the annual register: what they hold, and who may have them."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from evalsys.extensions import db
from evalsys.models.evaluations import Evaluation
from evalsys.models.papers import Paper
from evalsys.services import evaluations
from evalsys.services.periods import period
from evalsys.services.write import Act
from tests.page import Page


@pytest.fixture
def official(make, first):
    person = make.official("李晓", from_on=date(2026, 4, 20))
    make.log(person, date(2026, 4, 20), "查看水渠")
    make.weekly(person, date(2026, 4, 20), "99")
    make.weekly(person, date(2026, 6, 29), "91.5")
    make.monthly(person, date(2026, 4, 1))
    make.summary(person, "2026-04", main_work="走访二十户", submitted_on=date(2026, 5, 1))
    return person


@pytest.fixture
def clerk(page, make, official):
    return page.sign_in(make.account("clerk"))


def text_of(page, endpoint, **values):
    """The paper's text without white space."""
    got = page.ask(page.client.get, page.address(endpoint, **values))
    assert got.status_code == 200, got.status_code
    return "".join("".join(one.extract_text().split()) for one in PdfReader(BytesIO(got.get_data())).pages)


def test_a_week_s_card_has_each_day_its_words_and_the_mentor_s_mark(clerk, official):
    text = text_of(clerk, "year_papers.card", person_id=official.id, code="2026W17")
    assert "4月20日周一已记走访：查看水渠" in text and "4月21日周二没记" in text and "4月25日周六不用记" in text
    assert "99分（导师）" in text and "导师（签字）" in text


def test_a_week_that_runs_into_the_next_month_says_to_which_it_belongs(clerk, official):
    text = text_of(clerk, "year_papers.card", person_id=official.id, code="2026W27")
    assert "本周从6月跨到7月" in text and "归6月" in text and "7月2日周四还没到" in text


def test_a_month_s_card_has_its_weeks_its_sums_and_the_own_account(clerk, official):
    text = text_of(clerk, "year_papers.card", person_id=official.id, code="2026-04")
    assert "4月20日—4月26日99" in text and "4月27日—5月3日缺评" in text
    assert "德18+能18+勤18+绩18+廉18=90.00" in text and "走访二十户" in text
    assert "已记1天" in text and "没记日志的：4月21日" in text and "暂算" in text


def test_a_draft_s_words_are_on_no_card(clerk, make, official):
    make.summary(official, "2026-05", main_work="还没想好")
    text = text_of(clerk, "year_papers.card", person_id=official.id, code="2026-05")
    assert "还没想好" not in text and "月小结还没有提交" in text


@pytest.mark.parametrize("code", ["2026Q2", "2026", "2026-12", "nonsense"])
def test_only_weeks_and_months_that_have_begun_have_cards(clerk, official, code):
    clerk.get("year_papers.card", person_id=official.id, code=code, status=404)


def test_everybody_s_cards_are_one_file_each_with_its_own_code(clerk, make, official):
    make.official("赵敏", from_on=date(2026, 4, 20))
    text = text_of(clerk, "year_papers.cards", code="2026-04")
    codes = list(db.session.scalars(db.select(Paper.code).order_by(Paper.id)))
    assert len(set(codes)) == 2 and all(code in text for code in codes) and text.count("第1页共1页") == 2


def test_an_official_has_the_own_card_and_nobody_else_s(app, make, official):
    other = make.official("赵敏")
    own = Page(app, make).sign_in(make.account("official", person=official))
    assert "李晓" in text_of(own, "year_papers.card", person_id=official.id, code="2026-04")
    own.get("year_papers.card", person_id=other.id, code="2026-04", status=404)
    assert "赵敏" not in text_of(own, "year_papers.cards", code="2026-04")


@pytest.fixture
def years(clerk, make, official):
    make.summary(official, "2026", main_work="全年走访二百户", submitted_on=date(2026, 7, 1))
    make.tally(official, (30, 25, 25, 0, 0, 0, 0, 0), kind="meeting", quarter=date(2026, 1, 1))
    for code in ("2026Q2", "2026"):
        evaluations.compute(Act(clerk.account, make.clock()), make.township.id, period(code))
    return {row.period: row for row in db.session.scalars(db.select(Evaluation))}


def test_the_register_holds_the_own_account_the_parts_of_the_year_and_room_for_three_opinions(clerk, years):
    text = text_of(clerk, "year_papers.register", evaluation_id=years["2026"].id)
    for piece in ("全年走访二百户", "支部意见", "乡镇党委意见", "县委组织部意见", "2026年第二季度", "确定等次"):
        assert piece in text, piece
    assert f"2026年度{years['2026'].score:.2f}" in text


def test_a_quarter_has_no_register(clerk, years):
    clerk.get("year_papers.register", evaluation_id=years["2026Q2"].id, status=404)
    clerk.get("year_papers.registers", code="2026Q2", status=404)


def test_all_registers_are_one_file_and_a_year_without_results_says_so(clerk, years):
    assert "全年走访二百户" in text_of(clerk, "year_papers.registers", code="2026")
    answer = clerk.ask(clerk.client.get, clerk.address("year_papers.registers", code="2025"))
    assert answer.status_code == 302
    assert "还没有结果，请先计算" in clerk.get("results.index", period="2025").text
