"""Jobs on pages: started from the results, watched, cancelled, retried, fetched by those who may see the results."""

from __future__ import annotations

import io
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from evalsys import sample
from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.jobs import CANCELLED, DONE, FAILED, Job, JobItem
from evalsys.scoring import period
from evalsys.services import calendars, evaluations, jobs, schemes
from evalsys.services.books import files
from evalsys.services.jobs import asking, store, working
from evalsys.services.write import Act
from evalsys.views import jobs as job_pages
from tests.page import Page

Q2 = "2026Q2"
ME = "me"


@pytest.fixture
def clerk(app, page, make):
    """A clerk whose township has the results of two officials; a bell that nobody hears."""
    app.extensions["bell"] = SimpleNamespace(ring=lambda *_asked: None, waiting=lambda: 0, close=lambda: None)
    act = Act(None, make.clock())
    calendars.seed(act)
    schemes.adopt(act, make.township.id, schemes.sample_text(schemes.OFFICIALS), "")
    for name in ("李晓", "张三"):
        make.log(make.official(name), date(2026, 6, 8))
    evaluations.compute(act, make.township.id, period(Q2))
    return page.sign_in(make.account("clerk", shown_name="王干事"))


@pytest.fixture
def job(clerk):
    """The job that the button on the results makes."""
    clerk.post("jobs.scorecards", code=Q2)
    return db.session.scalar(db.select(Job))


def items(job):
    db.session.rollback()
    return list(db.session.scalars(db.select(JobItem).where(JobItem.job_id == job.id).order_by(JobItem.id)))


def finish(item, clock, content=b"%PDF"):
    item = working.claim(item.id, ME, clock())
    made = store.put(item, f"{item.title}.pdf", io.BytesIO(content))
    working.finish(item, ME, clock(), made)


def fail(item, clock, says="缺字“㛃”，请改姓名"):
    working.fail(working.claim(item.id, ME, clock()), ME, clock(), says, is_final=True)


def test_the_button_on_the_results_starts_the_job_and_shows_it(clerk):
    assert "打印全部评分表" in clerk.get("results.index", period=Q2).text
    seen = clerk.follow(clerk.post("jobs.scorecards", code=Q2))
    assert "打印2026年第二季度考核评分表" in seen.text and "0 / 4" in seen.text and "已经排上队" in seen.text
    assert "data-poll" in seen.html and "看看办到哪里了" in seen.html


def test_pressed_twice_it_is_one_job(clerk, job):
    clerk.post("jobs.scorecards", code=Q2)
    assert db.session.scalar(db.select(db.func.count()).select_from(Job)) == 1


def test_without_results_nothing_is_begun(clerk):
    seen = clerk.post("jobs.scorecards", code="2026Q1")
    assert seen.status == 409 and "还没有结果，请先计算" in seen.text


def test_the_page_says_how_far_it_is_and_how_long_it_takes(clerk, job, clock):
    clock.now += timedelta(seconds=100)
    finish(items(job)[0], clock)
    seen = clerk.get("jobs.show", job_id=job.id)
    assert "1 / 4" in seen.text and "大约还要 6 分钟" in seen.text
    part = clerk.ask(clerk.client.get, clerk.address("jobs.progress", job_id=job.id)).get_data(as_text=True)
    assert "1 / 4" in part and "<h1" not in part and "data-poll" in part


@pytest.mark.parametrize(
    ("seconds", "says"),
    [
        (None, ""),
        (59, "还要不到 1 分钟"),
        (60, "大约还要 2 分钟"),
        (3599, "大约还要 60 分钟"),
        (7200, "大约还要 3 小时"),
    ],
)
def test_the_time_left_is_told_in_words(app, seconds, says):
    with app.test_request_context():
        assert job_pages.time_left(seconds) == says


def test_what_failed_is_named_with_its_reason_and_tried_again_alone(clerk, job, clock):
    first, second, *_later = items(job)
    finish(first, clock)
    fail(second, clock)
    seen = clerk.get("jobs.show", job_id=job.id)
    assert "张三 缺字“㛃”，请改姓名" in seen.text and "data-poll" not in seen.html
    seen = clerk.follow(clerk.post("jobs.retry", job_id=job.id))
    assert "正在重试失败的项目" in seen.text
    assert [item.tries for item in items(job)] == [1, 1, 0, 0] and items(job)[0].state == DONE
    assert db.session.get(Job, job.id).state == "running"


def test_nothing_is_retried_where_nothing_failed(clerk, job):
    assert "没有失败的项目" in clerk.post("jobs.retry", job_id=job.id).text


def test_cancelling_asks_first(clerk, job):
    seen = clerk.get("jobs.cancel", job_id=job.id)
    assert "要取消“打印2026年第二季度考核评分表”吗？已经做好 0 项，共 4 项" in seen.text
    assert db.session.get(Job, job.id).state != CANCELLED
    seen = clerk.follow(clerk.fill("jobs.cancel", {}, job_id=job.id))
    assert "没开始的不再做" in seen.text and "已取消" in seen.text
    assert {item.state for item in items(job)} == {CANCELLED}


def test_the_files_of_a_finished_job_are_fetched(clerk, job, clock):
    for item in items(job):
        finish(item, clock, b"%PDF of " + item.item_key.encode())
    seen = clerk.get("jobs.show", job_id=job.id)
    assert "全部办完" in seen.text and "下载 合订本.pdf（1 kB）" in seen.text
    item = items(job)[2]
    answer = clerk.ask(clerk.client.get, clerk.address("jobs.fetch", job_id=job.id, item_id=item.id))
    assert answer.data == b"%PDF of combined"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_what_is_not_made_yet_is_not_there(clerk, job):
    clerk.get("jobs.fetch", status=404, job_id=job.id, item_id=items(job)[0].id)


def test_files_that_were_tidied_away_say_so(clerk, job, clock):
    finish(items(job)[0], clock)
    stored, root = store.place()
    stored.rm(store.folder_of(root, job.id), recursive=True)
    seen = clerk.get("jobs.fetch", status=409, job_id=job.id, item_id=items(job)[0].id)
    assert "文件已经清理" in seen.text


@pytest.mark.parametrize(
    ("role", "status", "may_cancel"),
    [
        ("committee", 200, 403),
        ("inspector", 200, 403),
        ("admin", 404, 404),
        ("official", 403, 403),
        ("secretary", 404, 404),
    ],
)
def test_only_who_may_see_the_results_sees_the_job(app, make, clerk, job, clock, role, status, may_cancel):
    finish(items(job)[0], clock)
    somebody = Page(app, make).sign_in(make.account(role, unit=make.branch() if role == "secretary" else None))
    item_id = items(job)[0].id
    addresses = {
        somebody.address("jobs.show", job_id=job.id): status,
        somebody.address("jobs.progress", job_id=job.id): status,
        somebody.address("jobs.fetch", job_id=job.id, item_id=item_id): status,
        somebody.address("jobs.cancel", job_id=job.id): may_cancel,
    }
    assert {path: somebody.ask(somebody.client.get, path).status_code for path in addresses} == addresses


def test_a_list_is_for_who_asked_for_it_alone(app, make, clerk, clock):
    asker = make.account("clerk")
    job = asking.export(Act(asker, clock()), make.township.id, "people", "导出名单", {})
    clerk.get("jobs.show", status=404, job_id=job.id)
    assert "导出名单" not in clerk.get("jobs.index").text
    assert "导出名单" in Page(app, make).sign_in(asker).get("jobs.index").text


def test_another_township_sees_nothing(app, make, clerk, job):
    other = make.other_township()
    stranger = Page(app, other).sign_in(other.account("clerk"))
    stranger.get("jobs.show", status=404, job_id=job.id)
    assert "还没有后台任务" in stranger.get("jobs.index").text


def test_the_list_shows_the_latest_with_how_far_they_are(clerk, job, clock):
    fail(items(job)[0], clock)
    text = clerk.get("jobs.index").text
    assert "打印2026年第二季度考核评分表 王干事 2026-07-01 09:00 0 / 4 正在办" in text
    finish(items(job)[1], clock)
    assert db.session.get(Job, job.id).state == FAILED
    assert "1 / 4 有没办成的" in clerk.get("jobs.index").text


def test_the_log_says_who_began_and_who_called_it_off(clerk, job):
    clerk.fill("jobs.cancel", {}, job_id=job.id)
    did = list(db.session.scalars(db.select(Action.did).where(Action.did.startswith("job.")).order_by(Action.id)))
    assert did == ["job.request", "job.cancel"]


def test_a_large_township_computes_in_the_background(clerk, monkeypatch):
    monkeypatch.setattr(jobs, "MANY", 1)
    seen = clerk.follow(clerk.post("results.compute", period=Q2))
    assert "计算2026年第二季度考核结果" in seen.text and "0 / 1" in seen.text


def test_a_large_workbook_is_taken_in_the_background(clerk, monkeypatch):
    monkeypatch.setattr(files, "LARGE", 100)
    book = next(path for path in sample.files() if path.stem == "党员花名册").read_bytes()
    upload = {"file": (io.BytesIO(book), "花名册.xlsx")}
    preview = clerk.follow(clerk.fill("books.index", upload))
    seen = clerk.follow(clerk.fill("books.preview", {"version": "1"}, seen=preview))
    assert "导入花名册.xlsx" in seen.text and "0 / 1" in seen.text


def test_the_administrator_backs_up_and_nobody_else(app, make, clerk):
    admin = Page(app, make).sign_in(make.account("admin"))
    assert "现在备份" in admin.get("jobs.index").text and "现在备份" not in clerk.get("jobs.index").text
    seen = admin.follow(admin.post("jobs.backup"))
    assert "备份" in seen.text and "0 / 1" in seen.text
    clerk.get("jobs.show", status=404, job_id=db.session.scalar(db.select(Job.id)))
