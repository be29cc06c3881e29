"""Meetings of a quarter with their minutes, on the page and on paper."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from evalsys import printing
from evalsys.forms.meetings import MeetingForm, given_people, meeting_form
from evalsys.forms.private import ReasonForm
from evalsys.services import meetings
from evalsys.views.acting import attempt, stamp, today
from evalsys.views.choosing import chosen_period
from evalsys.views.exporting import with_workbook
from evalsys.views.words import MEETING_KINDS, POST_KINDS

bp = Blueprint("meetings", __name__, url_prefix="/meetings")


@bp.get("/")
@with_workbook
def index() -> str:
    """The quarter's meetings that the viewer may read."""
    quarter = chosen_period("quarter", meetings.last_day)
    rows = meetings.listed(current_user, quarter.first, quarter.last, today())
    return render_template("meetings/index.html", period=quarter, rows=rows, kinds=MEETING_KINDS)


def drawn(form: MeetingForm, people: list[Any], **more: Any) -> str:
    """The page of the form: those who are expected, and everybody else folded away."""
    expected = [one for one in people if form[f"came_{one.id}"].data or form[f"reason_{one.id}"].data] or people
    others = [one for one in people if one not in expected]
    return render_template("meetings/form.html", form=form, people=expected, others=others, **more)


@bp.get("/add")
def choose() -> Answer | str:
    """For whom the minutes are; with one place only there is nothing to choose."""
    places = meetings.places(current_user)
    if len(places) == 1:
        return redirect(url_for(".add", unit_id=places[0].id))
    return render_template("meetings/choose.html", places=places)


@bp.route("/units/<int:unit_id>/add", methods=["GET", "POST"])
def add(unit_id: int) -> Answer | str:
    """Minutes of a meeting of the township or of a branch."""
    unit = meetings.place(current_user, unit_id)
    people = meetings.candidates(unit, today())
    begun = {"kind": "weekly", "held_on": today(), "recorder": current_user.shown_name}
    form = meeting_form(people, list(MEETING_KINDS.items()), usual(people, today()), data=begun)
    if form.validate_on_submit():
        given = (unit, form.values(), given_people(form, people), {one.id: one.name for one in people})
        if attempt(form, meetings.add_meeting, *given, says=_("会议纪要已登记。")):
            return redirect(url_for(".index", period=f"{form.held_on.data:%Y-%m}"))
    return drawn(form, people, unit=unit, meeting=None)


def usual(people: list[Any], day: date) -> dict[int, tuple[bool, str]]:
    """Village officials are expected, so they stand as having come until somebody says otherwise."""
    return {one.id: (meetings.is_official(one, day), "") for one in people}


@bp.route("/<int:meeting_id>/edit", methods=["GET", "POST"])
def edit(meeting_id: int) -> Answer | str:
    """Correct minutes."""
    meeting = meetings.get(current_user, "meeting.write", meeting_id, today())
    held = {row.person_id: (row.came, row.reason or "") for row in meeting.people}
    people = meetings.candidates(meeting.unit, meeting.held_on)
    people += [row.person for row in meeting.people if row.person not in people]
    form = meeting_form(people, list(MEETING_KINDS.items()), held, obj=meeting)
    if form.validate_on_submit():
        given = (form.values(), given_people(form, people), {one.id: one.name for one in people})
        if attempt(form, meetings.change_meeting, meeting, form.seen_version(), *given, says=_("会议纪要已改好。")):
            return redirect(url_for(".show", meeting_id=meeting.id))
    return drawn(form, people, unit=meeting.unit, meeting=meeting)


@bp.get("/<int:meeting_id>")
def show(meeting_id: int) -> str:
    """The minutes, with the tasks that came from them."""
    meeting = meetings.get(current_user, "meeting.read", meeting_id, today())
    return render_template(
        "meetings/show.html",
        meeting=meeting,
        matters=meetings.lines(meeting.matters),
        decisions=meetings.lines(meeting.decisions),
        tasks=meetings.tasks_of(meeting),
        kinds=MEETING_KINDS,
        posts=POST_KINDS,
        may_write=meetings.may_write(current_user, meeting, today()),
    )


@bp.get("/<int:meeting_id>/minutes.pdf")
def minutes(meeting_id: int) -> Response:
    """The minutes on paper."""
    meeting = meetings.get(current_user, "meeting.read", meeting_id, today())
    content = printing.minutes_paper(meeting, stamp())
    return send_file(
        io.BytesIO(content), "application/pdf", as_attachment=True, download_name=printing.minutes_name(meeting)
    )


@bp.route("/<int:meeting_id>/cancel", methods=["GET", "POST"])
def cancel(meeting_id: int) -> Answer | str:
    """Take minutes back with a reason."""
    meeting = meetings.get(current_user, "meeting.write", meeting_id, today())
    back = url_for(".show", meeting_id=meeting.id)
    form = ReasonForm(data={"version": meeting.version})
    if form.validate_on_submit() and attempt(
        form, meetings.cancel, meeting, form.seen_version(), form.reason.data, says=_("已撤销，原记录仍可查。")
    ):
        return redirect(back)
    what = f"{meeting.held_on} {meeting.unit.name} {MEETING_KINDS[meeting.kind]}"
    stays = _("由这次会议定下的任务不会跟着撤销。")
    return render_template("records/cancel.html", form=form, what=what, back=back, room=_("碰头会"), stays=stays)
