"""Household visits of a month: recorded, corrected, followed up, taken back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.private import ReasonForm
from evalsys.forms.visits import FollowForm, VisitForm
from evalsys.services import people, visits
from evalsys.services.write import Act
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import asked_day, chosen_period, officials_to_choose
from evalsys.views.exporting import with_workbook

bp = Blueprint("visits", __name__, url_prefix="/visits")


@bp.get("/")
@with_workbook
def index() -> str:
    """The month's visits; `?open=1` leaves those that wait for something to be done."""
    month = chosen_period("month", visits.last_day)
    seen = people.officials(current_user, "visit.read", month.first, month.last, today())
    rows = visits.visits(seen, month.first, month.last)
    waiting = [visit for visit in rows if visits.is_open(visit)]
    only_open = request.args.get("open") == "1"
    return render_template(
        "visits/index.html",
        period=month,
        rows=waiting if only_open else rows,
        waiting=waiting,
        only_open=only_open,
        names={person.id: person.name for person in seen},
        writable={number for number, _name in officials_to_choose("visit.write")},
    )


@bp.route("/add", methods=["GET", "POST"])
def add() -> Response | str:
    """A visit; on a day without a log entry it makes that entry, too."""
    form = VisitForm(people=officials_to_choose("visit.write"), data={"day": asked_day(), "with_log": True})
    if form.validate_on_submit():
        person = people.get(current_user, form.person_id.data, today(), "visit.write")
        if attempt(form, record, person, form.values(), form.with_log.data):
            return redirect(url_for(".index", period=f"{form.day.data:%Y-%m}"))
    return render_template("visits/form.html", form=form, visit=None)


def record(act: Act, person: people.Person, values: dict[str, object], with_log: bool) -> None:
    """Record the visit, and say whether the day's log entry came with it."""
    visit = visits.add_visit(act, person, values, with_log)
    flash(_("走访已登记，当天的日志也写好了。") if visit.log_entry_id else _("走访已登记。"))


@bp.route("/<int:visit_id>/edit", methods=["GET", "POST"])
def edit(visit_id: int) -> Response | str:
    """Correct a visit."""
    visit = visits.get(current_user, visit_id, today())
    form = VisitForm(people=[(visit.person_id, visit.person.name)], obj=visit)
    if form.validate_on_submit() and attempt(
        form, visits.change_visit, visit, form.seen_version(), form.values(), says=_("走访已改好。")
    ):
        return redirect(url_for(".index", period=f"{form.day.data:%Y-%m}"))
    return render_template("visits/form.html", form=form, visit=visit)


@bp.route("/<int:visit_id>/follow", methods=["GET", "POST"])
def follow(visit_id: int) -> Response | str:
    """Mark what came of a visit, and when."""
    visit = visits.get(current_user, visit_id, today())
    form = FollowForm(data={"follow_up": visit.follow_up, "followed_up_on": today(), "version": visit.version})
    if form.validate_on_submit():
        given = (form.seen_version(), form.follow_up.data, form.followed_up_on.data)
        if attempt(form, visits.follow, visit, *given, says=_("已登记办结。")):
            return redirect(url_for(".index", period=f"{visit.day:%Y-%m}"))
    return render_template("visits/follow.html", form=form, visit=visit)


@bp.route("/<int:visit_id>/cancel", methods=["GET", "POST"])
def cancel(visit_id: int) -> Response | str:
    """Take a visit back with a reason."""
    visit = visits.get(current_user, visit_id, today())
    back = url_for(".index", period=f"{visit.day:%Y-%m}")
    form = ReasonForm(data={"version": visit.version})
    if form.validate_on_submit() and attempt(
        form, visits.cancel, visit, form.seen_version(), form.reason.data, says=_("已撤销，原记录仍可查。")
    ):
        return redirect(back)
    what = f"{visit.day} {visit.person.name} {visit.household}"
    stays = _("同一天的日志不会跟着撤销；写错了的，请到工作日志里改正。")
    return render_template("records/cancel.html", form=form, what=what, back=back, room=_("走访"), stays=stays)
