"""The mentor's page: read the week, give a mark and a comment."""

from __future__ import annotations

from datetime import date
from functools import partial

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.marks import WeeklyForm
from evalsys.services import logs, marks, people, schemes
from evalsys.services.periods import of_kind
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import chosen_period, named_day
from evalsys.views.exporting import with_workbook

bp = Blueprint("weekly", __name__, url_prefix="/weekly")


@bp.get("/")
@with_workbook
def index() -> str:
    """Everybody whom the viewer may read, with this week's entries and mark."""
    period = chosen_period("week")
    seen = people.officials(current_user, "review.read", period.first, period.last, today())
    entries = logs.log_entries(seen, period.first, period.last)
    return render_template(
        "weekly/index.html",
        period=period,
        people=seen,
        counts={p.id: sum(entry.person_id == p.id for entry in entries) for p in seen},
        held={mark.person_id: mark for mark in marks.weekly_marks(seen, period.first, period.last)},
        official_post=partial(people.official_post, day=period.last),
    )


@bp.route("/<int:person_id>/<monday>", methods=["GET", "POST"])
def mark(person_id: int, monday: str) -> Response | str:
    """The week's entries, and under them the mark."""
    person = people.get(current_user, person_id, today(), "weekly.mark")
    day = named_day(monday) or abort(404)
    period = of_kind("week", day)
    held = marks.weekly_mark(person, period.first)
    form = WeeklyForm(
        limits=schemes.limits(current_user.township_id, "weekly-mark", period.last),
        obj=held,
        data={"marked_by": usual_marker(person, period.first)},
    )
    if form.validate_on_submit() and attempt(
        form,
        marks.mark_week,
        person,
        period.first,
        form.seen_version(),
        form.mark.data,
        form.comment.data,
        form.marked_by.data,
        says=_("%(name)s 的周评价已保存。", name=person.name),
    ):
        return redirect(url_for(".index", period=period.code))
    entries = logs.log_entries([person], period.first, period.last)
    return render_template("weekly/mark.html", form=form, person=person, period=period, entries=entries)


def usual_marker(person: people.Person, day: date) -> str:
    """Who marks: the viewer, or for the clerk the mentor of that week."""
    if current_user.person_id:
        return current_user.shown_name
    mentor = people.mentor_on(person, day)
    return mentor.name if mentor else ""
