"""Tasks of a post in a village, and their ticks: once, or once in each week or month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Person, Post
from evalsys.models.reviews import LogEntry
from evalsys.models.tasks import Task, TaskDone
from evalsys.scoring.periods import month_of, week_of
from evalsys.services import cancelling, closed, people, scope
from evalsys.services.records import one, refuse_day
from evalsys.services.write import Act, Refused, hold, share, write

ONCE = "once"


def slot_of(task: Task, day: date) -> str:
    """Which tick of the task a day belongs to: the code of its week or month, or the only one."""
    if task.every == ONCE:
        return ONCE
    return (week_of(day) if task.every == "week" else month_of(day)).code


def fits(task: Task, kind: str, places: Sequence[int | None]) -> bool:
    """Is the task one of that kind of post in one of those places?"""
    return (task.post_kind in (None, kind)) and (task.village_id is None or task.village_id in places)


def listed(township_id: int, first: date, last: date) -> list[Task]:
    """The tasks that hold on any day of the span, those with an early end first."""
    query = select(Task).where(Task.township_id == township_id, scope.overlapping(Task, first, last))
    rows = db.session.scalars(query.options(joinedload(Task.village)))
    return sorted(rows, key=lambda task: (task.due_on or date.max, task.id))


def own(person: Person, day: date) -> list[Task]:
    """The tasks of somebody's posts and villages on that day."""
    held = [post for post in person.posts if people.holds_on(post, day)]
    return [task for task in listed(person.township_id, day, day) if any(fits_post(task, post) for post in held)]


def fits_post(task: Task, post: Post) -> bool:
    """Is it a task of this post? A post in a branch is one in the place where the branch works."""
    return fits(task, post.kind, (post.unit_id, post.unit.place_id))


def ticked(person_ids: Sequence[int], task_ids: Sequence[int]) -> list[TaskDone]:
    """The ticks of these people at these tasks."""
    query = select(TaskDone).where(TaskDone.person_id.in_(person_ids), TaskDone.task_id.in_(task_ids))
    return list(db.session.scalars(query.order_by(TaskDone.day, TaskDone.id)))


def waiting(person: Person, day: date) -> list[Task]:
    """The tasks that somebody may tick off for that day: hers, and not ticked in their week or month."""
    found = own(person, day)
    done = {(tick.task_id, tick.period) for tick in ticked([person.id], [task.id for task in found])}
    return [task for task in found if (task.id, slot_of(task, day)) not in done]


def new_ticks(
    act: Act, person: Person, day: date, task_ids: Sequence[int], entry: LogEntry | None = None, note: str = ""
) -> list[TaskDone]:
    """Ticks of these tasks, not yet in the session. Refused where one is not hers or is ticked already."""
    for number in sorted(set(task_ids)):
        share(Task, number)
    open_ones = {task.id: task for task in waiting(person, day)} if task_ids else {}
    for number in task_ids:
        if number not in open_ones:
            refuse_tick(person, day, number)
    return [
        TaskDone(
            task=open_ones[number],
            person_id=person.id,
            period=slot_of(open_ones[number], day),
            day=day,
            note=note or None,
            log_entry=entry,
            recorded_by=act.name,
            recorded_at=act.at,
        )
        for number in dict.fromkeys(task_ids)
    ]


def refuse_tick(person: Person, day: date, number: int) -> None:
    """Say why a task cannot be ticked off for that day."""
    task = db.session.scalar(select(Task).where(Task.id == number, Task.township_id == person.township_id))
    if task is None:
        raise Refused(_("任务清单有变动，请重新打开页面再勾选。"))
    query = select(TaskDone.day).where(TaskDone.task_id == number, TaskDone.person_id == person.id)
    done_on = db.session.scalar(query.where(TaskDone.period == slot_of(task, day)))
    if done_on:
        raise Refused(
            _(
                "“%(title)s”已在 %(day)s 勾选过，这一期不用再勾。请去掉这一项再提交。",
                title=task.title,
                day=done_on.isoformat(),
            )
        )
    raise Refused(
        _(
            "%(day)s 的任务清单里没有“%(title)s”，请核对日期，或去掉这一项再提交。",
            title=task.title,
            day=day.isoformat(),
        )
    )


def get(viewer: Account, task_id: int) -> Task:
    """One task of the viewer's township, or Unknown."""
    return scope.of_township(viewer, Task, task_id)


def get_done(viewer: Account, done_id: int, day: date) -> TaskDone:
    """One tick of somebody whose log the viewer may write, or Unknown."""
    return one(viewer, "log.write", TaskDone, done_id, day)


def add_task(act: Act, township_id: int, values: dict[str, Any], meeting_id: int | None = None) -> Task:
    """A new task, perhaps one that a meeting decided."""
    refuse_dates(values)
    task = Task(township_id=township_id, meeting_id=meeting_id, recorded_by=act.name, recorded_at=act.at, **values)
    with write(act, "task.add", task, after=values) as session:
        session.add(task)
    return task


def change_task(act: Act, task: Task, version: int, values: dict[str, Any]) -> None:
    """Change a task; its rhythm stays once somebody has ticked it off."""
    refuse_dates(values)
    hold(Task, task.id)
    if values["every"] != task.every and db.session.scalar(
        select(TaskDone.id).where(TaskDone.task_id == task.id).limit(1)
    ):
        raise Refused(_("已经有人勾选过，不能改多久一次。请给这一项写上截止日期，再新建一项。"))
    cancelling.change(act, task, version, values)


def refuse_dates(values: dict[str, Any]) -> None:
    """A task neither ends nor falls due before it begins."""
    first = values["from_on"]
    for name, says in (("until_on", _("停止日期")), ("due_on", _("完成期限"))):
        if values[name] and values[name] < first:
            raise Refused(
                _(
                    "%(label)s %(day)s 早于开始日期 %(first)s，请改好日期。",
                    label=says,
                    day=values[name].isoformat(),
                    first=first.isoformat(),
                )
            )


def tick(act: Act, person: Person, task: Task, day: date, note: str) -> None:
    """Tick one task off for a day, apart from the log."""
    refuse_day(act, person, day)
    with write(act, "task.tick", task, after={"person": person.name, "day": day, "note": note or None}) as session:
        session.add_all(new_ticks(act, person, day, [task.id], note=note))


def undo(act: Act, done: TaskDone) -> None:
    """Take a tick away; the log entry that it came with stays."""
    closed.refuse_records(done.person.township_id, done.day)
    before = {"person": done.person.name, "title": done.task.title, "day": done.day, "note": done.note}
    with write(act, "task.undo", done.task, before) as session:
        session.delete(done)
