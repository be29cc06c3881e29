"""A month and a quarter in a browser, on a phone and on a PC: summary, talk, forms opened, a period closed."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from evalsys.extensions import db
from evalsys.models.accounts import Account

either = pytest.mark.parametrize("phone", [True, False], ids=["phone", "pc"])


@pytest.fixture
def official_id(site):
    with site.app_context():
        number = db.session.scalar(db.select(Account.person_id).filter_by(login_name="official"))
        db.session.remove()
    return number


def expect_text(visitor, text):
    expect(visitor.page.locator("main")).to_contain_text(text)


def row_of(visitor, name):
    return visitor.page.locator("main tr", has_text=name)


@either
def test_a_month_is_drafted_by_ticks_handed_in_sent_back_and_handed_in_again(visit, official_id, phone):
    official = visit("official", phone).go(f"/summaries/people/{official_id}/2026-06/choose").check()
    first = official.page.locator("fieldset.picks label").first
    words = first.inner_text().split()[-1]
    first.click()
    official.press("按勾选生成初稿").check()
    assert words[:6] in official.page.get_by_label("主要工作").input_value()
    official.fill("存在不足", "走访不够勤").press("存为草稿，看一遍").check().press("提交")
    expect_text(official, "已提交")

    secretary = visit("secretary", phone).go("/summaries/?period=2026-06").check()
    row_of(secretary, "顾文拴").get_by_role("link", name="查看").click()
    secretary.check().follow("退回")
    secretary.check().fill("退回的原因", "防汛值守没有写，请补上").press("退回").check()

    official.page.reload()
    expect_text(official, "防汛值守没有写，请补上")
    official.check().follow("修改")
    official.fill("主要工作", "防汛值守两晚").press("存为草稿，看一遍").press("提交")
    expect_text(official, "防汛值守两晚")
    official.check()


@either
def test_a_talk_of_a_committee_member_is_read_by_the_person_and_not_by_the_mentor(visit, official_id, phone):
    member = visit("committee", phone).go("/talks/add").check()
    member.page.get_by_label("谈话对象", exact=True).select_option(str(official_id))
    for label, words in (("谈话人", "萧建"), ("谈话主题", "二季度考核"), ("谈话内容", "想留在村里")):
        member.fill(label, words)
    member.press("保存谈话记录").check()
    row_of(member, "顾文拴").get_by_role("link", name="查看").click()
    expect_text(member, "想留在村里")
    address = member.check().page.url.removeprefix(member.address)
    own = visit("official", phone).go(address).check()
    assert "想留在村里" in own.text
    mentor = visit("mentor", phone).go(address)
    assert "想留在村里" not in mentor.text


@either
def test_the_clerk_opens_a_quarter_after_a_look_and_prints_who_owes_what(visit, phone):
    clerk = visit("clerk", phone)
    assert "本月还差什么" in clerk.text
    with clerk.check().page.expect_download() as download:
        clerk.page.get_by_role("link", name="打印催办单").click()
    pages = PdfReader(io.BytesIO(Path(download.value.path()).read_bytes())).pages
    assert "日志" in "".join(page.extract_text() for page in pages)
    clerk.go("/openings/2026Q4").check()
    assert "先看一遍下面的名单" in clerk.text and "顾文拴" in clerk.text
    clerk.press("给所有人开表").go("/openings/").check()
    assert re.search("2026年第四季度", clerk.text)


@either
def test_a_quarter_is_closed_by_the_clerk_and_opened_again_only_with_a_second_person(visit, phone):
    clerk = visit("clerk", phone).go("/results/?period=2026Q2")
    clerk.check().follow("关账")
    clerk.check().page.get_by_label("我已核对，确认关账").check()
    clerk.press("关账")
    expect_text(clerk, "2026年第二季度已关账")
    clerk.check().follow("申请重新打开")
    clerk.check().fill("为什么要重新打开", "5月的支部评分登记错了").press("提交申请")
    expect_text(clerk, "等另一人确认")
    second = visit("committee", phone).go("/results/?period=2026Q2").check()
    second.page.locator("main p.note a", has_text=re.compile("确认|看")).last.click()
    second.check().page.get_by_label("同意重新打开").check()
    second.press("提交")
    expect_text(second, "未关账")
    expect_text(second, "第1次关账")
    second.check()


def test_on_a_phone_the_year_s_strip_opens_at_the_last_days_and_not_at_an_empty_january(visit, official_id):
    official = visit("official", phone=True).go(f"/nest/{official_id}?period=2026").check()
    last = official.page.locator(".strip .d-done, .strip .d-late, .strip .d-missing").last
    place = last.bounding_box()
    assert 0 <= place["x"] <= 360 - place["width"]
    assert official.page.evaluate("document.querySelector('.strip').scrollLeft") > 0
