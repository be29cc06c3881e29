"""A job from its button to its files in a real browser, on a phone and on a PC, with the bar moving by itself."""

from __future__ import annotations

import zipfile

import pytest

from evalsys.extensions import db
from evalsys.models.jobs import JobItem

SHOWN = {"phone": True, "pc": False}


@pytest.fixture
def workers(site):
    """Threads that do jobs, to be let loose by the test."""
    stops = []

    def begin():
        stops.append(site.extensions["bell"].start(1, is_only_worker=True))

    yield begin
    for stop in stops:
        stop()


@pytest.mark.parametrize("phone", SHOWN.values(), ids=SHOWN)
def test_all_scorecards_are_printed_while_one_looks_on_and_fetched(visit, workers, phone, tmp_path):
    clerk = visit("clerk", phone).go("/results/?period=2026Q2").press("打印全部评分表")
    bar = clerk.page.locator("progress")
    clerk.until("0 / 14").check()
    assert bar.get_attribute("value") == "0"
    workers()
    clerk.until("全部办完").until("14 / 14").check()
    assert (bar.get_attribute("value"), bar.get_attribute("max")) == ("14", "14")
    with clerk.page.expect_download() as fetched:
        clerk.page.get_by_role("link", name=".zip").click()
    path = tmp_path / "all.zip"
    fetched.value.save_as(path)
    with zipfile.ZipFile(path) as packed:
        assert len(set(packed.namelist())) == 12 and packed.testzip() is None


@pytest.mark.parametrize("phone", SHOWN.values(), ids=SHOWN)
def test_one_job_is_cancelled_and_what_failed_in_another_is_retried(visit, site, workers, phone):
    clerk = visit("clerk", phone).go("/results/?period=2026Q2").press("打印全部评分表")
    clerk.follow("取消任务").check().press("确认取消").until("已取消").check()
    clerk.go("/results/?period=2026Q2").press("打印全部评分表")
    with site.app_context():
        one = db.session.scalar(db.select(JobItem).where(JobItem.state == "queued").order_by(JobItem.id))
        one.state, one.error, one.failures = "failed", "缺少字形“㛃”，请把姓名改成常用字", 4
        db.session.commit()
    workers()
    clerk.until("没有办成").until("缺少字形").check()
    clerk.press("重试失败的").until("全部办完").check()
    assert "没办成的" not in clerk.text
    clerk.go("/jobs/").check()
