"""Tallies: what the counters signed, keyed for each official and quarter."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.tallies import TallyForm
from evalsys.services import people, tallies
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import chosen_period, named

bp = Blueprint("tallies", __name__, url_prefix="/tallies")


@bp.get("/")
def index() -> str:
    """Every official's tally of the quarter."""
    quarter = chosen_period("quarter")
    seen = people.officials(current_user, "review.read", quarter.first, quarter.last, today())
    return render_template(
        "tallies/index.html",
        period=quarter,
        people=seen,
        held={row.person_id: tallies.shown(row) for row in tallies.of_quarter(seen, quarter.first)},
        least=tallies.LEAST_VALID,
        official_post=partial(people.official_post, day=quarter.last),
    )


@bp.route("/<int:person_id>/<code>", methods=["GET", "POST"])
def key(person_id: int, code: str) -> Response | str:
    """Key one signed tally sheet."""
    person = people.get(current_user, person_id, today(), "tally.write")
    quarter = named(code, "quarter")
    held = tallies.tally(person, quarter.first)
    seen = tallies.shown(held) if held else {}
    form = TallyForm(data={**seen, "version": held.version if held else None})
    if form.validate_on_submit() and attempt(
        form,
        tallies.key_tally,
        person,
        quarter.first,
        form.seen_version(),
        form.counts(),
        says=_("%(name)s 的计票表已保存。", name=person.name),
    ):
        return redirect(url_for(".index", period=quarter.code))
    theirs = dict.fromkeys(tallies.COUNTS) | tallies.shown(form.theirs) if hasattr(form, "theirs") else None
    return render_template("tallies/key.html", form=form, person=person, period=quarter, theirs=theirs, seen=seen)
