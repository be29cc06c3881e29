"""Stars of the secretaries: the list of a year, putting a rating forward, confirming it, one secretary's page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from evalsys import charts
from evalsys.forms.stars import CONFIRM, RunAnswerForm, RunForm
from evalsys.services import closing, people, stars, stars_preview, stars_reading, stars_wishes
from evalsys.services import stars_ledger as ledger
from evalsys.services.write import Refused
from evalsys.views.acting import act, attempt, today
from evalsys.views.choosing import FIRST_YEAR, LAST_YEAR, asked_number, named_day
from evalsys.views.exporting import with_workbook
from evalsys.views.words import STAR_CAUSES

bp = Blueprint("stars", __name__, url_prefix="/stars")


def asked_year() -> int:
    """The year named by `?year=`; else the last one that was rated, or last year."""
    written = asked_number("year")
    if FIRST_YEAR <= written < LAST_YEAR:
        return written
    return stars_reading.last_year(current_user.township_id) or today().year - 1


@bp.get("/")
@with_workbook
def index() -> str:
    """Everybody's stars of a year."""
    year = asked_year()
    return render_template(
        "stars/index.html",
        year=year,
        rows=stars_reading.of_year(current_user, year, today()),
        waiting=ledger.waiting(current_user.township_id) if current_user.may("star.confirm") else None,
        causes=STAR_CAUSES,
    )


@bp.route("/run", methods=["GET", "POST"])
def put_forward() -> Answer | str:
    """Look at what a rating would give, then put it forward."""
    year = asked_number("year")
    year = year if FIRST_YEAR <= year < LAST_YEAR else today().year - 1
    day = named_day(request.args.get("day", "")) or min(stars.rating_day(year), today())
    form = RunForm()
    if form.validate_on_submit() and attempt(
        form,
        ledger.ask,
        current_user.township_id,
        year,
        day,
        form.seen.data,
        form.reason.data or "",
        says=_("已提交，等另一人确认。确认以前星级不变。"),
    ):
        return redirect(url_for(".index", year=year))
    found, says = None, ""
    try:
        found = stars_preview.preview(current_user.township_id, year, day)
    except Refused as refusal:
        says = refusal.says
    form.seen.data = form.seen.raw_data = found.digest if found else ""
    return render_template("stars/run.html", form=form, says=says, year=year, day=day, **drawn(found))


def drawn(found: stars_preview.Preview | None) -> dict[str, Any]:
    """What a page draws of a rating that is not fixed yet."""
    levels = stars_preview.levels(found) if found else []
    return {"found": found, "levels": levels, "quotas": stars_preview.quotas(found), "causes": STAR_CAUSES}


@bp.route("/runs/<int:run_id>/answer", methods=["GET", "POST"])
def answer(run_id: int) -> Answer | str:
    """The second person's answer: the rating is fixed, or sent back."""
    row = stars_reading.run(current_user, run_id)
    is_own = closing.is_asker(act(), row)
    form = RunAnswerForm(is_own=is_own, data={"version": row.version})
    if form.validate_on_submit():
        yes = form.answer.data == CONFIRM
        says = _("已确认，%(year)s年度的星级定下了。", year=row.year) if yes else _("已退回，星级没有变。")
        if attempt(form, ledger.confirm if yes else ledger.drop, row, form.seen_version(), says=says):
            return redirect(url_for(".index", year=row.year))
    is_open = not (row.confirmed_at or row.dropped_at)
    found = stars_preview.preview(row.township_id, row.year, row.rated_on, row.reason) if is_open else None
    return render_template("stars/answer.html", form=form, run=row, is_own=is_own, **drawn(found))


@bp.get("/people/<int:person_id>")
def person(person_id: int) -> str:
    """One secretary's stars over the years, why each move was made, and what would raise them."""
    found = people.get(current_user, person_id, today(), "star.read")
    rows = stars_reading.of_person(current_user, person_id, today())
    now = next((row for row in rows if row.is_current), None)
    years = [(str(year), number) for year, number in stars_reading.over_years(rows)]
    return render_template(
        "stars/person.html",
        person=found,
        rows=rows,
        now=now,
        years=years,
        result=stars_preview.result_of(now) if now else None,
        figure=charts.stars(years),
        moves=stars_reading.moves(current_user, person_id, today()),
        causes=STAR_CAUSES,
        wishes=stars_wishes.wishes(now) if now else [],
    )


@bp.get("/ratings/<int:rating_id>")
def show(rating_id: int) -> str:
    """One rating as it was fixed, down to its records and clauses."""
    row = stars_reading.get(current_user, rating_id, today())
    return render_template(
        "stars/show.html",
        row=row,
        result=stars_preview.result_of(row),
        is_intact=stars_preview.is_intact(row),
        causes=STAR_CAUSES,
    )
