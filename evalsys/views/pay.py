"""Pay of the village cadres: runs with their lines, previewed, approved by a second person; one's own pay."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.pay import ApproveForm, DeductForm, PayReasonForm, PrepareForm
from evalsys.services import payapproval, payfacts, paylists, payplans, payreads, payruns, periods, schemes
from evalsys.services.write import Refused
from evalsys.views.acting import act, attempt, today
from evalsys.views.choosing import asked_number, readable
from evalsys.views.exporting import with_workbook

bp = Blueprint("pay", __name__, url_prefix="/pay")


@bp.get("/")
@with_workbook
def index() -> str:
    """The township's runs with what can be prepared now; one's own pay for everybody else."""
    if not payreads.sees_all(current_user):
        return render_template("pay/own.html", rows=payreads.own(current_user, today()), named=payplans.named)
    offers = payplans.offers(current_user.township_id, today()) if current_user.may("pay.write") else []
    return render_template("pay/index.html", runs=payreads.runs(current_user), offers=offers, named=payplans.named)


def asked() -> tuple[payruns.SchemeVersion, periods.Period]:
    """The measure and the period that the address names; the measure as it holds for the period."""
    row = schemes.get(current_user, asked_number("measure"))
    period = readable(request.args.get("period", ""))
    return schemes.in_force(current_user.township_id, row.name, period.rule_date), period


@bp.route("/prepare", methods=["GET", "POST"])
def prepare() -> Response | str:
    """Every line before anything is kept; the button hands the run to the second person."""
    try:
        row, period = asked()
        shown = payruns.preview(current_user.township_id, row, period)
    except Refused as refusal:
        return render_template("pay/refused.html", says=refusal.says)
    form = PrepareForm(data={"control_total": str(shown.control_total)})
    says = _("%(period)s的发放表已提交，等另一位薪酬经办人审批。", period=periods.name(period))
    given = (current_user.township_id, row, period, form.seen())
    if form.validate_on_submit() and attempt(form, payruns.prepare, *given, says=says):
        return redirect(url_for(".index"))
    form.control_total.data = str(shown.control_total)
    return render_template("pay/prepare.html", form=form, shown=shown, period=period)


@bp.route("/deduct", methods=["GET", "POST"])
def deduct() -> Response | str:
    """Register what is taken off somebody in one run."""
    try:
        row, period = asked()
        people = payplans.people(current_user.township_id, period)
    except Refused as refusal:
        return render_template("pay/refused.html", says=refusal.says)
    form = DeductForm(people=people)
    if form.validate_on_submit():
        given = (form.person_id.data, row.name, period.code, form.amount.data, form.reason.data)
        if attempt(form, payfacts.deduct, *given, says=_("已登记，编制发放表时扣。")):
            return redirect(url_for(".prepare", measure=row.id, period=period.code))
    return render_template("pay/deduct.html", form=form, period=period, measure=row)


@bp.get("/<int:pay_run_id>")
@with_workbook
def show(pay_run_id: int) -> str:
    """One run with its lines and sums."""
    run = payreads.get(current_user, pay_run_id)
    rows = payreads.lines(run)
    return render_template(
        "pay/show.html",
        run=run,
        lines=rows,
        sums=paylists.sums(rows),
        left_out=payreads.left_out(run),
        is_intact=payapproval.is_intact(run),
        is_own=payapproval.is_preparer(act(), run),
        period=periods.period(run.period),
    )


@bp.route("/<int:pay_run_id>/approve", methods=["GET", "POST"])
def approve(pay_run_id: int) -> Response | str:
    """The second person's yes."""
    run = payreads.get(current_user, pay_run_id)
    form, period = ApproveForm(data={"version": run.version}), periods.period(run.period)
    says = _("%(period)s的发放表已审批，可以打印送财政所。", period=periods.name(period))
    if form.validate_on_submit() and attempt(form, payapproval.approve, run, form.seen_version(), says=says):
        return redirect(url_for(".show", pay_run_id=run.id))
    return render_template("pay/approve.html", form=form, run=run, period=period)


@bp.route("/<int:pay_run_id>/void", methods=["GET", "POST"])
def void(pay_run_id: int) -> Response | str:
    """Throw away a run that waits."""
    run = payreads.get(current_user, pay_run_id)
    form, period = PayReasonForm(data={"version": run.version}), periods.period(run.period)
    if form.validate_on_submit():
        given = (run, form.seen_version(), form.reason.data)
        if attempt(form, payapproval.void, *given, says=_("已作废，可以重新编制。")):
            return redirect(url_for(".show", pay_run_id=run.id))
    return render_template("pay/void.html", form=form, run=run, period=period)


@bp.get("/lines/<int:pay_line_id>")
def line(pay_line_id: int) -> str:
    """One person's pay of one run, each number down to its clause."""
    row = payreads.line(current_user, pay_line_id, today())
    period = periods.period(row.run.period)
    return render_template("pay/line.html", row=row, result=payreads.result_of(row), period=period)
