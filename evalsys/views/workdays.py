"""The calendar of workdays, year by year."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from evalsys.forms.workdays import BookForm, YearForm
from evalsys.services import calendar_books, workdays
from evalsys.services.write import Refused
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import named
from evalsys.views.exporting import with_workbook

bp = Blueprint("workdays", __name__, url_prefix="/workdays")


@bp.get("/")
@with_workbook
def index() -> str:
    """Every year with its state and the workdays of its months."""
    return render_template("workdays/index.html", years=workdays.years(today()))


@bp.route("/<code>", methods=["GET", "POST"])
def edit(code: str) -> Response | str:
    """The days of one year, to be put right by the notice."""
    year = named(code, "year").first.year
    form = YearForm(**held(year))
    if form.validate_on_submit():
        given = (form.state.data, form.source.data, form.days.data or "")
        if attempt(form, workdays.keep, year, *given, says=_("%(year)s 年的工作日历已保存。", year=year)):
            return redirect(url_for(".index"))
    return render_template("workdays/edit.html", form=form, year=year, is_read=False)


def held(year: int) -> dict[str, str]:
    """What the form of a year begins with."""
    kept = next((one for one in workdays.years(today()) if one.year == year), None)
    return {
        "state": kept.state if kept and kept.state != "missing" else "estimated",
        "source": kept.source if kept else "",
        "days": workdays.lines_of(year),
    }


@bp.route("/<code>/book", methods=["GET", "POST"])
def book(code: str) -> str:
    """Hand in a workbook of the year; what it says stands in the form, to be looked at and saved."""
    year = named(code, "year").first.year
    form = BookForm()
    if form.validate_on_submit():
        try:
            days = calendar_books.lines_in(form.file.data.filename or "", form.file.data.read(), year)
        except Refused as refusal:
            form.file.errors = [refusal.says]
        else:
            fresh = YearForm(formdata=None, **{**held(year), "state": "official", "days": days})
            return render_template("workdays/edit.html", form=fresh, year=year, is_read=True)
    return render_template("workdays/book.html", form=form, year=year)
