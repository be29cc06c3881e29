"""The list of tasks of a month: who has ticked what off and when, and what is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Person, Post
from evalsys.models.tasks import Task, TaskDone
from evalsys.models.units import Unit
from evalsys.scoring.periods import Period, week_of
from evalsys.services import scope, tasks


@dataclass(frozen=True)
class Held:
    """A post that somebody whom the viewer sees holds in the span."""

    person_id: int
    name: str
    kind: str
    unit_id: int
    place_id: int | None
    from_on: date
    until_on: date


@dataclass(frozen=True)
class Slot:
    """One tick that is expected: the task, its week, month or whole time, who gave it and who has still to."""

    task: Task
    period: Period | None
    done: tuple[TaskDone, ...]
    open: tuple[tuple[int, str], ...]
    is_late: bool
    day: date


def board(viewer: Account, month: Period, today: date) -> tuple[list[Slot], dict[int, str]]:
    """What was to be done in the month by people whom the viewer sees, with their names."""
    listed = tasks.listed(viewer.township_id, month.first, month.last)
    held = holders(viewer, month, listed, today)
    names = {one.person_id: one.name for one in held}
    ticks = tasks.ticked(list(names), [task.id for task in listed])
    slots = [slot(task, period, held, ticks, today) for task in listed for period in periods_of(task, month, today)]
    return [one for one in slots if is_shown(viewer, one, month)], names


def own_open(viewer: Account, month: Period, today: date) -> list[Task]:
    """The tasks of the month that the viewer herself has still to tick, one for each tick."""
    slots, _names = board(viewer, month, today)
    return [one.task for one in slots if any(number == viewer.person_id for number, _name in one.open)]


def is_shown(viewer: Account, one: Slot, month: Period) -> bool:
    """Something to see? A task done once and for all is not repeated in later months."""
    if not one.done and not one.open:
        return viewer.may("task.write")
    return one.task.every != tasks.ONCE or bool(one.open) or any(tick.day >= month.first for tick in one.done)


def holders(viewer: Account, month: Period, listed: list[Task], today: date) -> list[Held]:
    """The posts of the people whom the viewer sees, from the first task on; one query."""
    first = min([week_of(month.first).first, *(task.from_on for task in listed if task.every == tasks.ONCE)])
    query = select(
        Person.id,
        Person.name,
        Post.kind,
        Post.unit_id,
        Unit.place_id,
        func.coalesce(Post.from_on, date.min),
        func.coalesce(Post.until_on, date.max),
    )
    query = query.join(Post, Post.person_id == Person.id).join(Unit, Unit.id == Post.unit_id)
    query = query.where(scope.visible(viewer, "task.read", today), scope.overlapping(Post, first, month.last))
    return [Held(*row) for row in db.session.execute(query.order_by(Person.id))]


def periods_of(task: Task, month: Period, today: date) -> Iterator[Period | None]:
    """The ticks of the month: its weeks so far with the running one, latest first; the month; or the only one."""
    if task.every == tasks.ONCE:
        yield None
    elif task.every == "month":
        yield month
    else:
        weeks = [week_of(monday) for monday in month.mondays() if monday <= today]
        weeks = [week_of(today), *weeks] if today in month and week_of(today) not in weeks else weeks
        yield from (week for week in reversed(weeks) if touches(task, week))


def touches(task: Task, period: Period) -> bool:
    """Does the task hold on any day of the period?"""
    return task.from_on <= period.last and (task.until_on is None or task.until_on >= period.first)


def span_of(task: Task, period: Period | None, today: date) -> tuple[date, date]:
    """On which days somebody has to hold the post to owe the tick: any of its week or month, or the last one."""
    if period:
        return max(task.from_on, period.first), min(period.last, task.until_on or date.max)
    day = max(task.from_on, min(filter(None, (task.due_on, task.until_on, today))))
    return day, day


def slot(task: Task, period: Period | None, held: list[Held], ticks: list[TaskDone], today: date) -> Slot:
    """Who has ticked off, and who holds the post and has not."""
    first, last = span_of(task, period, today)
    code = period.code if period else tasks.ONCE
    done = tuple(tick for tick in ticks if (tick.task_id, tick.period) == (task.id, code))
    ready = {tick.person_id for tick in done}
    there = {
        one.person_id: one.name
        for one in held
        if one.from_on <= last
        and one.until_on >= first
        and tasks.fits(task, one.kind, (one.unit_id, one.place_id))
        and one.person_id not in ready
    }
    ends = [task.due_on or task.until_on or date.max, period.last if period else date.max]
    day = min(filter(None, (today, task.until_on, period.last if period else None)))
    return Slot(task, period, done, tuple(there.items()), bool(there) and min(ends) < today, day)
