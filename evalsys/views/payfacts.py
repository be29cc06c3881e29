"""What measures of pay ask for: the records with their state, registering one, taking one back."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.pay import PayReasonForm
from evalsys.forms.payfacts import fact_form
from evalsys.services import payfacts, paymeasures, payplans, periods, units
from evalsys.views.acting import attempt, today
from evalsys.views.exporting import with_workbook

bp = Blueprint("payfacts", __name__, url_prefix="/pay/facts")


@bp.get("/")
@with_workbook
def index() -> str:
    """Every record, and what else can be registered."""
    streams = paymeasures.streams(current_user.township_id, today())
    rows = [
        (row, paymeasures.title(streams, row.stream), payfacts.numbers(row))
        for row in payfacts.everything(current_user)
    ]
    return render_template("payfacts/index.html", streams=streams, rows=rows)


def whose() -> list[tuple[str, str]]:
    """All, each village, each cadre of the year."""
    township, year = current_user.township_id, periods.of_kind("year", today())
    villages = [(f"u{unit.id}", unit.name) for unit in units.of_kind(township, "village", "community")]
    people = [(f"p{number}", name) for number, name in payplans.people(township, year)]
    return [("a", _("全镇都一样")), *villages, *people]


@bp.route("/add", methods=["GET", "POST"])
def add() -> Response | str:
    """Register one record of the stream that the address names."""
    stream = paymeasures.streams(current_user.township_id, today()).get(request.args.get("stream", ""))
    if stream is None:
        abort(404)
    kind = fact_form(paymeasures.labels(stream), "reason" in stream.needs, paymeasures.needs_evidence(stream))
    form = kind(people=whose())
    if form.validate_on_submit():
        given = (stream, form.whom(), form.on_day.data, form.values(), form.text.data or "", form.evidence.data or "")
        if attempt(form, payfacts.add, *given, says=_("%(title)s已登记。", title=stream.title)):
            return redirect(url_for(".index"))
    return render_template("payfacts/add.html", form=form, stream=stream)


@bp.route("/<int:pay_fact_id>/cancel", methods=["GET", "POST"])
def cancel(pay_fact_id: int) -> Response | str:
    """Take a record back."""
    row = payfacts.get(current_user, pay_fact_id)
    streams = paymeasures.streams(current_user.township_id, today())
    form = PayReasonForm(data={"version": row.version})
    if form.validate_on_submit():
        given = (row, form.seen_version(), form.reason.data)
        if attempt(form, payfacts.cancel, *given, says=_("已撤销，原登记仍可查。")):
            return redirect(url_for(".index"))
    title, numbers = paymeasures.title(streams, row.stream), payfacts.numbers(row)
    return render_template("payfacts/cancel.html", form=form, row=row, title=title, numbers=numbers)
