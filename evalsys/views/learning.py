"""Lectures and training of a quarter: recorded, corrected, taken back."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.learning import LearningForm
from evalsys.forms.private import ReasonForm
from evalsys.services import learning, people
from evalsys.services.periods import of_kind
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import chosen_period, officials_to_choose
from evalsys.views.exporting import with_workbook
from evalsys.views.words import LEARNING_KINDS

bp = Blueprint("learning", __name__, url_prefix="/learning")


@bp.get("/")
@with_workbook
def index() -> str:
    """The quarter's lectures and training of everybody whom the viewer may read."""
    quarter = chosen_period("quarter", learning.last_day)
    seen = people.officials(current_user, "learning.read", quarter.first, quarter.last, today())
    rows = learning.learned(seen, quarter.first, quarter.last)
    return render_template(
        "learning/index.html",
        period=quarter,
        rows=rows,
        hours=learning.hours(rows),
        names={person.id: person.name for person in seen},
        kinds=LEARNING_KINDS,
        writable={number for number, _name in officials_to_choose("learning.write")},
    )


def form_for(people_to_choose: list[tuple[int, str]], **given: object) -> LearningForm:
    """The form with these people."""
    return LearningForm(people=people_to_choose, kinds=list(LEARNING_KINDS.items()), **given)


@bp.route("/add", methods=["GET", "POST"])
def add() -> Response | str:
    """A lecture or a training."""
    form = form_for(officials_to_choose("learning.write"), data={"day": today()})
    if form.validate_on_submit():
        person = people.get(current_user, form.person_id.data, today(), "learning.write")
        if attempt(form, learning.add_learning, person, form.values(), says=_("已登记。")):
            return redirect(url_for(".index", period=of_kind("quarter", form.day.data).code))
    return render_template("learning/form.html", form=form, row_held=None)


@bp.route("/<int:learning_id>/edit", methods=["GET", "POST"])
def edit(learning_id: int) -> Response | str:
    """Correct a record."""
    row = learning.get(current_user, learning_id, today())
    form = form_for([(row.person_id, row.person.name)], obj=row)
    if form.validate_on_submit() and attempt(
        form, learning.change_learning, row, form.seen_version(), form.values(), says=_("已改好。")
    ):
        return redirect(url_for(".index", period=of_kind("quarter", form.day.data).code))
    return render_template("learning/form.html", form=form, row_held=row)


@bp.route("/<int:learning_id>/cancel", methods=["GET", "POST"])
def cancel(learning_id: int) -> Response | str:
    """Take a record back with a reason."""
    row = learning.get(current_user, learning_id, today())
    back = url_for(".index", period=of_kind("quarter", row.day).code)
    form = ReasonForm(data={"version": row.version})
    if form.validate_on_submit() and attempt(
        form, learning.cancel, row, form.seen_version(), form.reason.data, says=_("已撤销，原记录仍可查。")
    ):
        return redirect(back)
    what = f"{row.day} {row.person.name} {row.title}"
    return render_template("records/cancel.html", form=form, what=what, back=back, room=_("学习与讲课"), stays="")
