"""Pay on pages: two paymasters, one's own statement, nobody else's; papers and workbook with the same sums."""

import io
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
from pypdf import PdfReader

from evalsys.extensions import db
from evalsys.models.pay import PayRun
from evalsys.models.payfacts import PayFact
from tests.page import Page
from tests.services.paytown import PayTown

D = Decimal


@pytest.fixture
def town(make, clock):
    clock.now = datetime(2026, 7, 20, 9, 0)
    return PayTown(make)


@pytest.fixture
def first(app, make, town):
    return Page(app, make).sign_in(town.first)


@pytest.fixture
def second(app, make, town):
    return Page(app, make).sign_in(town.second)


def asked(town, code="2026-07", name="pay-1-baihe"):
    return {"measure": town.measure(name).id, "period": code}


def prepare(page, town, **changes):
    return page.fill("pay.prepare", {"confirmed": "y"}, **{**asked(town), **changes})


def runs():
    return list(db.session.scalars(db.select(PayRun).order_by(PayRun.id)))


def paper(page, endpoint, **values):
    """The bytes of a paper."""
    answer = page.ask(page.client.get, page.address(endpoint, **values))
    assert answer.status_code == 200, answer.status_code
    return answer.data


def approved(first, second, town):
    prepare(first, town)
    run = runs()[-1]
    second.fill("pay.approve", {"confirmed": "y"}, pay_run_id=run.id)
    db.session.refresh(run)
    return run


def test_a_run_is_previewed_prepared_and_approved_by_the_second_paymaster(first, second, town):
    seen = first.get("pay.prepare", **asked(town))
    for piece in ("3033.33", "叁仟零叁拾叁元叁角叁分", "13000.00 ÷ 12 = 1083.33", "张三", "王五"):
        assert piece in seen.text, piece
    assert "等另一位薪酬经办人审批" in first.follow(prepare(first, town)).text
    (run,) = runs()
    assert "自己编制的不能自己审批" in first.get("pay.show", pay_run_id=run.id).text
    seen = second.follow(second.fill("pay.approve", {"confirmed": "y"}, pay_run_id=run.id))
    for piece in ("已审批", "甲经办", "乙经办", "3033.33", "1083.33", "866.67", "核对相符"):
        assert piece in seen.text, piece


def test_the_preparer_cannot_approve_and_the_box_has_to_be_ticked(first, second, town):
    assert "请先核对，再勾选确认" in first.fill("pay.prepare", {}, **asked(town)).text
    prepare(first, town)
    (run,) = runs()
    assert "不能审批自己编制的发放表" in first.fill("pay.approve", {"confirmed": "y"}, pay_run_id=run.id).text
    assert "请先核对，再勾选确认" in second.fill("pay.approve", {}, pay_run_id=run.id).text


def test_sending_the_same_form_twice_makes_one_run(first, town):
    seen = first.get("pay.prepare", **asked(town))
    for _ in range(2):
        assert first.fill("pay.prepare", {"confirmed": "y"}, seen=seen, **asked(town)).status == 302
    assert len(runs()) == 1


def test_a_sum_that_somebody_wrote_into_the_form_is_not_kept(first, town):
    for wrong in ("9999999.99", "-1", "NaN", "一"):
        seen = first.fill("pay.prepare", {"confirmed": "y", "control_total": wrong}, **asked(town))
        assert "请重新核对后再提交" in seen.text
    assert runs() == []


def test_a_second_editor_is_told(first, second, town):
    prepare(first, town)
    (run,) = runs()
    seen = second.get("pay.approve", pay_run_id=run.id)
    first.fill("pay.void", {"reason": "漏了一人"}, pay_run_id=run.id)
    assert (
        "已经作废，原因：漏了一人"
        in second.fill("pay.approve", {"confirmed": "y"}, seen=seen, pay_run_id=run.id).text
    )


def test_the_first_page_tells_the_second_paymaster_what_waits(first, second, town):
    prepare(first, town)
    assert "张发放表等您审批" in second.get("home.index").text
    assert "张发放表等您审批" not in first.get("home.index").text


def test_an_approved_run_cannot_be_thrown_away(first, second, town):
    run = approved(first, second, town)
    assert "已由乙经办在" in first.fill("pay.void", {"reason": "x"}, pay_run_id=run.id).text


def test_a_refused_preview_says_what_to_do(first, town):
    assert "没有要发的报酬" in first.get("pay.prepare", **asked(town, "2026Q3")).text
    assert "还没有通过" in first.get("pay.prepare", **asked(town, "2010-01")).text


def test_a_deduction_is_registered_from_the_preview(first, town):
    given = {"person_id": str(town.secretary.id), "amount": "83.33", "reason": "6月多领的补贴"}
    seen = first.follow(first.fill("pay.deduct", given, **asked(town)))
    assert "6月多领的补贴 83.33 元" in seen.text and "2950.00" in seen.text
    wrong = first.fill("pay.deduct", {**given, "amount": "0"}, **asked(town))
    assert "扣发金额（元）应在" in wrong.text


# Who may see it


def test_a_cadre_sees_her_own_approved_pay_and_nobody_elses(app, make, first, second, town):
    own = Page(app, make).sign_in(make.account("secretary", person=town.secretary, unit=town.branch))
    prepare(first, town)
    (run,) = runs()
    mine, other = town.line(run, town.secretary), town.line(run, town.director)
    assert "还没有审批过的报酬" in own.get("pay.index").text
    own.get("pay.line", 404, pay_line_id=mine.id)
    second.fill("pay.approve", {"confirmed": "y"}, pay_run_id=run.id)
    assert "1083.33" in own.get("pay.index").text
    assert "壹仟零捌拾叁元叁角叁分" in own.get("pay.line", pay_line_id=mine.id).text
    assert paper(own, "paypapers.statement", pay_line_id=mine.id).startswith(b"%PDF")
    own.get("pay.line", 404, pay_line_id=other.id)
    own.get("paypapers.statement", 404, pay_line_id=other.id)
    for page in ("pay.show", "paypapers.finance_list", "paypapers.finance_book"):
        own.get(page, 404, pay_run_id=run.id)
    own.get("pay.approve", 403, pay_run_id=run.id)


@pytest.mark.parametrize("role", ["clerk", "committee", "mentor", "official", "admin"])
def test_pay_is_shut_to_other_roles(app, make, first, second, town, role):
    run = approved(first, second, town)
    page = Page(app, make).sign_in(make.account(role))
    for endpoint in ("pay.index", "payfacts.index"):
        page.get(endpoint, 403)
    page.get("pay.show", 403, pay_run_id=run.id)
    page.get("paypapers.finance_book", 403, pay_run_id=run.id)


def test_the_inspector_reads_and_changes_nothing(app, make, first, second, town):
    run = approved(first, second, town)
    page = Page(app, make).sign_in(make.account("inspector"))
    assert "3033.33" in page.get("pay.index").text
    page.get("pay.show", pay_run_id=run.id)
    page.get("pay.prepare", 403, **asked(town))
    page.get("pay.approve", 403, pay_run_id=run.id)
    page.get("payfacts.index", 403)


def test_another_township_sees_nothing(app, make, first, second, town):
    run = approved(first, second, town)
    far = make.other_township()
    page = Page(app, far).sign_in(far.account("paymaster"))
    page.get("pay.show", 404, pay_run_id=run.id)
    page.get("pay.line", 404, pay_line_id=run.lines[0].id)
    page.get("pay.prepare", 404, **asked(town))


def test_the_log_page_shows_the_sum_to_who_may_read_pay_and_nobody_a_persons_amount(app, make, first, second, town):
    approved(first, second, town)
    clerk = Page(app, make).sign_in(make.account("clerk")).get("actions.index")
    assert "审批发放表" in clerk.text and "3033.33" not in clerk.text and "内容不在您的权限内" in clerk.text
    inspector = Page(app, make).sign_in(make.account("inspector")).get("actions.index")
    assert "3033.33" in inspector.text and "1083.33" not in inspector.text


# Papers


def text_of(content):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_page_list_and_workbook_have_the_same_sums(first, second, town):
    town.deputy.name = "=HYPERLINK(1)"
    db.session.commit()
    run = approved(first, second, town)
    said = text_of(paper(first, "paypapers.finance_list", pay_run_id=run.id))
    for piece in ("3033.33", "叁仟零叁拾叁元叁角叁分", "张三", "1083.33", "财政所（签字）"):
        assert piece in said, piece
    book = openpyxl.load_workbook(io.BytesIO(paper(first, "paypapers.finance_book", pay_run_id=run.id)))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    (head,) = [n for n, row in enumerate(rows) if row[0] == "序号"]
    body, sums = rows[head + 1 : head + 4], rows[head + 4]
    assert sums[1] == "合计" and D(str(sums[9])) == run.control_total == sum(D(str(row[9])) for row in body)
    cell = book.active.cell(head + 4, 2)
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)


def test_the_statement_is_one_page_with_the_formula_and_the_capitals(first, second, town):
    run = approved(first, second, town)
    content = paper(first, "paypapers.statement", pay_line_id=run.lines[0].id)
    said = text_of(content)
    assert len(PdfReader(io.BytesIO(content)).pages) == 1
    for piece in ("13000.00 ÷ 12 = 1083.33", "壹仟零捌拾叁元叁角叁分", "2026年7月", "领取人（签字）", "6500"):
        assert piece in said, piece


# What a measure asks for


def test_a_record_is_registered_within_its_limits_and_taken_back(app, make, clock):
    clock.now = datetime(2026, 12, 20, 9, 0)
    town = PayTown(make, "pay-2-sheyang")
    page = Page(app, make).sign_in(town.first)
    given = {"whose": f"p{town.secretary.id}", "on_day": "2026-12-01", "value_0": "84.5", "evidence": "12月5日党委会"}
    wrong = page.fill("payfacts.add", {**given, "value_0": "100.5"}, stream="assessment")
    assert "综合得分应在 0 至 100 之间" in wrong.text
    assert "请写明依据的文件或会议" in page.fill("payfacts.add", {**given, "evidence": ""}, stream="assessment").text
    assert "综合得分已登记" in page.follow(page.fill("payfacts.add", given, stream="assessment")).text
    assert "已经登记过" in page.fill("payfacts.add", given, stream="assessment").text
    (row,) = db.session.scalars(db.select(PayFact))
    seen = page.follow(page.fill("payfacts.cancel", {"reason": "录错了人"}, pay_fact_id=row.id))
    assert "已撤销" in seen.text and "录错了人" in seen.text
    page.get("payfacts.add", 404, stream="nothing")


def test_without_a_measure_the_page_says_who_can_adopt_one(page, make, clock):
    seen = page.sign_in(make.account("paymaster")).get("pay.index")
    assert "还没有通过的报酬办法" in seen.text
