"""The branch's page: five marks for each official and month."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.marks import FIVE, MonthlyForm
from evalsys.services import logs, marks, people, schemes
from evalsys.services.periods import Period, name
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import chosen_period, named
from evalsys.views.exporting import with_workbook

bp = Blueprint("monthly", __name__, url_prefix="/monthly")


@bp.get("/")
@with_workbook
def index() -> str:
    """Everybody whom the viewer may read, with the month's five marks."""
    month = chosen_period("month")
    seen = people.officials(current_user, "review.read", month.first, month.last, today())
    return render_template(
        "monthly/index.html",
        period=month,
        people=seen,
        held={mark.person_id: mark for mark in marks.monthly_marks(seen, month.first, month.last)},
        five=FIVE,
        total=marks.monthly_total,
        official_post=partial(people.official_post, day=month.last),
    )


def usual_marker(person: people.Person, month: Period) -> str:
    """Who marks: the viewer, or for the clerk the secretary of that month."""
    return current_user.shown_name if current_user.person_id else people.secretary_of(person, month.last)


@bp.route("/<int:person_id>/<code>", methods=["GET", "POST"])
def mark(person_id: int, code: str) -> Response | str:
    """The five marks, beside what they rest on."""
    person = people.get(current_user, person_id, today(), "monthly.mark")
    month = named(code, "month")
    held = marks.monthly_mark(person, month.first)
    form = MonthlyForm(limits=schemes.limits(current_user.township_id, "branch-mark", month.last), obj=held)
    if not form.is_submitted() and not form.marked_by.data:
        form.marked_by.data = usual_marker(person, month)
    if form.validate_on_submit() and attempt(
        form,
        marks.mark_month,
        person,
        month.first,
        form.seen_version(),
        form.marks(),
        form.marked_by.data,
        says=_("%(name)s %(month)s的月考评已保存。", name=person.name, month=name(month)),
    ):
        return redirect(url_for(".index", period=month.code))
    return render_template(
        "monthly/mark.html",
        form=form,
        person=person,
        period=month,
        five=FIVE,
        entries=logs.log_entries([person], month.first, month.last),
        weeks=marks.weekly_marks([person], month.first, month.last),
    )
