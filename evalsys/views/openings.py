"""Opening a period's forms for everybody, after a look at who would be asked for what."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.openings import OpeningForm
from evalsys.services import closed, openings, periods
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import readable
from evalsys.views.exporting import with_workbook
from evalsys.views.words import FORM_NAMES

bp = Blueprint("openings", __name__, url_prefix="/openings")


@bp.get("/")
@with_workbook
def index() -> str:
    """The opened periods, and those that can be opened now."""
    rows = openings.of_township(current_user.township_id)
    return render_template(
        "openings/index.html",
        rows=[(row, periods.period(row.period)) for row in rows],
        offered=offered({row.period for row in rows}),
        names=FORM_NAMES,
    )


def offered(opened: set[str]) -> list[periods.Period]:
    """The quarter and year that people work on and those of today, as far as they are not open."""
    days = (periods.day_in_use(current_user.township_id, today()), today())
    found = [periods.of_kind(kind, day) for kind in openings.KINDS for day in days]
    return [one for one in dict.fromkeys(found) if one.code not in opened]


@bp.route("/<code>", methods=["GET", "POST"])
def edit(code: str) -> Response | str:
    """Who is asked for which forms in one period, before it is opened and later."""
    whole = readable(code)
    if whole.kind not in openings.KINDS:
        abort(404)
    held = openings.get(current_user.township_id, whole)
    asked = list(held.asked) if held else openings.usual(current_user.township_id, whole)
    choices = [(form, FORM_NAMES[form]) for form in openings.forms_of(whole.kind)]
    form = OpeningForm(choices=choices, data={"forms": asked})
    if form.validate_on_submit() and save(form, whole, held):
        return redirect(url_for(".index"))
    people = openings.preview(current_user.township_id, whole)
    return render_template(
        "openings/edit.html",
        form=form,
        period=whole,
        held=held,
        people=people,
        lonely=[one.name for one in people if not one.mentor and is_asked(one.until_on, whole.last)],
        is_closed=closed.in_force(current_user.township_id, whole) is not None,
    )


def save(form: OpeningForm, whole: periods.Period, held: openings.Opening | None) -> bool:
    """Open the period, or ask for other forms in an opened one."""
    if held:
        return attempt(form, openings.change, held, form.forms.data, says=_("已改好要填的表。"))
    says = _("%(period)s的表已开好，各人首页能看到自己该填的。", period=periods.name(whole))
    return attempt(form, openings.open_period, current_user.township_id, whole, form.forms.data, says=says)


def is_asked(until: date | None, last: date) -> bool:
    """Is somebody still in post at the end of the period?"""
    return until is None or until >= last
