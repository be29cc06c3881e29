"""Tallies: what the counters signed, keyed for each official, about a quarter or a year's meeting."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.tallies import TallyForm
from evalsys.services import people, tallies
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import chosen_quarter_or_year, named_quarter_or_year
from evalsys.views.exporting import with_workbook

bp = Blueprint("tallies", __name__, url_prefix="/tallies")


@bp.get("/")
@with_workbook
def index() -> str:
    """Every official's tally of the quarter, or of the year's meeting."""
    period = chosen_quarter_or_year()
    seen = people.officials(current_user, "review.read", period.first, period.last, today())
    return render_template(
        "tallies/index.html",
        period=period,
        people=seen,
        held={row.person_id: tallies.shown(row) for row in tallies.of_period(seen, period)},
        least=tallies.LEAST_VALID,
        official_post=partial(people.official_post, day=period.last),
    )


@bp.route("/<int:person_id>/<code>", methods=["GET", "POST"])
def key(person_id: int, code: str) -> Response | str:
    """Key one signed tally sheet."""
    person = people.get(current_user, person_id, today(), "tally.write")
    period = named_quarter_or_year(code)
    held = tallies.tally(person, period)
    seen = tallies.shown(held) if held else {}
    form = TallyForm(data={**seen, "version": held.version if held else None})
    if form.validate_on_submit() and attempt(
        form,
        tallies.key_tally,
        person,
        period,
        form.seen_version(),
        form.counts(),
        says=_("%(name)s 的计票表已保存。", name=person.name),
    ):
        return redirect(url_for(".index", period=period.code))
    theirs = dict.fromkeys(tallies.COUNTS) | tallies.shown(form.theirs) if hasattr(form, "theirs") else None
    return render_template("tallies/key.html", form=form, person=person, period=period, theirs=theirs, seen=seen)
