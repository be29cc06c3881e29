"""The list of tasks: ticked with the log or apart from it, once in each rhythm; who has done what, what is open."""

from datetime import date

import pytest

from evalsys.extensions import db
from evalsys.models.closings import PeriodClose
from evalsys.models.reviews import LogEntry
from evalsys.models.tasks import Task, TaskDone
from tests.page import Page

ENTRY = {"text": "入户走访两户", "kind": "串门子", "place": "上梁村"}
TASK = {"title": "每周入户两户", "every": "week", "from_on": "2026-06-01", "source": "镇党发〔2026〕3号"}


@pytest.fixture
def village(make):
    return make.unit(name="上梁村")


@pytest.fixture
def official(make, village):
    return make.official("李晓", village)


@pytest.fixture
def own(page, make, official):
    return page.sign_in(make.account("official", person=official))


@pytest.fixture
def clerk(app, make):
    return Page(app, make).sign_in(make.account("clerk", shown_name="赵干事"))


def rows(table):
    return list(db.session.scalars(db.select(table).order_by(table.id)))


def test_the_clerk_puts_a_task_on_the_list_and_it_shows_who_is_open(clerk, official):
    clerk.fill("tasks.add", TASK)
    (task,) = rows(Task)
    assert (task.title, task.every, task.post_kind, task.village_id) == ("每周入户两户", "week", "official", None)
    seen = clerk.get("tasks.index", period="2026-06")
    assert "每周入户两户" in seen.text and "李晓" in seen.text and seen.text.count("每周一次") == 5


def test_one_submit_writes_the_log_and_the_ticks(own, make, official):
    make.task("入户两户")
    make.task("写台账", "month")
    form = own.get("logs.add", person_id=official.id)
    assert "顺手勾选任务" in form.text and "写台账" in form.text
    own.fill("logs.add", {**ENTRY, "tasks": [str(task.id) for task in rows(Task)]}, seen=form, person_id=official.id)
    (entry,) = rows(LogEntry)
    assert [(tick.period, tick.log_entry_id) for tick in rows(TaskDone)] == [
        ("2026W27", entry.id),
        ("2026-07", entry.id),
    ]
    assert "顺手勾选任务" not in own.get("logs.add", person_id=official.id).text


def test_a_retry_of_the_same_form_ticks_once(own, make, official):
    task = make.task()
    form = own.get("logs.add", person_id=official.id)
    for _ in range(2):
        again = own.fill("logs.add", {**ENTRY, "tasks": [str(task.id)]}, seen=form, person_id=official.id)
    assert "没有重复登记" in own.follow(again).text
    assert len(rows(LogEntry)) == len(rows(TaskDone)) == 1


def test_a_tick_that_is_there_already_is_named_and_nothing_is_written(own, make, official):
    task = make.task()
    form = own.get("logs.add", person_id=official.id)
    make.task_done(task, official)
    seen = own.fill("logs.add", {**ENTRY, "tasks": [str(task.id)]}, seen=form, person_id=official.id)
    assert "“入户两户”已在 2026-06-30 勾选过" in seen.text and rows(LogEntry) == []


def test_a_day_before_the_task_began_is_named(own, make, official):
    task = make.task(from_on=date(2026, 7, 1))
    form = own.get("logs.add", person_id=official.id)
    data = {**ENTRY, "day": "2026-06-30", "tasks": [str(task.id)]}
    seen = own.fill("logs.add", data, seen=form, person_id=official.id)
    assert "2026-06-30 的任务清单里没有“入户两户”" in seen.text and rows(TaskDone) == []


def test_the_running_week_is_on_this_months_page_though_it_began_in_the_last_one(own, make):
    make.task()
    assert "2026-06-29起的一周" in own.get("tasks.index").text


def test_only_tasks_of_her_post_and_village_are_offered(own, make, official, village):
    make.task("本村的", village_id=village.id)
    make.task("别村的", village_id=make.unit().id)
    make.task("书记的", post_kind="secretary")
    make.task("大家的", post_kind=None)
    make.task("过去的", until_on=date(2026, 6, 30))
    seen = own.get("logs.add", person_id=official.id).text
    assert [title in seen for title in ("本村的", "别村的", "书记的", "大家的", "过去的")] == [
        True,
        False,
        False,
        True,
        False,
    ]
    foreign = db.session.scalar(db.select(Task).where(Task.title == "别村的"))
    tried = own.fill("tasks.tick", {"day": "2026-07-01"}, task_id=foreign.id, person_id=official.id)
    assert "任务清单里没有“别村的”" in tried.text


def test_a_tick_apart_from_the_log_shows_with_its_day_and_is_taken_away_with_the_log_kept(own, make, official):
    task, entry = make.task(), make.log(official, date(2026, 6, 30))
    own.fill("tasks.tick", {"day": "2026-06-30", "note": "两户"}, task_id=task.id, person_id=official.id)
    seen = own.get("tasks.index", period="2026-06").text
    assert "李晓 2026-06-30 两户" in seen
    own.fill("tasks.undo", {}, done_id=rows(TaskDone)[0].id)
    assert rows(TaskDone) == [] and [row.id for row in rows(LogEntry)] == [entry.id]
    own.fill("tasks.tick", {"day": "2026-06-30"}, task_id=task.id, person_id=official.id)
    assert len(rows(TaskDone)) == 1


def test_a_task_done_once_for_all_leaves_the_list_of_later_months(own, make, official):
    task = make.task("报名", "once", due_on=date(2026, 6, 20))
    assert "过期未做" in own.get("tasks.index", period="2026-06").text
    assert "报名" in own.get("tasks.index", period="2026-07").text
    make.task_done(task, official, date(2026, 6, 25), "once")
    assert "都做了" in own.get("tasks.index", period="2026-06").text
    assert "报名" not in own.get("tasks.index", period="2026-07").text


def test_the_first_page_counts_her_open_tasks_and_not_those_of_others(own, make, official):
    make.official("别人")
    task = make.task("入户两户")
    make.task("书记的", post_kind="secretary")
    seen = own.get("home.index").text
    assert "1 项任务还没有勾选" in seen and "入户两户" in seen and "书记的" not in seen
    own.fill("tasks.tick", {"day": "2026-07-01"}, task_id=task.id, person_id=official.id)
    assert "项任务还没有勾选" not in own.get("home.index").text


def test_a_task_ends_before_it_begins_nowhere_and_its_rhythm_stays_once_ticked(clerk, make, official):
    seen = clerk.fill("tasks.add", {**TASK, "until_on": "2026-05-01"})
    assert "停止日期 2026-05-01 早于开始日期 2026-06-01" in seen.text
    task = make.task()
    clerk.fill("tasks.edit", {"every": "month"}, task_id=task.id)
    make.task_done(task, official, period="2026-06")
    assert "不能改多久一次" in clerk.fill("tasks.edit", {"every": "once"}, task_id=task.id).text
    clerk.fill("tasks.edit", {"until_on": "2026-07-31"}, task_id=task.id)
    assert (rows(Task)[0].every, rows(Task)[0].until_on) == ("month", date(2026, 7, 31))


def test_the_second_editor_of_a_task_sees_both_versions(clerk, make):
    task = make.task()
    form = clerk.get("tasks.edit", task_id=task.id)
    clerk.fill("tasks.edit", {"title": "入户三户"}, task_id=task.id)
    late = clerk.fill("tasks.edit", {"title": "入户五户"}, seen=form, task_id=task.id)
    assert "别人改过这条记录" in late.text and rows(Task)[0].title == "入户三户"


def test_a_closed_quarter_takes_no_tick_and_gives_none_away(own, make, official, clock):
    task = make.task()
    done = make.task_done(task, official, date(2026, 6, 23), "2026W26")
    given = {"people": 0, "sha256": "0" * 64, "closed_on": clock().date(), "closed_by": "王干事"}
    make.keep(PeriodClose(township_id=make.township.id, period="2026Q2", number=1, closed_at=clock(), **given))
    tried = own.fill("tasks.tick", {"day": "2026-06-30"}, task_id=task.id, person_id=official.id)
    assert "已经关账" in tried.text
    assert "已经关账" in own.fill("tasks.undo", {}, done_id=done.id).text and len(rows(TaskDone)) == 1


def test_who_reads_and_who_writes(app, make, own, official):
    mentor, branch = make.person("导师"), make.branch()
    make.mentoring(official, mentor)
    make.membership(official, branch)
    other = make.official("别人")
    task = make.task()
    done = make.task_done(task, other)
    for role, person, unit in (
        ("mentor", mentor, None),
        ("secretary", make.person("书记"), branch),
        ("committee", make.person("委员"), None),
        ("inspector", None, None),
    ):
        reader = Page(app, make).sign_in(make.account(role, person=person, unit=unit))
        seen = reader.get("tasks.index", period="2026-06").text
        assert "李晓" in seen and ("别人" in seen) == (role in ("committee", "inspector"))
        reader.get("tasks.add", status=403)
        reader.get("tasks.tick", status=403, task_id=task.id, person_id=official.id)
    own.get("tasks.edit", status=403, task_id=task.id)
    own.get("tasks.tick", status=404, task_id=task.id, person_id=other.id)
    own.get("tasks.undo", status=404, done_id=done.id)
