"""The check of a paper: is this sheet genuine, and is it still the last word? Open to everybody who holds one."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.papers import CodeForm
from evalsys.services import evaluations, papers, periods, throttle
from evalsys.views.acting import now

bp = Blueprint("papers", __name__, url_prefix="/v")


@bp.get("/")
def index() -> Response | str:
    """Where a code is typed by whoever has no camera."""
    form = CodeForm(request.args)
    if "code" in request.args and form.validate():
        return redirect(url_for(".show", code=papers.as_printed(form.code.data)))
    return render_template("papers/index.html", form=form)


@bp.get("/<code>")
def show(code: str) -> str | tuple[str, int]:
    """What stands on the sheet of that code, to be compared; unknown codes are counted and slowed down."""
    throttle.refuse_if_too_fast(throttle.ANY_CODE, address(), now())
    row = evaluations.by_code(code)
    if row is not None:
        when, is_intact = periods.period(row.period), evaluations.is_intact(row)
        return render_template("papers/scorecard.html", row=row, period=when, is_intact=is_intact)
    paper = papers.by_code(code)
    if paper is None:
        throttle.count_failure(throttle.ANY_CODE, address(), now())
        return render_template("papers/unknown.html", code=code), 404
    return render_template(
        "papers/show.html",
        paper=paper,
        facts=papers.facts_of(paper),
        newer=papers.newer(paper),
        is_own=current_user.is_authenticated and current_user.township_id == paper.township_id,
    )


def address() -> str:
    """Under what unknown codes are counted."""
    return request.remote_addr or "?"
