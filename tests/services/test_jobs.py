"""Jobs in their tables: one winner of a claim, leases, retries, cancelling, the sweeper."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from types import SimpleNamespace

import pytest

from evalsys.extensions import db, writing
from evalsys.models.jobs import CANCELLED, DONE, FAILED, QUEUED, RUNNING, WAITING, Job, JobItem
from evalsys.services import jobs
from evalsys.services.jobs import asking, sweeping, working
from evalsys.services.jobs.asking import Step
from evalsys.services.jobs.sweeping import AGAIN, MOST_LOSSES
from evalsys.services.jobs.working import LEASE, MOST_FAILURES, Made
from evalsys.services.write import Act, Refused

ME, OTHER = "me", "other"


@pytest.fixture
def app(app_in_files):
    return app_in_files


@pytest.fixture
def heard(app):
    """A bell that only notes what it was rung for."""

    rings = []
    app.extensions["bell"] = SimpleNamespace(
        ring=lambda number, _urgent: rings.append(number), waiting=lambda: 0, close=lambda: None
    )
    return rings


@pytest.fixture
def act(make, clock, heard):
    return Act(make.account("clerk"), clock())


@pytest.fixture
def job(act, make):
    """Two items, and one that waits for them."""
    steps = [Step("1", "李晓"), Step("2", "张三"), Step("all", "合订本", 1)]
    return asking.request(act, make.township.id, "scorecards", "打印", {}, steps)


def items(job):
    db.session.rollback()
    return list(db.session.scalars(db.select(JobItem).where(JobItem.job_id == job.id).order_by(JobItem.id)))


def states(job):
    return [item.state for item in items(job)]


def finish(item, clock, worker=ME, **made):
    return working.finish(working.claim(item.id, worker, clock()), worker, clock(), Made(**made))


def test_a_job_rings_for_its_first_items_once_they_are_there(job, heard):
    first, second, last = items(job)
    assert heard == [first.id, second.id]
    assert (first.state, second.state, last.state) == (QUEUED, QUEUED, WAITING)


def test_the_same_work_is_not_begun_twice(job, act, make):
    assert asking.request(act, make.township.id, "scorecards", "打印", {}, [Step("1", "李晓")]).id == job.id


def test_of_eight_threads_that_claim_one_item_one_gets_it(app, job, clock):
    item_id, start = items(job)[0].id, Barrier(8)
    db.session.rollback()

    def claim(number):
        with app.app_context():
            start.wait()
            return working.claim(item_id, f"worker {number}", clock()) is not None

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(claim, range(8)))
    writing.set(True)
    assert won.count(True) == 1
    item = items(job)[0]
    assert item.worker == f"worker {won.index(True)}" and item.tries == 1


def test_the_last_stage_begins_when_everything_before_it_is_done(job, clock):
    first, second, last = items(job)
    assert finish(first, clock) == []
    assert finish(second, clock) == [last.id]
    assert finish(last, clock) == []
    assert db.session.get(Job, job.id).state == DONE


def test_a_claimed_item_is_free_again_only_when_its_lease_is_over(job, clock):
    item = items(job)[0]
    working.claim(item.id, ME, clock())
    clock.now += LEASE
    assert working.claim(item.id, OTHER, clock()) is None
    clock.now += timedelta(seconds=1)
    taken = working.claim(item.id, OTHER, clock())
    assert (taken.worker, taken.tries, taken.losses) == (OTHER, 2, 1)


def test_a_renewed_lease_keeps_the_item(job, clock):
    item = items(job)[0]
    working.claim(item.id, ME, clock())
    clock.now += LEASE
    assert working.renew({item.id: ME}, clock()) == set()
    clock.now += LEASE
    assert working.claim(item.id, OTHER, clock()) is None


def test_a_worker_who_lost_the_item_changes_nothing(job, clock):
    item = items(job)[0]
    mine = working.claim(item.id, ME, clock())
    clock.now += LEASE * 2
    working.claim(item.id, OTHER, clock())
    assert working.renew({item.id: ME}, clock()) == {item.id}
    assert working.finish(mine, ME, clock(), Made(output="我的.pdf", size=1, sha256="0" * 64)) is None
    assert working.fail(mine, ME, clock(), "出错") is None
    now = items(job)[0]
    assert (now.state, now.worker, now.output, now.error) == (RUNNING, OTHER, None, None)


def test_an_error_is_kept_and_the_item_tried_again_after_a_pause_four_times_at_most(job, clock):
    item = items(job)[0]
    for time in range(1, MOST_FAILURES + 1):
        taken = working.claim(item.id, ME, clock())
        working.fail(taken, ME, clock(), f"第{time}次出错")
        now = items(job)[0]
        assert (now.failures, now.error) == (time, f"第{time}次出错")
        assert now.state == (QUEUED if time < MOST_FAILURES else FAILED)
        assert working.claim(item.id, ME, clock()) is None
        clock.now += timedelta(seconds=30)
    assert working.claim(item.id, ME, clock()) is None


def test_a_refusal_is_final_at_once(job, clock):
    taken = working.claim(items(job)[0].id, ME, clock())
    working.fail(taken, ME, clock(), "已关账", is_final=True)
    assert items(job)[0].state == FAILED


def test_only_what_failed_is_tried_again_and_then_the_job_goes_on(job, clock, act, heard):
    first, second, last = items(job)
    finish(first, clock, told="好")
    working.fail(working.claim(second.id, ME, clock()), ME, clock(), "缺字", is_final=True)
    assert db.session.get(Job, job.id).state == FAILED
    assert states(job) == [DONE, FAILED, WAITING]
    heard.clear()
    jobs.retry_failed(act, db.session.get(Job, job.id))
    assert states(job) == [DONE, QUEUED, WAITING] and heard == [second.id]
    assert finish(second, clock) == [last.id]
    assert items(job)[0].tries == 1


def test_a_cancelled_job_begins_nothing_more_and_keeps_what_is_made(job, clock, act):
    first, second, _last = items(job)
    mine = working.claim(first.id, ME, clock())
    jobs.cancel(act, db.session.get(Job, job.id))
    assert working.claim(second.id, ME, clock()) is None
    assert working.finish(mine, ME, clock(), Made(told="好")) == []
    assert states(job) == [DONE, CANCELLED, CANCELLED]
    assert db.session.get(Job, job.id).state == CANCELLED
    with pytest.raises(Refused, match="已经结束"):
        jobs.cancel(act, db.session.get(Job, job.id))


def test_what_goes_wrong_in_a_cancelled_job_is_not_tried_again(job, clock, act):
    mine = working.claim(items(job)[0].id, ME, clock())
    jobs.cancel(act, db.session.get(Job, job.id))
    working.fail(mine, ME, clock(), "出错")
    assert states(job) == [CANCELLED, CANCELLED, CANCELLED]


def test_the_sweeper_rings_again_for_what_nobody_followed_but_not_at_once(job, clock, heard):
    first, second, _last = items(job)
    heard.clear()
    assert sweeping.sweep(clock()) == 2, "nobody noted that they were rung for"
    assert sweeping.sweep(clock()) == 0, "too early to ring again"
    clock.now += AGAIN
    sweeping.sweep(clock())
    assert heard == [first.id, second.id] * 2


def test_the_sweeper_rings_for_an_item_whose_worker_is_gone(job, clock, heard):
    first = items(job)[0]
    working.claim(first.id, ME, clock())
    sweeping.sweep(clock())
    heard.clear()
    clock.now += LEASE + timedelta(seconds=1)
    sweeping.sweep(clock())
    assert first.id in heard


def test_an_item_that_takes_every_worker_with_it_is_given_up(job, clock):
    first = items(job)[0]
    for _time in range(MOST_LOSSES + 1):
        assert working.claim(first.id, ME, clock())
        clock.now += LEASE + timedelta(seconds=1)
    sweeping.sweep(clock())
    now = items(job)[0]
    assert now.state == FAILED and "中断了 30 次" in now.error


def test_the_sweeper_settles_a_job_that_its_last_worker_left_open(job, clock, heard):
    for item in items(job)[:2]:
        item.state = DONE
    db.session.commit()
    heard.clear()
    sweeping.sweep(clock())
    assert heard == [items(job)[2].id]


def test_what_only_one_machine_can_do_is_found_there_without_a_ring(job, clock, act, make):
    assert sweeping.of_kinds(["backup"], clock()) == []
    backup = jobs.backup(act, make.township.id)
    (item,) = items(backup)
    assert sweeping.of_kinds(["backup"], clock()) == [item.id]
    working.claim(item.id, ME, clock())
    assert sweeping.of_kinds(["backup"], clock()) == []


def test_a_sweep_with_nothing_to_do_writes_nothing(job, clock, act, heard):
    jobs.cancel(act, db.session.get(Job, job.id))
    heard.clear()
    assert sweeping.sweep(clock()) == 0 and heard == []


def test_the_time_left_is_what_the_latest_took(job, clock):
    first, _second, _last = items(job)
    clock.now += timedelta(seconds=40)
    finish(first, clock)
    assert jobs.progress(db.session.get(Job, job.id), clock()).seconds_left == 80
