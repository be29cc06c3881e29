"""Results: the table of a quarter or year, one result opened into its tree, the papers, and the check of a paper."""

from __future__ import annotations

import io

from flask import Blueprint, Response, current_app, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from evalsys import printing
from evalsys.services import closed, consequences, dossiers, evaluations, jobs, periods, summaries, years
from evalsys.services.write import Refused
from evalsys.views import panels
from evalsys.views.acting import act, today
from evalsys.views.choosing import chosen_quarter_or_year, is_whole, named_quarter_or_year
from evalsys.views.exporting import with_workbook
from evalsys.views.words import CONSEQUENCE_KINDS

bp = Blueprint("results", __name__)


@bp.get("/results/")
@with_workbook
def index() -> str:
    """Everybody's result of the quarter or year, with how many are out of date."""
    period = chosen_quarter_or_year()
    rows = evaluations.listed(current_user, period, today())
    closes = closed.of_period(current_user.township_id, period)
    is_closed, calendar = bool(closes) and closes[0].reopened_at is None, dossiers.calendar()
    return render_template(
        "results/index.html",
        period=period,
        quarters=years.quarters(current_user.township_id, period) if period.kind == "year" else [],
        is_estimated=dossiers.is_estimated(period, calendar),
        rows=[(row, evaluations.result_of(row)) for row in rows],
        mirrors=summaries.mirrors,
        stale=0 if is_closed or is_whole() else count_stale(period, rows, calendar),
        closes=closes,
        is_closed=is_closed,
    )


def count_stale(period: periods.Period, rows: list[evaluations.Evaluation], calendar: dossiers.Calendar) -> int:
    """How many results no longer say what the books say; only who may compute is told."""
    if not current_user.may("result.compute"):
        return 0
    try:
        return evaluations.stale(current_user.township_id, period, rows, calendar)
    except Refused:
        return 0


@bp.post("/results/compute")
def compute() -> Answer:
    """Compute the quarter or year and freeze what changed; where there are too many people to wait, as a job."""
    period = chosen_quarter_or_year()
    if dossiers.count_officials(current_user.township_id, period) > jobs.MANY:
        job = jobs.recompute(act(), current_user.township_id, period)
        return redirect(url_for("jobs.show", job_id=job.id))
    changed = evaluations.compute(act(), current_user.township_id, period)
    if changed:
        flash(ngettext("已计算，%(num)d 人的结果有更新。", "已计算，%(num)d 人的结果有更新。", changed))
    else:
        flash(_("已计算，结果和原来一样，没有改动。"))
    return redirect(url_for(".index", period=period.code))


@bp.get("/results/<int:evaluation_id>")
def show(evaluation_id: int) -> str:
    """One result: mirrors, months, and every number down to its entries."""
    row = evaluations.get(current_user, evaluation_id, today())
    history = evaluations.of_person(current_user, row.person_id, today())
    return render_template(
        "results/show.html",
        row=row,
        panel=panels.panel(row),
        versions=[other for other in history if other.period == row.period],
        scheme=row.scheme_version,
        consequences=consequences.of_result(current_user, row, today()),
        consequence_kinds=CONSEQUENCE_KINDS,
        is_estimated=dossiers.is_estimated(periods.period(row.period)),
    )


def paper(content: bytes, name: str) -> Response:
    """A PDF to download under its Chinese name."""
    return send_file(io.BytesIO(content), "application/pdf", as_attachment=True, download_name=name)


@bp.get("/results/<int:evaluation_id>/scorecard.pdf")
def scorecard(evaluation_id: int) -> Response:
    """One person's scorecard."""
    row = evaluations.get(current_user, evaluation_id, today())
    content = printing.one(row, current_user.township.name, current_app.config["BASE_ADDRESS"])
    return paper(content, printing.file_name(row))


@bp.get("/results/<code>/scorecards.pdf")
def scorecards(code: str) -> Answer | Response:
    """Everybody's scorecards of a period in one file."""
    period = named_quarter_or_year(code)
    rows = evaluations.listed(current_user, period, today())
    if not rows:
        flash(_("%(period)s还没有结果，请先计算。", period=periods.name(period)))
        return redirect(url_for(".index", period=period.code))
    content = printing.together(rows, current_user.township.name, current_app.config["BASE_ADDRESS"])
    return paper(content, printing.combined_name(rows, current_user.township.name))
