"""The log page in the field: light enough for 2G, and a line that breaks while sending loses and doubles nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from evalsys.extensions import db
from evalsys.models.reviews import LogEntry

MOST_BYTES = 100_000
SAID = "排查防汛隐患，东头沟口"


@pytest.fixture
def entries(site):
    """The entries with these words, as the server has them."""

    def count(text=SAID):
        with site.app_context():
            number = db.session.scalar(db.select(db.func.count()).select_from(LogEntry).filter_by(text=text))
            db.session.remove()
        return number

    return count


@pytest.fixture
def official(visit):
    """An official on a phone, on the page of today's log."""
    found = visit("official", phone=True)
    found.page.get_by_role("link", name="写今天的日志").click()
    expect(found.page.get_by_role("button", name="提交日志")).to_be_visible()
    return found


def field(official):
    return official.page.get_by_label("做了什么", exact=True)


def says_broken(official):
    expect(official.page.locator("[data-send-failed]")).to_be_visible()
    expect(official.page.locator("[data-send-failed]")).to_contain_text("网络不通")
    expect(official.page.get_by_role("button", name="提交日志")).to_be_enabled()


def written(official):
    official.fill("做了什么", SAID).pick("应急")
    official.page.wait_for_timeout(600)
    return official


def send(official):
    official.page.get_by_role("button", name="提交日志").click()


def arrived(official):
    expect(official.page.locator("main")).to_contain_text(SAID)
    expect(official.page.get_by_role("status").first).to_be_visible()


def test_a_first_load_of_the_log_page_stays_below_a_hundred_kilobytes(chromium, official):
    """Everything that crosses the line with an empty cache: heads and bodies of page, stylesheet, script and icon."""
    address = official.page.url
    context = chromium.new_context(storage_state=official.page.context.storage_state())
    page = context.new_page()
    meter = context.new_cdp_session(page)
    meter.send("Network.enable")
    meter.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes, addresses = {}, {}
    meter.on("Network.responseReceived", lambda told: addresses.update({told["requestId"]: told["response"]["url"]}))
    meter.on("Network.loadingFinished", lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]}))
    page.goto(address, wait_until="networkidle")
    assert page.get_by_role("button", name="提交日志").is_visible()
    found = {addresses[number]: int(size) for number, size in sizes.items() if number in addresses}
    context.close()
    print(sum(found.values()), found)  # noqa: T201 - `pytest -rP` shows the figures
    assert any("evalsys.css" in one for one in found)
    assert any("evalsys.js" in one for one in found)
    assert 0 < sum(found.values()) < MOST_BYTES


def test_stylesheet_and_script_are_asked_for_once(official):
    official.go("/logs/").go("/")
    again = official.page.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.name.includes('/static/')).map(e => e.transferSize)"
    )
    assert again and set(again) == {0}


def test_a_line_that_breaks_while_sending_keeps_the_words_and_makes_one_entry(official, entries):
    written(official)
    official.page.context.set_offline(True)
    send(official)
    says_broken(official)
    assert field(official).input_value() == SAID and entries() == 0
    send(official)
    says_broken(official)
    official.page.context.set_offline(False)
    send(official)
    arrived(official)
    assert entries() == 1
    assert official.page.evaluate("Object.keys(localStorage).length") == 0


def test_an_answer_that_never_arrives_makes_one_entry_all_the_same(official, entries):
    written(official)
    official.page.route("**/add", lambda route: (route.fetch(max_redirects=0), route.abort()))
    send(official)
    says_broken(official)
    official.page.unroute("**/add")
    assert entries() == 1 and field(official).input_value() == SAID
    send(official)
    expect(official.page.locator("main")).to_contain_text("没有重复登记")
    assert entries() == 1


def test_the_words_come_back_after_a_reload(official, entries):
    written(official)
    official.page.context.set_offline(True)
    send(official)
    says_broken(official)
    official.page.context.set_offline(False)
    official.page.reload()
    expect(official.page.locator("[data-draft-says]")).to_contain_text("已恢复")
    assert field(official).input_value() == SAID
    send(official)
    arrived(official)
    assert entries() == 1


def test_a_draft_of_another_day_is_offered_on_todays_page(official):
    today = official.page.url
    official.go(today.removeprefix(official.address) + "?day=2026-07-01")
    written(official)
    official.go(today.removeprefix(official.address))
    assert field(official).input_value() == ""
    official.page.get_by_role("link", name="2026-07-01").click()
    expect(field(official)).to_have_value(SAID)


def test_a_mistake_is_shown_in_place_with_everything_that_was_typed(official, entries):
    official.fill("做了什么", SAID)
    send(official)
    expect(official.page.locator("#mistakes")).to_contain_text("请点选一个类别")
    assert field(official).input_value() == SAID and official.page.title().startswith("错误：")
    official.check().pick("应急")
    send(official)
    arrived(official)
    assert entries() == 1


def test_it_works_at_the_latency_of_2g(official, entries):
    meter = official.page.context.new_cdp_session(official.page)
    slow = {"offline": False, "latency": 1500, "downloadThroughput": 30_000, "uploadThroughput": 15_000}
    meter.send("Network.emulateNetworkConditions", slow)
    official.page.reload()
    written(official)
    send(official)
    expect(official.page.locator("[data-draft-says]")).to_contain_text("正在提交")
    expect(official.page.get_by_role("status").first).to_be_visible(timeout=20_000)
    assert entries() == 1
