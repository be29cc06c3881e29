"""Claims: a member's own, those that wait for the viewer, one claim with its way."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.conduct import CancelForm
from evalsys.forms.points import CheckForm, ClaimForm
from evalsys.services import claims, evidence, people, points, points_measure, points_reach
from evalsys.services.write import Refused
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import asked_number, is_whole
from evalsys.views.evidence import handed
from evalsys.views.exporting import with_workbook
from evalsys.views.words import CLAIM_STATES

bp = Blueprint("claims", __name__, url_prefix="/claims")
RECENT = 30


@bp.get("/")
@with_workbook
def index() -> str:
    """What waits for the viewer, and her own."""
    own = claims.of_person(current_user.person, None if is_whole() else RECENT) if current_user.person else []
    waiting, doubts = claims.waiting(current_user, today()), points.objections(current_user, today())
    return render_template(
        "claims/index.html", waiting=waiting, own=own, objections=doubts, claim_states=CLAIM_STATES
    )


@bp.route("/add", methods=["GET", "POST"])
def add() -> Response | str:
    """A claim: the member's own, or one on paper that is keyed for a member."""
    try:
        version = points_measure.version(current_user.township_id, today())
    except Refused as refusal:
        return render_template("claims/none.html", says=refusal.says)
    rules = [rule for rule in points_measure.rules(version, today()).values() if rule.earns]
    found = points_reach.choices(current_user, "points.claim", today())
    form = ClaimForm(
        people=found,
        items=[(rule.code, label(rule)) for rule in rules],
        asks_points=any(rule.points is None for rule in rules),
        data={"happened_on": today(), "person_id": asked_number("person_id") or current_user.person_id},
    )
    if form.validate_on_submit():
        person = people.get(current_user, form.person_id.data, today(), "points.claim")
        given = (form.item.data, form.happened_on.data, form.reason.data, form.evidence.data or "", form.worth())
        says = _("已申报。核对以后会记入积分，进度在“积分申报”里看。")
        if attempt(form, claims.add, person, *given, handed(form.file), says=says):
            return redirect(url_for(".index"))
    return render_template("claims/form.html", form=form, people=found)


def label(rule: points_measure.Rule) -> str:
    """The title with its points, where the measure fixes them."""
    if rule.points is None:
        return rule.title
    return _("%(title)s（加 %(points)s 分）", title=rule.title, points=f"{rule.points.normalize():f}")


@bp.route("/<int:claim_id>", methods=["GET", "POST"])
def show(claim_id: int) -> Response | str:
    """One claim; whose turn it is decides here."""
    claim = claims.get(current_user, claim_id, today())
    is_turn = claims.may_step(current_user, claim, today())
    form = CheckForm(data={"version": claim.version})
    if is_turn and form.validate_on_submit():
        given = (claim, form.seen_version(), form.decision.data, form.reason.data or "")
        if attempt(form, claims.step, *given, says=_("已处理。")):
            return redirect(url_for(".index"))
    return render_template(
        "claims/show.html",
        claim=claim,
        form=form,
        is_turn=is_turn,
        claim_states=CLAIM_STATES,
        own=is_own(claim),
        is_removable=current_user.may("points.write") and evidence.is_removable(claim),
    )


def is_own(claim: claims.Claim) -> bool:
    """Can the viewer still withdraw it?"""
    mine = current_user.person_id is not None and claim.person_id == current_user.person_id
    return mine and (claim.state, claims.WITHDRAW) in claims.STEPS


@bp.route("/<int:claim_id>/withdraw", methods=["GET", "POST"])
def withdraw(claim_id: int) -> Response | str:
    """Take the own claim back as long as it is under way."""
    claim = claims.own(current_user, claim_id, today())
    form = CancelForm(data={"version": claim.version})
    if form.validate_on_submit() and attempt(
        form, claims.step, claim, form.seen_version(), claims.WITHDRAW, says=_("已撤回。")
    ):
        return redirect(url_for(".index"))
    return render_template("claims/withdraw.html", form=form, claim=claim)
