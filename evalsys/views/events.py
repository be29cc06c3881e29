"""Events of branches: the list, and one page to record an event or to correct it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.points import EventForm, attendance, crossed, event_form, tick_all
from evalsys.services import events, points, points_reach
from evalsys.services.people import Person
from evalsys.views.acting import attempt
from evalsys.views.choosing import asked_day, chosen_period
from evalsys.views.exporting import with_workbook
from evalsys.views.words import EVENT_KINDS

bp = Blueprint("events", __name__, url_prefix="/events")


@bp.get("/")
@with_workbook
def index() -> str:
    """The quarter's events."""
    quarter = chosen_period("quarter", points.last_day)
    rows = events.listed(current_user, quarter.first, quarter.last)
    return render_template("events/index.html", period=quarter, rows=rows, kinds=EVENT_KINDS)


@bp.get("/add")
def choose() -> Response | str:
    """For which branch; with one only there is nothing to choose."""
    found = points_reach.branches(current_user, "points.record")
    if len(found) == 1:
        return redirect(url_for(".add", unit_id=found[0].id))
    return render_template("events/choose.html", branches=found)


@bp.route("/branches/<int:unit_id>/add", methods=["GET", "POST"])
def add(unit_id: int) -> Response | str:
    """A new event; the list is the branch's of the day named in the address."""
    branch = points_reach.branch(current_user, "points.record", unit_id)
    people = events.members(branch, asked_day())
    form = event_form(people, list(EVENT_KINDS.items()), {}, data={"held_on": asked_day()})
    if is_sent(form, people):
        given = (branch, values(form), attendance(form, people))
        if attempt(form, events.add, *given, says=_("活动已登记，积分已记。")):
            return redirect(url_for(".index", period=f"{form.held_on.data:%Y-%m}"))
    return drawn(form, people, branch, None)


@bp.route("/<int:event_id>", methods=["GET", "POST"])
def edit(event_id: int) -> Response | str:
    """The event as it stands; who may, corrects it here."""
    may_write = current_user.may("points.record")
    event = events.get(current_user, "points.record" if request.method == "POST" else "points.read", event_id)
    held = {row.person_id: row.attendance for row in event.people}
    people = events.members(event.branch, event.held_on)
    people += [row.person for row in event.people if row.person not in people]
    form = event_form(people, list(EVENT_KINDS.items()), held, obj=event)
    if may_write and is_sent(form, people):
        given = (event, form.seen_version(), values(form), attendance(form, people))
        if attempt(form, events.change, *given, says=_("活动已改好，变动的积分已冲销或补记。")):
            return redirect(url_for(".index", period=f"{form.held_on.data:%Y-%m}"))
    return drawn(form, people, event.branch, event)


def is_sent(form: EventForm, people: list[Person]) -> bool:
    """Is the form complete and wanted? The button that ticks everybody only draws the page anew."""
    if "all" in request.form:
        tick_all(form, people)
        flash(_("已全部勾上，请把没来的改过来，再按保存。"))
        return False
    if not form.validate_on_submit():
        return False
    name = crossed(form, people)
    if name:
        form.form_errors.append(_("%(name)s的勾和旁边的情况对不上：来了的打勾，请假和缺席的不打勾。", name=name))
    elif not attendance(form, people):
        form.form_errors.append(_("还没有勾人。请先勾出到会的党员。"))
    return not form.form_errors


def values(form: EventForm) -> dict[str, Any]:
    """What the event keeps besides its list."""
    return {"kind": form.kind.data, "held_on": form.held_on.data, "topic": form.topic.data or None}


def drawn(form: EventForm, people: list[Person], branch: Any, event: Any) -> str:
    """The page of the form."""
    return render_template("events/form.html", form=form, people=people, branch=branch, event=event)
