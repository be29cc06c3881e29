"""The comparison of a quarter's or year's results, and the switch that opens it to its readers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.charts import bands, strip
from evalsys.forms.comparisons import CloseForm, OpenForm
from evalsys.services import comparisons, periods
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import chosen_quarter_or_year, named_quarter_or_year
from evalsys.views.exporting import with_workbook
from evalsys.views.words import COMPARISON_READERS, COMPARISON_SHOWS

bp = Blueprint("comparisons", __name__, url_prefix="/comparisons")
# Fewer dots than this could be told apart by who knows the people.
LEAST_DOTS = 5


@bp.get("/")
@with_workbook
def index() -> str:
    """Who holds which grade; the exact order where it is opened."""
    period = chosen_quarter_or_year()
    row = comparisons.newest(current_user.township_id, period)
    may_see = comparisons.may_see(current_user, row, today())
    rows = comparisons.results(current_user, period, today()) if may_see else []
    return render_template(
        "comparisons/index.html",
        period=period,
        siblings=[
            periods.of_kind(kind, min(period.last, max(today(), period.first))) for kind in ("quarter", "year")
        ],
        row=row,
        is_on=comparisons.is_on(row, today()),
        may_see=may_see,
        readers=COMPARISON_READERS,
        shows=COMPARISON_SHOWS,
        grades=comparisons.by_grade(rows),
        placed=comparisons.in_order(rows) if comparisons.shows_order(current_user, row, rows, today()) else [],
        charts=charts(rows),
    )


def charts(rows: list[Any]) -> list[Any]:
    """The bars of the grades, and the dots where there are enough of them."""
    counts = [(grade or _("不定等次"), len(held)) for grade, held in comparisons.by_grade(rows)]
    scores = [row.score for row in rows if row.score is not None]
    return [*([bands(counts)] if counts else []), *([strip(scores)] if len(scores) >= LEAST_DOTS else [])]


@bp.route("/<code>/open", methods=["GET", "POST"])
def add(code: str) -> Response | str:
    """Open the comparison to a circle of readers."""
    period = named_quarter_or_year(code)
    form = OpenForm(
        shows=list(COMPARISON_SHOWS.items()),
        readers=list(COMPARISON_READERS.items()),
        data={"shows": "bands", "from_on": today(), "until_on": today() + timedelta(days=7)},
    )
    if form.validate_on_submit():
        given = (form.shows.data, form.readers.data, form.from_on.data, form.until_on.data, form.decision.data)
        says = _("已开放，到 %(day)s 为止。", day=form.until_on.data)
        if attempt(form, comparisons.open_it, current_user, period, *given, says=says):
            return redirect(url_for(".index", period=period.code))
    return render_template("comparisons/form.html", form=form, period=period)


@bp.route("/<int:comparison_id>/close", methods=["GET", "POST"])
def close(comparison_id: int) -> Response | str:
    """Take it back before its last day."""
    row = comparisons.get(current_user, comparison_id)
    period, form = periods.period(row.period), CloseForm(data={"version": row.version})
    if form.validate_on_submit() and attempt(
        form, comparisons.close, row, form.seen_version(), says=_("已收回，现在只有组织干事和党委委员能看。")
    ):
        return redirect(url_for(".index", period=row.period))
    return render_template("comparisons/close.html", form=form, row=row, period=period, readers=COMPARISON_READERS)
