"""Leave, commendations and criticisms of a quarter, with who approved each."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.conduct import CancelForm, ConductForm, LeaveForm
from evalsys.services import conduct, people
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import chosen_period, officials_to_choose
from evalsys.views.exporting import with_workbook
from evalsys.views.words import CONDUCT_KINDS

bp = Blueprint("conduct", __name__, url_prefix="/conduct")


@bp.get("/")
@with_workbook
def index() -> str:
    """The quarter's leave and conduct entries."""
    quarter = chosen_period("quarter")
    seen = people.officials(current_user, "conduct.read", quarter.first, quarter.last, today())
    leaves = conduct.leaves(seen, quarter.first, quarter.last)
    entries = conduct.entries(seen, quarter.first, quarter.last)
    return render_template(
        "conduct/index.html",
        period=quarter,
        leaves=leaves,
        entries=entries,
        count=len(leaves) + len(entries),
        kinds=CONDUCT_KINDS,
    )


@bp.route("/leave/add", methods=["GET", "POST"])
def add_leave() -> Response | str:
    """Record approved leave."""
    form = LeaveForm(people=officials_to_choose("conduct.write"))
    if form.validate_on_submit():
        person = people.get(current_user, form.person_id.data, today(), "conduct.write")
        given = (form.from_on.data, form.until_on.data, form.reason.data, form.approved_by.data)
        if attempt(form, conduct.add_leave, person, *given, says=_("%(name)s 的请假已登记。", name=person.name)):
            return redirect(url_for(".index"))
    return render_template("conduct/form.html", form=form, name=_("登记请假"), save=_("保存请假"))


@bp.route("/add", methods=["GET", "POST"])
def add() -> Response | str:
    """Record a commendation, a criticism or a disciplinary measure."""
    form = ConductForm(people=officials_to_choose("conduct.write"), kinds=list(CONDUCT_KINDS.items()))
    if form.validate_on_submit():
        person = people.get(current_user, form.person_id.data, today(), "conduct.write")
        given = (form.kind.data, form.happened_on.data, form.reason.data, form.approved_by.data)
        if attempt(form, conduct.add_conduct, person, *given, says=_("%(name)s 的奖惩已登记。", name=person.name)):
            return redirect(url_for(".index"))
    return render_template("conduct/form.html", form=form, name=_("登记奖惩"), save=_("保存奖惩"))


def ask_and_cancel(row: Any, what: str) -> Response | str:
    """Ask once more, then take the entry back; it stays in the books as cancelled."""
    form = CancelForm()
    if form.validate_on_submit() and attempt(form, conduct.cancel, row, says=_("已撤销，原记录仍可查。")):
        return redirect(url_for(".index"))
    return render_template("conduct/cancel.html", form=form, row=row, what=what)


@bp.route("/leave/<int:leave_id>/cancel", methods=["GET", "POST"])
def cancel_leave(leave_id: int) -> Response | str:
    """Take leave back."""
    row = conduct.get_leave(current_user, leave_id, today())
    return ask_and_cancel(row, _("%(first)s 至 %(last)s 的请假", first=row.from_on, last=row.until_on))


@bp.route("/<int:conduct_id>/cancel", methods=["GET", "POST"])
def cancel(conduct_id: int) -> Response | str:
    """Take a conduct entry back."""
    row = conduct.get_entry(current_user, conduct_id, today())
    return ask_and_cancel(row, f"{row.happened_on} {CONDUCT_KINDS[row.kind]} {row.reason}")
