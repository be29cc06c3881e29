"""The clerk's pages of the ballot: rounds, slips, opening, paper slips, the close and its result."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys import printing
from evalsys.forms.ballots import (
    DRAWN,
    EVERYBODY,
    LETTERS,
    MeetingForm,
    PaperForm,
    PressForm,
    RoundForm,
    ballot_of,
    households,
    round_form,
    with_choices,
)
from evalsys.services.ballots import closing, papers, preparing, results, rounds, sharing, slips, sweeping
from evalsys.services.ballots.rounds import BallotRound
from evalsys.services.periods import Period, name
from evalsys.services.scope import Unknown
from evalsys.services.write import AlreadyDone, Refused
from evalsys.views.acting import act, attempt, stamp
from evalsys.views.choosing import chosen_period, chosen_quarter_or_year
from evalsys.views.exporting import with_workbook
from evalsys.views.results import paper
from evalsys.views.words import ROUND_STATES

bp = Blueprint("ballots", __name__, url_prefix="/ballots")


@bp.get("/")
@with_workbook
def index() -> str:
    """The rounds of the township."""
    rows = [(row, rounds.period_of(row)) for row in rounds.listed(current_user)]
    return render_template(
        "ballots/index.html",
        rows=rows,
        words=ROUND_STATES,
        period=chosen_period("quarter"),
        year=chosen_period("year"),
    )


@bp.route("/add", methods=["GET", "POST"])
def add() -> Response | str:
    """Prepare a round."""
    period = chosen_quarter_or_year()
    is_meeting = period.kind == "year"
    villages = [(unit.id, unit.name) for unit in sharing.villages(current_user.township_id)]
    limits = (sharing.LEAST_SLIPS, sharing.MOST_SLIPS)
    form = round_form(villages, limits, title_of(period), is_meeting)
    if form.validate_on_submit() and attempt(
        form, preparing.prepare, period, plan_of(form), says=_("已准备好，发票的数目见下面。下一步：制票。")
    ):
        made = rounds.of_period(current_user.township_id, period)
        return page_of(made) if made else redirect(url_for(".index"))
    page = "ballots/meeting.html" if is_meeting else "ballots/add.html"
    return render_template(page, form=form, period=period, villages=villages)


def title_of(period: Period) -> str:
    """What a round is called until the clerk calls it otherwise."""
    if period.kind == "year":
        return _("%(year)s大学生村官述职测评", year=name(period))
    return _("%(quarter)s大学生村官群众测评", quarter=name(period))


def plan_of(form: RoundForm | MeetingForm) -> sharing.Plan:
    """What the clerk decided; at a meeting nobody is drawn."""
    told = {"rule": form.rule.data, "seed": form.seed.data} if isinstance(form, RoundForm) else {"rule": EVERYBODY}
    slips = form.slips.data if told["rule"] == DRAWN or isinstance(form, MeetingForm) else None
    return sharing.Plan(form.title.data, households(form), slips, **told)


def page_of(row: BallotRound) -> Response:
    """Back to the round."""
    return redirect(url_for(".show", round_id=row.id))


@bp.get("/<int:round_id>")
def show(round_id: int) -> str:
    """One round: what is to be done next; after the close its result. While it is open it tells no number."""
    row = rounds.get(current_user, round_id)
    return render_template(
        "ballots/show.html",
        round=row,
        period=rounds.period_of(row),
        words=ROUND_STATES,
        form=PressForm(),
        outcome=results.outcome(row),
        address=current_app.config["BASE_ADDRESS"],
    )


@bp.post("/<int:round_id>/slips")
def make_slips(round_id: int) -> Response:
    """The slips, once, as a PDF."""
    row = rounds.get(current_user, round_id)
    press = partial(printing.ballot_slips, row, current_user.township.name, current_app.config["BASE_ADDRESS"])
    try:
        content = slips.make(act(PressForm()), row, press)
    except AlreadyDone:
        flash(_("测评票已经生成过，没有重复生成。"))
        return page_of(row)
    return paper(content, printing.ballot_name(row, "slips"))


@bp.post("/<int:round_id>/open")
def start(round_id: int) -> Response:
    """Slips can be used from now on."""
    row = rounds.get(current_user, round_id)
    rounds.open_round(act(), row)
    flash(_("投票已开始。结束以前，页面上不显示投了多少、投了什么。"))
    return page_of(row)


def ask(row: BallotRound, verb: Any, says: str, **words: Any) -> Response | str:
    """Ask once more, then end the round and rewrite the storage."""
    form = PressForm()
    if form.validate_on_submit() and attempt(form, verb, row, says=says):
        clean(row)
        return page_of(row)
    return render_template("ballots/ask.html", form=form, round=row, **words)


@bp.route("/<int:round_id>/close", methods=["GET", "POST"])
def close(round_id: int) -> Response | str:
    """End the voting and count."""
    row = rounds.get(current_user, round_id)
    says = _("投票已结束，票已计出。")
    told = _("结束以后不能再投票、录票，也不能重新开始。票箱打开计票，密钥随即销毁。")
    return ask(row, closing.close, says, name=_("结束投票"), told=told, press_name=_("结束并计票"))


@bp.route("/<int:round_id>/void", methods=["GET", "POST"])
def void(round_id: int) -> Response | str:
    """End the round without a result."""
    row = rounds.get(current_user, round_id)
    told = _("作废以后，已发的票全部不能用，已投的票不打开，直接销毁。要重来，请再准备一轮。")
    return ask(row, rounds.void, _("这一轮已作废。"), name=_("作废这一轮"), told=told, press_name=_("确认作废"))


@bp.route("/<int:round_id>/withdraw", methods=["GET", "POST"])
def withdraw(round_id: int) -> Response | str:
    """Void slips whose file is lost, to make others."""
    row = rounds.get(current_user, round_id)
    form = PressForm()
    says = _("原来的票已全部作废，票上的投票码不能再用。请重新制票。")
    if form.validate_on_submit() and attempt(form, slips.withdraw, row, says=says):
        return page_of(row)
    told = _("已生成的票全部作废，已经印好、发出去的也不能用，请收回销毁。作废以后再生成一份新的。")
    words = {"name": _("作废这些票，重新制票"), "press_name": _("确认作废这些票")}
    return render_template("ballots/ask.html", form=form, round=row, told=told, **words)


def clean(row: BallotRound) -> None:
    """Rewrite the storage, and say so where it did not work out."""
    try:
        sweeping.sweep(act(), row)
    except Refused as refusal:
        flash(refusal.says)


@bp.post("/<int:round_id>/sweep")
def sweep(round_id: int) -> Response:
    """Rewrite the storage once more."""
    row = rounds.get(current_user, round_id)
    sweeping.sweep(act(), row)
    flash(_("存储已清理完。"))
    return page_of(row)


@bp.route("/<int:round_id>/papers", methods=["GET", "POST"])
def key_papers(round_id: int) -> Response | str:
    """Key paper slips, one after the other."""
    row = rounds.get(current_user, round_id)
    rounds.refuse_unless(row, ("open",))
    names = {subject.place: subject.person.name for subject in row.subjects}
    form, keyed = with_choices(PaperForm, names), None
    if form.validate_on_submit():
        try:
            keyed = papers.key(act(form), row, form.code.data, ballot_of(form))
        except Refused as refusal:
            form.form_errors.append(refusal.says)
        else:
            form = with_choices(PaperForm, names, formdata=None)
    return render_template("ballots/papers.html", form=form, round=row, keyed=keyed, letters=LETTERS)


@bp.get("/<int:round_id>/tally.pdf")
def tally_sheet(round_id: int) -> Response:
    """The counted round, for the signatures."""
    row = rounds.get(current_user, round_id)
    outcome = results.outcome(row)
    if outcome is None:
        raise Unknown
    content = printing.ballot_paper(row, outcome, stamp())
    return paper(content, printing.ballot_name(row, "sheet"))
