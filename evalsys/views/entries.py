"""The register of a measure's own streams: choose the sheet, see its records, enter one, take one back."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.entries import CALLED, form_of
from evalsys.forms.private import ReasonForm
from evalsys.services import entries, entries_sheets, people, registers_reading
from evalsys.services import entries_keeping as keeping
from evalsys.views.acting import attempt, today
from evalsys.views.exporting import with_workbook

bp = Blueprint("entries", __name__, url_prefix="/entries")


@bp.get("/")
@with_workbook
def index() -> str:
    """The sheets of the adopted measures, and the records of the one that is chosen."""
    offered = entries_sheets.sheets(current_user.township_id)
    asked = (request.args.get("measure", ""), request.args.get("stream", ""))
    chosen = next((one for one in offered if (one.measure.name, one.name) == asked), offered[0] if offered else None)
    rows = keeping.listed(current_user, chosen, today()) if chosen else []
    return render_template(
        "entries/index.html",
        offered=offered,
        chosen=chosen,
        rows=[(row, entries.numbers(row)) for row in rows],
        called=CALLED,
    )


def back_to(one: entries_sheets.Sheet) -> str:
    """The records of a sheet."""
    return url_for(".index", measure=one.measure.name, stream=one.name)


@bp.route("/<measure>/<stream>/add", methods=["GET", "POST"])
def add(measure: str, stream: str) -> Response | str:
    """A record, in the form that the measure asks for."""
    one = entries_sheets.sheet(current_user.township_id, measure, stream)
    built = form_of(str(one.stream.on), one.numbers, one.words, one.stream.needs)
    form = built(people=registers_reading.leaders(current_user, today(), "star.write"), limits=one.numbers)
    if form.validate_on_submit():
        person = people.get(current_user, form.person_id.data, today(), "star.write")
        given = (form.on(), form.numbers(), form.said(), form.by.data, form.evidence.data or "")
        if attempt(form, keeping.add, person, one, *given, says=_("%(name)s的记录已登记。", name=person.name)):
            return redirect(back_to(one))
    return render_template("entries/form.html", form=form, one=one, back=back_to(one))


@bp.route("/<int:entry_row_id>/cancel", methods=["GET", "POST"])
def cancel(entry_row_id: int) -> Response | str:
    """Take a record back, with the reason."""
    row = keeping.get(current_user, entry_row_id, today())
    one = entries_sheets.sheet(current_user.township_id, row.measure, row.stream)
    form = ReasonForm(data={"version": row.version})
    if form.validate_on_submit() and attempt(
        form, keeping.cancel, row, one, form.seen_version(), form.reason.data, says=_("已撤销，原记录仍可查。")
    ):
        return redirect(back_to(one))
    what = f"{row.on_day} {row.person.name} {one.stream.title} {row.text}"
    return render_template(
        "records/cancel.html", form=form, what=what, back=back_to(one), room=one.stream.title, stays=""
    )
