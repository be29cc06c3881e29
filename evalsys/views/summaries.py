"""Summaries of a month, a quarter and the year: who handed one in, reading, handing in, sending back, the paper."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from evalsys import printing
from evalsys.forms.summaries import ReturnForm, SubmitForm
from evalsys.services import people, period_summaries, periods
from evalsys.views.acting import attempt, stamp, today
from evalsys.views.choosing import chosen_period, readable
from evalsys.views.exporting import with_workbook
from evalsys.views.results import paper
from evalsys.views.words import SUMMARY_KINDS, SUMMARY_SECTIONS, SUMMARY_STATES

bp = Blueprint("summaries", __name__, url_prefix="/summaries")


def asked_period() -> periods.Period:
    """The month, quarter or year in the address; the month that people work on without one."""
    written = request.args.get("period", "")
    kind = readable(written).kind if written else "month"
    return chosen_period(kind if kind in period_summaries.KINDS else "month")


@bp.get("/")
@with_workbook
def index() -> str:
    """Who has handed in the period's summary and who has not."""
    period = asked_period()
    seen = people.officials(current_user, "summary.read", period.first, period.last, today())
    mine = people.officials(current_user, "summary.write", period.first, period.last, today())
    held = period_summaries.of_period(seen, period)
    handed_in = [person for person in seen if held.get(person.id) and held[person.id].submitted_on]
    return render_template(
        "summaries/index.html",
        period=period,
        people=seen,
        held=held,
        missing=[person for person in seen if person not in handed_in],
        writable={person.id for person in mine},
        siblings=siblings(period),
        kinds=SUMMARY_KINDS,
        states=SUMMARY_STATES,
        official_post=partial(people.official_post, day=period.last),
    )


def siblings(period: periods.Period) -> list[tuple[str, periods.Period]]:
    """The month, the quarter and the year around the period; of a running one, around today."""
    day = min(period.last, max(today(), period.first))
    return [(kind, periods.of_kind(kind, day)) for kind in SUMMARY_KINDS]


@bp.get("/<int:summary_id>")
def show(summary_id: int) -> str:
    """One summary as it stands."""
    row = period_summaries.get(current_user, summary_id, today())
    return drawn(row, SubmitForm(data={"version": row.version}))


def drawn(row: Any, form: SubmitForm) -> str:
    """The page of one summary, with what the viewer may do to it."""
    period = periods.period(row.period)
    return render_template(
        "summaries/show.html",
        row=row,
        form=form,
        period=period,
        kind=SUMMARY_KINDS[period.kind],
        sections=SUMMARY_SECTIONS,
        state=SUMMARY_STATES[row.state],
        may_write=people.may(current_user, "summary.write", row.person_id, today()),
        may_return=people.may(current_user, "summary.return", row.person_id, today())
        and row.person_id != current_user.person_id,
    )


@bp.post("/<int:summary_id>/submit")
def submit(summary_id: int) -> Answer | str:
    """Hand it in as the page shows it."""
    row = period_summaries.get_own(current_user, summary_id, today())
    form = SubmitForm()
    says = _("已提交。被退回以前不能再改。")
    if form.validate_on_submit() and attempt(form, period_summaries.submit, row, form.seen_version(), says=says):
        return redirect(url_for(".show", summary_id=row.id))
    return drawn(row, form)


@bp.route("/<int:summary_id>/return", methods=["GET", "POST"])
def send_back(summary_id: int) -> Answer | str:
    """Return a summary with the reason."""
    row = period_summaries.get_to_return(current_user, summary_id, today())
    period, form = periods.period(row.period), ReturnForm(data={"version": row.version})
    says = _("已退回，本人打开就能看到原因。")
    if form.validate_on_submit() and attempt(
        form, period_summaries.send_back, row, form.seen_version(), form.reason.data, says=says
    ):
        return redirect(url_for(".index", period=row.period))
    return render_template(
        "summaries/return.html", form=form, row=row, period=period, kind=SUMMARY_KINDS[period.kind]
    )


@bp.get("/<int:summary_id>/summary.pdf")
def as_paper(summary_id: int) -> Response:
    """The summary, or the year's report on duty, as a paper to sign."""
    row = period_summaries.get(current_user, summary_id, today())
    whole = people.whole(current_user, row.person_id, today(), "summary.read")
    content = printing.summary(row, whole, stamp())
    return paper(content, printing.summary_name(row))
