"""Papers of the officials' year: cards of a week or a month, and the annual registers."""

from __future__ import annotations

import io

from flask import Blueprint, Response, abort, flash, redirect, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from evalsys import yearprinting
from evalsys.services import evaluations, people, periods
from evalsys.services.scope import person as reached
from evalsys.views.acting import stamp, today
from evalsys.views.choosing import named, readable

bp = Blueprint("year_papers", __name__)
RIGHTS = ("log.read", "review.read")


def paper(content: bytes, name: str) -> Response:
    """A PDF to download under its Chinese name."""
    return send_file(io.BytesIO(content), "application/pdf", as_attachment=True, download_name=name)


def begun(code: str) -> periods.Period:
    """The week or month of the address; 404 for another kind and for one that is still to come."""
    when = readable(code)
    if when.kind not in yearprinting.TITLES or when.first > today():
        abort(404)
    return when


@bp.get("/cards/<int:person_id>/<code>.pdf")
def card(person_id: int, code: str) -> Response:
    """One official's card; who may not read logs and marks does not read it either."""
    when, one = begun(code), people.whole(current_user, person_id, today(), "result.read")
    for right in RIGHTS:
        reached(current_user, right, one.id, today())
    content = yearprinting.cards(current_user, [one], when, today(), stamp())
    return paper(content, yearprinting.card_name(one, when))


@bp.get("/cards/<code>.pdf")
def cards(code: str) -> Answer | Response:
    """The cards of everybody whom the viewer may read, in one file."""
    when = begun(code)
    seen = people.officials(current_user, "log.read", when.first, when.last, today())
    allowed = {one.id for one in people.officials(current_user, "result.read", when.first, when.last, today())}
    held = [people.whole(current_user, one.id, today(), "result.read") for one in seen if one.id in allowed]
    if not held:
        flash(_("%(period)s没有您能看到的大学生村官。", period=periods.name(when)))
        return redirect(url_for("weekly.index" if when.kind == "week" else "monthly.index", period=when.code))
    content = yearprinting.cards(current_user, held, when, today(), stamp())
    return paper(content, yearprinting.together_name(when, current_user.township.name))


@bp.get("/results/<int:evaluation_id>/register.pdf")
def register(evaluation_id: int) -> Response:
    """One official's annual register; a quarter has none."""
    row = evaluations.get(current_user, evaluation_id, today())
    if periods.period(row.period).kind != "year":
        abort(404)
    content = yearprinting.registers_of(current_user, [row], today(), stamp())
    return paper(content, yearprinting.register_name([row], current_user.township.name))


@bp.get("/results/<code>/registers.pdf")
def registers(code: str) -> Answer | Response:
    """Everybody's annual register in one file."""
    year = named(code, "year")
    rows = evaluations.listed(current_user, year, today())
    if not rows:
        flash(_("%(period)s还没有结果，请先计算。", period=periods.name(year)))
        return redirect(url_for("results.index", period=year.code))
    content = yearprinting.registers_of(current_user, rows, today(), stamp())
    return paper(content, yearprinting.register_name(rows, current_user.township.name))
