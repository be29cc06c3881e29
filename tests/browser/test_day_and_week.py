"""A day and a week in a browser: the visit that is the log, tasks ticked with it, the meeting that makes tasks."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader


def expect_text(visitor, text):
    expect(visitor.page.locator("main")).to_contain_text(text)


@pytest.fixture(params=[True, False], ids=["phone", "pc"])
def phone(request):
    return request.param


@pytest.fixture
def clerk(visit, phone):
    return visit("clerk", phone)


@pytest.fixture
def official(visit, phone):
    return visit("official", phone)


def test_a_visit_on_the_phone_is_the_days_log_too(official):
    official.go("/visits/add").fill("哪一户", "东头老李家").fill("情况", "电话13812345678").press("保存走访")
    expect_text(official, "像是身份证号码或手机号码")
    official.check().fill("情况", "屋顶漏雨").fill("诉求（没有可不填）", "想修房").press("保存走访")
    expect_text(official, "当天的日志也写好了")
    official.check().page.get_by_role("link", name="办结", exact=True).click()
    official.check().fill("后续办得怎样", "已报危房改造").press("保存办结")
    expect_text(official, "2026-07-02 办结")
    official.check().go("/logs/?period=2026-07")
    expect_text(official, "东头老李家：屋顶漏雨 想修房")


def test_a_task_of_the_clerk_is_ticked_with_the_log_and_seen_on_the_list(clerk, official):
    clerk.go("/tasks/add").check().fill("任务", "排查隐患").pick("每周一次").press("保存任务")
    expect_text(clerk, "任务已列入清单")
    clerk.check()
    official.page.get_by_role("link", name="写今天的日志").click()
    official.check().fill("做了什么", "沟口排查").pick("应急").pick("排查隐患")
    official.press("提交日志").until("已提交。").go("/tasks/")
    expect_text(official, "顾文拴 2026-07-02")
    official.check().follow("取消")
    official.check().press("确认取消勾选")
    expect_text(official, "日志没有动")
    clerk.go("/tasks/")
    expect_text(clerk, "顾文拴")
    clerk.check()


def test_a_draft_keeps_the_ticks_of_tasks(clerk, official):
    clerk.go("/tasks/add").fill("任务", "排查隐患").pick("每周一次").press("保存任务")
    official.page.get_by_role("link", name="写今天的日志").click()
    official.fill("做了什么", "沟口排查").pick("排查隐患").page.wait_for_timeout(700)
    official.page.reload()
    expect(official.page.get_by_label("排查隐患")).to_be_checked()


def test_a_meeting_is_written_down_becomes_a_task_and_a_paper(clerk):
    clerk.go("/meetings/").follow("登记会议")
    clerk.check().follow("演示镇")
    clerk.check().fill("主持人", "萧建").fill("议了什么", "防汛").fill("定了什么（没有可不填）", "每村排查一次")
    clerk.page.get_by_label("顾文拴到会").uncheck()
    clerk.fill("顾文拴的缺席原因", "县里培训").press("保存会议纪要")
    expect_text(clerk, "会议纪要已登记")
    clerk.check().follow("2026-07-02")
    expect_text(clerk, "顾文拴（县里培训）")
    clerk.check().follow("变成任务")
    clerk.check().fill("完成期限（没有可不填）", "2026-07-10").press("保存任务")
    expect_text(clerk, "由这次会议定下的任务")
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="下载 PDF").click()
    pages = PdfReader(io.BytesIO(Path(download.value.path()).read_bytes())).pages
    assert len(pages) == 1 and "每村排查一次" in "".join(pages[0].extract_text().split())


def test_a_lecture_is_recorded_on_the_phone(official):
    official.go("/learning/").check().follow("登记一次")
    official.check().fill("题目", "防汛知识").fill("学时", "1.5").press("保存")
    expect_text(official, "合计 1.5 学时")
    official.check().follow("撤销")
    official.check().fill("撤销原因", "登重了").press("确认撤销")
    expect_text(official, "合计 0 学时")
