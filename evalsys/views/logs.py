"""Work logs: today's entry, the entries of a person, corrections."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.logs import LogForm
from evalsys.services import logs, people, tasks
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import asked_day, chosen_period
from evalsys.views.exporting import with_workbook
from evalsys.views.words import PRACTICE_KINDS

bp = Blueprint("logs", __name__, url_prefix="/logs")
KINDS = ("走访", "代办", "会议", "党建", "学习", "应急")


@bp.get("/")
@with_workbook
def index() -> Response | str:
    """The officials whose logs the viewer may read; an official goes straight to her own."""
    period = chosen_period("month")
    seen = people.officials(current_user, "log.read", period.first, period.last, today())
    if len(seen) == 1 and seen[0].id == current_user.person_id:
        return redirect(url_for(".person", person_id=seen[0].id))
    kind = asked_kind()
    entries = logs.log_entries(seen, period.first, period.last, kind)
    held = {person.id: [entry for entry in entries if entry.person_id == person.id] for person in seen}
    return render_template(
        "logs/index.html",
        people=seen,
        held=held,
        period=period,
        kind=kind,
        kinds=[*KINDS, *PRACTICE_KINDS],
        official_post=partial(people.official_post, day=period.last),
    )


def asked_kind() -> str:
    """The kind of work named by `?kind=`; none leaves all kinds."""
    return request.args.get("kind", "").strip()[:20]


@bp.get("/people/<int:person_id>")
@with_workbook
def person(person_id: int) -> str:
    """One person's entries of a month."""
    period = chosen_period("month")
    found = people.get(current_user, person_id, today(), "log.read")
    kind = asked_kind()
    entries = logs.log_entries([found], period.first, period.last, kind)
    may_write = people.may(current_user, "log.write", found.id, today())
    return render_template(
        "logs/person.html",
        person=found,
        entries=entries,
        period=period,
        may_write=may_write,
        kind=kind,
        kinds=list(dict.fromkeys([*kinds_for(found), *KINDS])),
        is_late=logs.is_late,
        saved=request.args.get("saved"),
    )


def kinds_for(found: people.Person) -> list[str]:
    """What this person uses, then the usual kinds, then those of the practice exercise."""
    used = logs.usual_kinds(found)
    return list(dict.fromkeys([*list(dict.fromkeys([*used, *KINDS]))[:8], *PRACTICE_KINDS]))


@bp.route("/people/<int:person_id>/add", methods=["GET", "POST"])
def add(person_id: int) -> Response | str:
    """One sentence about a day, and the tasks done with it; the clerk may write it for somebody."""
    found = people.get(current_user, person_id, today(), "log.write")
    day = asked_day()
    post = people.official_post(found)
    places = logs.usual_places(found) or ([post.unit.name] if post else [])
    open_tasks = [(task.id, task.title) for task in tasks.waiting(found, day)]
    begun = {"day": day, "place": places[0] if places else ""}
    form = LogForm(kinds=kinds_for(found), tasks=open_tasks, data=begun)
    saved = f"log-{found.id}-{day}"
    if form.validate_on_submit():
        given = (form.day.data, form.kind.data, form.text.data, form.place.data, form.outcome.data, form.tasks.data)
        if attempt(form, logs.add_log, found, *given, says=_("已提交。")):
            month = f"{form.day.data:%Y-%m}"
            return redirect(url_for(".person", person_id=found.id, period=month, saved=saved))
    return drawn(form, found, places, draft=saved)


def drawn(form: LogForm, found: people.Person, places: list[str], **more: Any) -> str:
    """The page of the form, for a new entry or for a correction."""
    given = {"entry": None, "draft": None, "today": today(), "practice": PRACTICE_KINDS, **more}
    return render_template("logs/form.html", form=form, person=found, places=places, **given)


@bp.route("/<int:entry_id>/edit", methods=["GET", "POST"])
def edit(entry_id: int) -> Response | str:
    """Correct an entry; its day stays."""
    entry = logs.get_entry(current_user, entry_id, today())
    form = LogForm(kinds=kinds_for(entry.person), obj=entry)
    if form.validate_on_submit():
        values = {
            "kind": form.kind.data,
            "text": form.text.data,
            "place": form.place.data,
            "outcome": form.outcome.data,
        }
        if attempt(
            form, logs.change_log, entry, form.seen_version(), values, says=_("已改好，原来的文字留在操作记录里。")
        ):
            return redirect(url_for(".person", person_id=entry.person_id, period=f"{entry.day:%Y-%m}"))
    return drawn(form, entry.person, logs.usual_places(entry.person), entry=entry)
