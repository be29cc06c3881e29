"""The files of jobs: whole or not there, the same name for the same content, tidied after a month."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pytest

from evalsys.extensions import db
from evalsys.models.jobs import JobItem
from evalsys.services.jobs import asking, store
from evalsys.services.jobs.asking import Step
from evalsys.services.write import Act, Refused

PAPER = b"%PDF-1.4 paper"


@pytest.fixture(params=["folder", "memory"])
def item(request, app, make, clock, tmp_path):
    address = f"file://{tmp_path / '共享 files'}" if request.param == "folder" else f"memory://{tmp_path.name}"
    app.config["STORE_URL"] = address
    job = asking.request(
        Act(make.account("clerk"), clock()), make.township.id, "scorecards", "打印", {}, [Step("1", "李晓")]
    )
    return db.session.scalar(db.select(JobItem).where(JobItem.job_id == job.id))


def put(item, content=PAPER):
    made = store.put(item, "李晓.pdf", io.BytesIO(content))
    item.output, item.size, item.sha256 = made.output, made.size, made.sha256
    return made


def names():
    files, root = store.place()
    return [path.rpartition("/")[2] for path in files.find(root)]


def test_a_file_is_kept_with_its_fingerprint_and_read_back(item):
    made = put(item)
    assert (made.size, made.sha256) == (len(PAPER), hashlib.sha256(PAPER).hexdigest())
    with store.opened(item) as file:
        assert file.read() == PAPER


def test_made_again_it_is_the_same_file(item):
    put(item)
    put(item)
    assert names() == [f"{item.id}-{item.sha256[:16]}"]


def half_written(item):
    """What a worker has begun to write for the item."""
    files, root = store.place()
    with files.open(f"{store.folder_of(root, item.job_id)}/{item.id}-abc.1234.new", "wb") as file:
        file.write(b"half")


def test_what_a_killed_worker_left_half_written_is_no_file_and_goes(item):
    put(item)
    half_written(item)
    store.sweep_fresh(item.job_id, item.stage + 1)
    assert names() == [f"{item.id}-{item.sha256[:16]}"]


def test_what_another_worker_is_writing_meanwhile_stays(item):
    put(item)
    half_written(item)
    store.sweep_fresh(item.job_id, item.stage)
    assert f"{item.id}-abc.1234.new" in names()


def test_files_go_a_month_after_the_end_and_the_page_says_so(item, clock):
    put(item)
    item.state, item.job.state, item.job.ended_at = "done", "done", clock()
    db.session.commit()
    store.tidy(clock() + timedelta(days=30))
    assert names() != []
    store.tidy(clock() + timedelta(days=31))
    assert names() == []
    with pytest.raises(Refused, match="文件已经清理"):
        store.opened(item)
