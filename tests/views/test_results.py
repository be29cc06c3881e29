"""Results on pages: computed, explained down to the entries, frozen, printed with the same lines, checked by code."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from evalsys import printing
from evalsys.extensions import db
from evalsys.models.evaluations import Evaluation
from evalsys.services import calendars, evaluations, schemes
from evalsys.services.write import Act


@pytest.fixture
def official(make):
    act = Act(None, make.clock())
    calendars.seed(act)
    schemes.adopt(act, make.township.id, schemes.sample_text(schemes.OFFICIALS), "")
    person = make.official("李晓")
    for month in (4, 5, 6):
        make.log(person, date(2026, month, 8), f"{month}月的事")
        make.monthly(person, date(2026, month, 1))
    make.weekly(person, date(2026, 4, 13), "80")
    make.weekly(person, date(2026, 5, 11), "85")
    make.weekly(person, date(2026, 6, 15), "90.5")
    make.tally(person)
    return person


@pytest.fixture
def clerk(page, make, official):
    return page.sign_in(make.account("clerk"))


def rows():
    return list(db.session.scalars(db.select(Evaluation).order_by(Evaluation.number)))


def compute(clerk):
    return clerk.follow(clerk.post("results.compute"))


def test_the_clerk_computes_and_sees_everybody(clerk):
    assert "还没有结果" in clerk.get("results.index").text
    seen = compute(clerk)
    assert "1 人的结果有更新" in seen.text and "李晓" in seen.text


def test_computing_again_changes_nothing(clerk):
    compute(clerk)
    assert "结果和原来一样" in compute(clerk).text
    assert len(rows()) == 1


def test_a_changed_mark_makes_a_new_version_and_keeps_the_old(clerk, make, official):
    compute(clerk)
    make.weekly(official, date(2026, 6, 22), "100")
    assert "有 1 人的材料有变动" in clerk.get("results.index").text
    compute(clerk)
    first, second = rows()
    assert (first.is_current, second.is_current, second.number) == (False, True, 2)
    old = clerk.get("results.show", evaluation_id=first.id)
    assert "这是以前的结果" in old.text and "第2次" in old.text
    assert evaluations.result_of(first).score == first.score != second.score


def test_a_number_opens_down_to_clause_entry_and_mark(clerk):
    compute(clerk)
    text = clerk.get("results.show", evaluation_id=rows()[0].id).text
    for piece in ("第三条", "第五条", "4月的事", "90.5", "(100 × 17 + 80 × 4 + 60 × 2 + 0 × 2)"):
        assert piece in text, piece


def test_a_missing_mirror_is_said_and_is_not_zero(clerk):
    compute(clerk)
    result = evaluations.result_of(rows()[0])
    assert result.find("committee").amount is None
    seen = clerk.get("results.show", evaluation_id=rows()[0].id)
    assert any("党委评无结果" in note and note in seen.text for note in result.notes)


def test_the_printed_lines_add_up_to_the_printed_score(clerk):
    compute(clerk)
    result = evaluations.result_of(rows()[0])
    assert sum(line.amount for line in result.lines if line.amount is not None) == result.score


def test_the_paper_says_what_the_screen_says(clerk):
    compute(clerk)
    row = rows()[0]
    answer = clerk.ask(clerk.client.get, f"/results/{row.id}/scorecard.pdf")
    assert answer.mimetype == "application/pdf"
    assert "filename*=UTF-8''%E6%9D%8E%E6%99%93" in answer.headers["Content-Disposition"]
    paper = "".join("".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.data)).pages).split())
    screen = "".join(clerk.get("results.show", evaluation_id=row.id).text.split())
    row = rows()[0]
    for text in lines_of(evaluations.result_of(row)):
        squeezed = "".join(text.split())
        assert squeezed in paper, f"not on paper: {text}"
        assert squeezed in screen, f"not on screen: {text}"


def lines_of(result):
    """Clause, title, arithmetic, amount and reason of each line down to the months' shares, and the notes."""
    for top in result.lines:
        for line in top.walk():
            if line.item in ("owed", "done", "log", "weekly"):
                continue
            yield from filter(None, (line.title, line.arithmetic, line.why_none))
            if line.amount is not None:
                yield format(line.amount, "f")
    yield from result.notes


def test_the_code_on_the_paper_opens_the_same_result_without_signing_in(clerk):
    compute(clerk)
    row = rows()[0]
    card = printing.card_of(row, "演示镇", "http://127.0.0.1:8000")
    assert card.verify_url.endswith(f"/v/{row.verify_code}")
    clerk.post("accounts.sign_out")
    seen = clerk.get(f"/v/{row.verify_code.lower()}")
    assert "是真的，而且是最新的结果" in seen.text and str(row.score) in seen.text and row.digest in seen.text


def test_an_invented_code_is_said_to_be_none_of_ours(page, make):
    assert "不是本系统印制的" in page.get("/v/AAAA-AAAA", status=404).text


def test_guessing_codes_is_slowed_down(page, make):
    for number in range(25):
        page.client.get(f"/v/AAAA-{number:04d}")
    assert "秒后再试" in page.get("/v/AAAA-BBBB", status=409).text


def test_an_official_sees_own_result_only(page, make, official, clerk):
    compute(clerk)
    mine = rows()[0].id
    clerk.post("accounts.sign_out")
    page.sign_in(make.account("official", person=make.official("别人")))
    page.get("results.show", status=404, evaluation_id=mine)
    assert "李晓" not in page.get("results.index").text


def test_a_member_of_the_public_gets_no_results(page, make):
    page.get("results.index", status=302)


def test_the_person_page_opens_the_composite_with_charts(clerk, official):
    compute(clerk)
    seen = clerk.get("people.show", person_id=official.id)
    assert seen.html.count("<svg") == 2 and "这个分数是怎么来的" in seen.text


def test_without_a_measure_computing_says_what_is_missing(page, make):
    make.official()
    page.sign_in(make.account("clerk"))
    assert "还没有通过的考核办法" in page.post("results.compute").text
