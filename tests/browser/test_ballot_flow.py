"""A whole ballot in a browser: slips on paper, villagers without an account, the clerk's two passes, the count."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.browser.visitor import Visitor, checked

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture
def villager(chromium, site):
    """A page that nobody signed in on."""
    contexts = []

    def scan(code: str, phone: bool = True):
        size = {"width": 360, "height": 740} if phone else {"width": 1280, "height": 900}
        context = chromium.new_context(viewport=size, is_mobile=phone, has_touch=phone, locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{site.config['BASE_ADDRESS']}/vote#{code}")
        return page

    yield scan
    for context in contexts:
        assert context.cookies() == []
        context.close()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def text_of(page):
    return " ".join(page.locator("body").inner_text().split())


def prepared(clerk: Visitor) -> list[str]:
    """A round of ten slips over one village, opened; the codes as they stand on the printed slips."""
    clerk.go("/ballots/add?period=2026Q3").fill("一共发多少张票", "10").fill("抽户的种子（可不填）", "第3次党委会")
    clerk.page.locator("input[name^=households_]").first.fill("60")
    clerk.check().press("保存")
    assert "抽中的户号" in clerk.text and "第3次党委会" in clerk.text
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("button", name="生成测评票（PDF）").click()
    pages = PdfReader(io.BytesIO(Path(download.value.path()).read_bytes())).pages
    codes = CODE.findall("".join(page.extract_text() for page in pages))
    assert len(set(codes)) == 10
    clerk.page.reload()
    clerk.press("开始投票").check()
    return list(dict.fromkeys(codes))


def vote(page, choice: str) -> str:
    """One tap for each official, then into the box; the number of the receipt."""
    checked(page)
    press(page, "下一步")
    for official in page.locator("fieldset.vote").all():
        official.get_by_text(choice, exact=True).click()
    checked(page)
    press(page, "投进票箱")
    checked(page)
    return page.locator(".big").inner_text()


def key(clerk: Visitor, code: str, choice: str) -> None:
    """One pass over one paper slip; an empty choice is a spoilt slip."""
    clerk.fill("票上的 12 个字母和数字", code)
    if choice:
        for official in clerk.page.locator("fieldset.vote").all():
            official.get_by_text(choice, exact=True).click()
    else:
        clerk.page.get_by_label("整张是废票").check()
    clerk.press("记下这张票")


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "pc"])
def test_villagers_vote_without_an_account_the_clerk_keys_paper_twice_and_all_is_counted(visit, villager, phone):
    clerk = visit("clerk", phone)
    codes = prepared(clerk)
    receipts = [vote(villager(code, phone), "优秀") for code in codes[:5]]
    assert len(set(receipts)) == 5
    again = villager(codes[0], phone)
    press(again, "下一步")
    assert "已经用过了" in text_of(again)
    checked(again)

    clerk.go("/ballots/").follow("2026年第三季度")
    clerk.page.get_by_role("link", name="录入纸质票").click()
    key(clerk, codes[5], "称职")
    assert "第一遍已记下" in clerk.text
    key(clerk, codes[5], "基本称职")
    assert "和上一遍不一样" in clerk.text and "称职 → 基本称职" in clerk.text
    clerk.check()
    key(clerk, codes[5], "基本称职")
    assert "两遍一致，这张票已投进票箱" in clerk.text
    key(clerk, codes[6], "")
    key(clerk, codes[6], "")
    assert "两遍一致" in clerk.text

    clerk.page.locator("main .crumb a").last.click()
    assert "结束以前，页面上不显示投了多少" in clerk.text and "优秀" not in clerk.text
    clerk.page.get_by_role("link", name="结束投票").click()
    clerk.press("结束并计票")
    assert "发出 10 张，收回 7 张" in clerk.text
    row = " ".join(clerk.page.locator("table.cards.tight tbody tr").first.inner_text().split())
    assert re.search(r" 5 0 1 0 6 0 1$", row), row
    clerk.check().page.get_by_role("link", name="公开的回执号").click()
    listed = text_of(clerk.page)
    assert "收回 7 张票" in listed and all(receipt in listed for receipt in receipts)
