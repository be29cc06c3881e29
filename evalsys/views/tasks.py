"""The list of tasks: who has done what, ticking off and taking a tick away; the clerk keeps the list."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.tasks import KEPT, WHOLE, TaskForm, TickForm, UndoForm
from evalsys.services import meetings, people, taskboard, tasks, units
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import asked_day, asked_number, chosen_period
from evalsys.views.exporting import with_workbook
from evalsys.views.words import POST_KINDS, RHYTHMS

bp = Blueprint("tasks", __name__, url_prefix="/tasks")


@bp.get("/")
@with_workbook
def index() -> str:
    """Every task of the month with who has ticked it off, when, and who has still to."""
    month = chosen_period("month", lambda _township_id: today())
    slots, names = taskboard.board(current_user, month, today())
    return render_template(
        "tasks/index.html",
        period=month,
        slots=slots,
        names=names,
        rhythms=RHYTHMS,
        posts=POST_KINDS,
        may_tick=may_tick,
    )


def may_tick(person_id: int) -> bool:
    """May the viewer tick off for this person: herself, or as a clerk anybody?"""
    return current_user.may("task.write") or (current_user.may("log.write") and current_user.person_id == person_id)


def form_for(**given: object) -> TaskForm:
    """The form with the township's villages and posts to choose from."""
    villages = units.of_kind(current_user.township_id, "village", "community")
    return TaskForm(
        posts=list(POST_KINDS.items()),
        villages=[(unit.id, unit.name) for unit in villages],
        rhythms=list(RHYTHMS.items()),
        **given,
    )


@bp.route("/add", methods=["GET", "POST"])
def add() -> Response | str:
    """A new task; `?meeting=` and `?line=` begin it from a decision of a meeting."""
    number = asked_number("meeting")
    meeting = meetings.get(current_user, "meeting.read", number, today()) if number else None
    begun = {"from_on": today(), "every": "once", "post_kind": "official", "village_id": WHOLE}
    if meeting:
        place = asked_number("line")
        begun |= {"title": meetings.decision(meeting, place), "source": meetings.named(meeting)}
    form = form_for(data=begun)
    if form.validate_on_submit():
        given = (current_user.township_id, form.values(), meeting.id if meeting else None)
        if attempt(form, tasks.add_task, *given, says=_("任务已列入清单。")):
            back = url_for("meetings.show", meeting_id=meeting.id) if meeting else url_for(".index")
            return redirect(back)
    return render_template("tasks/form.html", form=form, task=None, meeting=meeting)


@bp.route("/<int:task_id>/edit", methods=["GET", "POST"])
def edit(task_id: int) -> Response | str:
    """Change a task, or give it a last day."""
    task = tasks.get(current_user, task_id)
    held = {name: getattr(task, name) for name in KEPT} | {"post_kind": task.post_kind or ""}
    form = form_for(data={**held, "village_id": task.village_id or WHOLE, "version": task.version})
    if form.validate_on_submit() and attempt(
        form, tasks.change_task, task, form.seen_version(), form.values(), says=_("任务已改好。")
    ):
        return redirect(url_for(".index"))
    return render_template("tasks/form.html", form=form, task=task, meeting=None)


@bp.route("/<int:task_id>/people/<int:person_id>/tick", methods=["GET", "POST"])
def tick(task_id: int, person_id: int) -> Response | str:
    """Tick a task off for a day, where the log of that day is written already."""
    person = people.get(current_user, person_id, today(), "log.write")
    task = tasks.get(current_user, task_id)
    form = TickForm(data={"day": asked_day()})
    if form.validate_on_submit() and attempt(
        form, tasks.tick, person, task, form.day.data, form.note.data, says=_("已勾选。")
    ):
        return redirect(url_for(".index", period=f"{form.day.data:%Y-%m}"))
    return render_template("tasks/tick.html", form=form, task=task, person=person)


@bp.route("/done/<int:done_id>/undo", methods=["GET", "POST"])
def undo(done_id: int) -> Response | str:
    """Take a tick away; the log stays."""
    done = tasks.get_done(current_user, done_id, today())
    back = url_for(".index", period=f"{done.day:%Y-%m}")
    form = UndoForm()
    if form.validate_on_submit() and attempt(form, tasks.undo, done, says=_("已取消勾选，日志没有动。")):
        return redirect(back)
    return render_template("tasks/undo.html", form=form, done=done, back=back)
