"""Closing a quarter or a year, asking to open it again, answering such a request, and an earlier close to read."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from evalsys.forms.closing import KEEP, OPEN, AnswerForm, AskForm, CloseForm, YearCloseForm
from evalsys.services import closed, closing, evaluations, periods, summaries
from evalsys.views.acting import act, attempt, today
from evalsys.views.choosing import named_quarter_or_year
from evalsys.views.exporting import with_workbook

bp = Blueprint("closing", __name__, url_prefix="/results")


def back(code: str) -> Answer:
    """To the results of the period."""
    return redirect(url_for("results.index", period=code))


@bp.route("/<code>/close", methods=["GET", "POST"])
def close(code: str) -> Answer | str:
    """The check list, and the button that closes the period."""
    period = named_quarter_or_year(code)
    form = YearCloseForm() if period.kind == "year" else CloseForm()
    says = _("%(period)s已关账。", period=periods.name(period))
    if form.validate_on_submit() and attempt(form, closing.close, current_user.township_id, period, says=says):
        return back(period.code)
    checks = closing.checks(current_user.township_id, period, today())
    is_ready = all(check.is_met for check in checks)
    return render_template("closing/close.html", form=form, period=period, checks=checks, is_ready=is_ready)


def in_force(code: str) -> tuple[periods.Period, closing.PeriodClose]:
    """The period and the close that holds; 404 for one that is open."""
    period = named_quarter_or_year(code)
    row = closed.in_force(current_user.township_id, period)
    return period, row or abort(404)


@bp.route("/<code>/reopen", methods=["GET", "POST"])
def ask(code: str) -> Answer | str:
    """Ask for the period to be opened again, with the reason."""
    period, row = in_force(code)
    form = AskForm(data={"version": row.version})
    says = _("申请已登记，等另一人确认。确认以前仍是关账状态。")
    if form.validate_on_submit() and attempt(
        form, closing.ask, row, form.seen_version(), form.reason.data, says=says
    ):
        return back(period.code)
    return render_template("closing/ask.html", form=form, period=period, close=row)


@bp.route("/closes/<int:close_id>/answer", methods=["GET", "POST"])
def answer(close_id: int) -> Answer | str:
    """Agree to a request or turn it down; who asked can only take it back."""
    row = closing.get(current_user, close_id)
    is_own = closing.is_asker(act(), row)
    form = AnswerForm(data={"version": row.version, "answer": KEEP if is_own else None}, is_own=is_own)
    if form.validate_on_submit():
        yes = form.answer.data == OPEN
        verb = closing.reopen if yes else closing.turn_down
        says = _("已重新打开，可以更正记录。更正后请重新计算，再次关账。") if yes else _("申请已了结，仍是关账状态。")
        if attempt(form, verb, row, form.seen_version(), says=says):
            return back(row.period)
    return render_template(
        "closing/answer.html", form=form, close=row, period=periods.period(row.period), is_own=is_own
    )


@bp.get("/closes/<int:close_id>")
@with_workbook
def show(close_id: int) -> str:
    """One close with the results that it froze, also after a reopening."""
    row = closing.get(current_user, close_id)
    found = closing.results(current_user, row, today())
    return render_template(
        "closing/show.html",
        close=row,
        period=periods.period(row.period),
        rows=[(one, evaluations.result_of(one)) for one in found],
        mirrors=summaries.mirrors,
        is_intact=closing.is_intact(row),
    )
