"""The public pages of the ballot: code, ballot, receipt. Nobody signs in and no cookie is set."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from evalsys.forms.ballots import CastForm, CodeForm, ballot_of, with_choices
from evalsys.services.ballots import casting, results, rounds
from evalsys.services.ballots.rounds import BallotRound
from evalsys.services.write import Refused
from evalsys.views.acting import now

bp = Blueprint("vote", __name__, url_prefix="/vote")

Answer = str | tuple[str, int] | Response


def drawn(name: str, **shown: Any) -> str:
    """The page without what other pages know of their viewer: nobody is looked up, no session is begun."""
    return current_app.jinja_env.get_template(name).render(**shown)


def address() -> str:
    """Where wrong codes are counted."""
    return request.remote_addr or "?"


def used(refusal: casting.SlipUsed) -> Answer:
    """The one answer to a slip that was used, also to a form that was sent twice."""
    return drawn("vote/used.html", says=refusal.says), 409


@bp.route("", methods=["GET", "POST"])
def enter() -> Answer:
    """The code: typed, or put in by the link on the slip."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            row = casting.enter(form.code.data, address(), now())
        except casting.SlipUsed as refusal:
            return used(refusal)
        except Refused as refusal:
            form.form_errors.append(refusal.says)
        else:
            return ballot(row, cast_form(row, formdata=None, data={"code": form.code.data}))
    return drawn("vote/enter.html", form=form)


def cast_form(row: BallotRound, **kwargs: Any) -> Any:
    """The ballot's form."""
    return with_choices(CastForm, {subject.place: subject.person.name for subject in row.subjects}, **kwargs)


def ballot(row: BallotRound, form: Any) -> str:
    """The page with the ballot."""
    return drawn("vote/ballot.html", form=form, round=row)


@bp.route("/cast", methods=["GET", "POST"])
def cast() -> Answer:
    """Put the ballot into the box and show the receipt."""
    if request.method != "POST":
        return redirect(url_for(".enter"))
    code = request.form.get("code", "")
    try:
        row = casting.enter(code, address(), now())
        form = cast_form(row)
        if not form.validate():
            return ballot(row, form)
        receipt = casting.cast(row, code, ballot_of(form))
    except casting.SlipUsed as refusal:
        return used(refusal)
    except Refused as refusal:
        form = CodeForm(formdata=None)
        form.form_errors.append(refusal.says)
        return drawn("vote/enter.html", form=form)
    return drawn("vote/done.html", receipt=receipt, round=row)


@bp.get("/receipts/<int:round_id>")
def receipts(round_id: int) -> str:
    """After the close: the numbers of all slips that were counted."""
    row = rounds.finished(round_id)
    return drawn("vote/receipts.html", round=row, numbers=results.receipts(row))
