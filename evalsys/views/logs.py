"""Work logs: today's entry, the entries of a person, corrections."""

from __future__ import annotations

from datetime import date
from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.logs import LogForm
from evalsys.services import logs, people
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import chosen_period, named_day

bp = Blueprint("logs", __name__, url_prefix="/logs")
KINDS = ("走访", "代办", "会议", "党建", "学习", "应急")


@bp.get("/")
def index() -> Response | str:
    """The officials whose logs the viewer may read; an official goes straight to her own."""
    period = chosen_period("month")
    seen = people.officials(current_user, "log.read", period.first, period.last, today())
    if len(seen) == 1 and seen[0].id == current_user.person_id:
        return redirect(url_for(".person", person_id=seen[0].id))
    entries = logs.log_entries(seen, period.first, period.last)
    held = {person.id: [entry for entry in entries if entry.person_id == person.id] for person in seen}
    return render_template(
        "logs/index.html",
        people=seen,
        held=held,
        period=period,
        official_post=partial(people.official_post, day=period.last),
    )


@bp.get("/people/<int:person_id>")
def person(person_id: int) -> str:
    """One person's entries of a month."""
    period = chosen_period("month")
    found = people.get(current_user, person_id, today(), "log.read")
    entries = logs.log_entries([found], period.first, period.last)
    may_write = people.may(current_user, "log.write", found.id, today())
    return render_template(
        "logs/person.html",
        person=found,
        entries=entries,
        period=period,
        may_write=may_write,
        is_late=logs.is_late,
        saved=request.args.get("saved"),
    )


def kinds_for(found: people.Person) -> list[str]:
    """What this person uses, then the usual kinds."""
    used = logs.usual_kinds(found)
    return list(dict.fromkeys([*used, *KINDS]))[:8]


@bp.route("/people/<int:person_id>/add", methods=["GET", "POST"])
def add(person_id: int) -> Response | str:
    """One sentence about a day; the clerk may write it for somebody."""
    found = people.get(current_user, person_id, today(), "log.write")
    kinds = kinds_for(found)
    post = people.official_post(found)
    places = logs.usual_places(found) or ([post.unit.name] if post else [])
    form = LogForm(kinds=kinds, data={"day": asked_day(), "place": places[0] if places else ""})
    if form.validate_on_submit() and attempt(
        form,
        logs.add_log,
        found,
        form.day.data,
        form.kind.data,
        form.text.data,
        form.place.data,
        form.outcome.data,
        says=_("已提交。"),
    ):
        month = f"{form.day.data:%Y-%m}"
        return redirect(url_for(".person", person_id=found.id, period=month, saved=f"log-{found.id}"))
    return render_template("logs/form.html", form=form, person=found, places=places, entry=None, today=today())


def asked_day() -> date:
    """The day named in the address, else today."""
    return named_day(request.args.get("day", "")) or today()


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
    places = logs.usual_places(entry.person)
    return render_template(
        "logs/form.html", form=form, person=entry.person, places=places, entry=entry, today=today()
    )
