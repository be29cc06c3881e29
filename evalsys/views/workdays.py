"""The calendar of workdays, year by year."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from evalsys.forms.workdays import YearForm
from evalsys.services import workdays
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import named

bp = Blueprint("workdays", __name__, url_prefix="/workdays")


@bp.get("/")
def index() -> str:
    """Every year with its state and the workdays of its months."""
    return render_template("workdays/index.html", years=workdays.years(today()))


@bp.route("/<code>", methods=["GET", "POST"])
def edit(code: str) -> Response | str:
    """The days of one year, to be put right by the notice."""
    year = named(code, "year").first.year
    kept = next((one for one in workdays.years(today()) if one.year == year), None)
    form = YearForm(
        state=kept.state if kept and kept.state != "missing" else "estimated",
        source=kept.source if kept else "",
        days=workdays.lines_of(year),
    )
    if form.validate_on_submit():
        given = (form.state.data, form.source.data, form.days.data or "")
        if attempt(form, workdays.keep, year, *given, says=_("%(year)s 年的工作日历已保存。", year=year)):
            return redirect(url_for(".index"))
    return render_template("workdays/edit.html", form=form, year=year)
