"""Jobs done by real threads over the real queue, on both engines."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import date

import pytest

from evalsys import printing, sample
from evalsys.extensions import db
from evalsys.models.evaluations import Evaluation
from evalsys.models.jobs import DONE, FAILED, Job, JobItem
from evalsys.models.people import Person
from evalsys.scoring import period
from evalsys.services import evaluations, jobs
from evalsys.services.books import runs
from evalsys.services.jobs import asking, store
from evalsys.services.jobs.asking import Step
from evalsys.services.jobs.working import Made
from evalsys.services.write import Refused
from evalsys.work import exports, queue
from evalsys.work.kinds import KINDS, Kind
from tests.work.conftest import QUARTER

ADDRESS = "https://kaohe.example"


def content(item):
    with store.opened(item) as file:
        return file.read()


def test_every_paper_is_there_once_and_is_the_one_that_the_page_gives(act, make, work):
    job = jobs.scorecards(act, make.township.id, period(QUARTER), ADDRESS)
    *papers, combined, archive = work(job.id)
    assert db.session.get(Job, job.id).state == DONE
    rows = evaluations.for_papers(make.township.id, period(QUARTER))
    assert [content(item) for item in papers] == [printing.one(row, "演示镇", ADDRESS) for row in rows]
    assert all(hashlib.sha256(content(item)).hexdigest() == item.sha256 for item in papers)
    assert content(combined) == printing.together(rows, "演示镇", ADDRESS)
    with store.opened(archive) as file, zipfile.ZipFile(file) as packed:
        title = "2026年第二季度考核评分表.pdf"
        assert packed.namelist() == [f"李晓_{title}", f"0002_张三_{title}", f"0003_张三_{title}"]
        assert packed.read(f"李晓_{title}") == content(papers[0])


def test_a_result_that_was_computed_anew_meanwhile_is_printed_as_it_was(act, make, work, clock):
    job = jobs.scorecards(act, make.township.id, period(QUARTER), ADDRESS)
    first = db.session.scalar(db.select(Evaluation).order_by(Evaluation.id))
    make.log(first.person, date(2026, 6, 9))
    evaluations.compute(act, make.township.id, period(QUARTER))
    assert not db.session.get(Evaluation, first.id, populate_existing=True).is_current
    papers = work(job.id)
    assert content(papers[0]) == printing.one(db.session.get(Evaluation, first.id), "演示镇", ADDRESS)


def test_results_are_computed_in_the_name_of_who_asked(act, make, work):
    make.log(db.session.scalar(db.select(Evaluation)).person, date(2026, 6, 9))
    job = jobs.recompute(act, make.township.id, period(QUARTER))
    (item,) = work(job.id)
    assert item.told == "1 人的结果有更新"
    assert db.session.scalar(db.select(db.func.count()).where(Evaluation.is_current)) == 3


def test_a_large_workbook_is_taken_and_a_second_try_takes_nothing_twice(act, make, work):
    path = next(path for path in sample.files() if path.stem == "党员花名册")
    run = runs.upload(act, path.name, path.read_bytes())
    job = jobs.take_book(act, run, run.version)
    (item,) = work(job.id)
    assert item.state == DONE and item.told.startswith("新增 ")
    number = db.session.scalar(db.select(db.func.count()).select_from(Person))
    item.state, job.state, job.ended_at = "queued", "running", None
    db.session.commit()
    (again,) = work(job.id)
    assert (again.state, again.told) == (DONE, item.told)
    assert db.session.scalar(db.select(db.func.count()).select_from(Person)) == number > 100


def test_a_backup_is_made_by_the_server_itself_and_by_no_other_machine(app, act, make, work, engine_name):
    if engine_name == "postgresql":
        pytest.skip("its tools are tried in tests/backups")
    job = jobs.backup(act, make.township.id)
    item_id = db.session.scalar(db.select(JobItem.id).where(JobItem.job_id == job.id))
    db.session.rollback()
    app.extensions["bell"].answer(item_id)
    assert db.session.get(JobItem, item_id).state == "queued"
    (item,) = work(job.id)
    assert item.state == DONE and "读回核对无误" in item.told


def test_a_list_is_made_by_its_name(act, make, work, monkeypatch):
    monkeypatch.setitem(
        exports.EXPORTS, "people", lambda act, asked: ("名单.csv", f"{act.name},{asked['of']}".encode())
    )
    job = asking.export(act, make.township.id, "people", "导出名单", {"of": "支部"})
    (item,) = work(job.id)
    assert (item.output, content(item)) == ("名单.csv", "王干事,支部".encode())


def test_a_failure_is_named_and_what_came_before_stays(act, make, work, monkeypatch):
    def do(_job, item, _act):
        if item.item_key == "bad":
            raise Refused("缺少字形，请换一个字体")
        return KINDS["scorecards"].do(_job, item, _act) if item.stage else Made(told="好")

    monkeypatch.setitem(KINDS, "scorecards", Kind(do))
    job = asking.request(act, make.township.id, "scorecards", "打印", {}, [Step("good", "甲"), Step("bad", "乙")])
    good, bad = work(job.id)
    assert (good.state, bad.state, bad.error) == (DONE, FAILED, "缺少字形，请换一个字体")
    assert db.session.get(Job, job.id).state == FAILED


def test_a_crash_says_what_it_was_and_is_tried_again_after_a_pause(act, make, app, clock, monkeypatch):
    def do(*_asked):
        raise ValueError("没有这个字\n第二行不给人看")

    monkeypatch.setitem(KINDS, "scorecards", Kind(do))
    job = asking.request(act, make.township.id, "scorecards", "打印", {}, [Step("bad", "乙")])
    (item,) = db.session.scalars(db.select(JobItem))
    item_id = item.id
    db.session.rollback()
    app.extensions["bell"].answer(item_id)
    item = db.session.get(JobItem, item_id, populate_existing=True)
    assert (item.state, item.failures, item.error) == ("queued", 1, "ValueError: 没有这个字")
    assert jobs.progress(db.session.get(Job, job.id), clock()).retrying == 1


def test_a_message_is_text_and_never_code(app, act, make):
    jobs.recompute(act, make.township.id, period(QUARTER))
    (message,) = app.extensions["bell"].huey.storage.enqueued_items()
    assert message.startswith(b"[") and b'.ring"' in message


def test_a_ring_for_nothing_does_nothing(app):
    app.extensions["bell"].answer(12345)


def test_the_queue_is_where_the_database_is(app, engine_name):
    assert queue.is_on_postgresql(app) == (engine_name == "postgresql")
