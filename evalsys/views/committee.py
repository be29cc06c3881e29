"""The committee's page: all officials side by side with what the marks rest on, one sheet a member."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.marks import committee_form, given_marks
from evalsys.services import evaluations, marks, people, schemes
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import chosen_period
from evalsys.views.exporting import with_workbook

bp = Blueprint("committee", __name__, url_prefix="/committee")


@bp.get("/")
@with_workbook
def index() -> str:
    """Every member's marks of the quarter."""
    quarter = chosen_period("quarter")
    seen = people.officials(current_user, "review.read", quarter.first, quarter.last, today())
    members = people.holders(current_user.township_id, "committee_member", quarter.last)
    given = marks.committee_marks(seen, quarter)
    return render_template(
        "committee/index.html",
        period=quarter,
        people=seen,
        members=members,
        given={(mark.person_id, mark.member_id): mark.mark for mark in given},
        official_post=partial(people.official_post, day=quarter.last),
    )


def asked_member(members: list[people.Person]) -> people.Person:
    """The viewer herself if she is a member, else the member whose paper sheet is being keyed."""
    own = next((member for member in members if member.id == current_user.person_id), None)
    if own:
        return own
    if not current_user.may("book.import") or not members:
        abort(403)
    wanted = request.args.get("member", type=int)
    return next((member for member in members if member.id == wanted), members[0])


@bp.route("/sheet", methods=["GET", "POST"])
def sheet() -> Response | str:
    """One member's whole sheet."""
    quarter = chosen_period("quarter")
    members = people.holders(current_user.township_id, "committee_member", quarter.last)
    member = asked_member(members)
    everybody = people.officials(current_user, "committee.mark", quarter.first, quarter.last, today())
    seen = [person for person in everybody if person.id not in (member.id, current_user.person_id)]
    held = marks.committee_sheet(member, quarter.first)
    shown = {person.id: held.marks[person.id] for person in seen if person.id in held.marks}
    limits = schemes.limits(current_user.township_id, "committee-mark", quarter.last)
    form = committee_form(seen, limits, shown, held.version)
    said = _("%(name)s 的评分表已保存。", name=member.name)
    if form.validate_on_submit() and attempt(
        form, marks.mark_committee, member, quarter, form.seen_version(), given_marks(form), says=said
    ):
        return redirect(url_for(".index", period=quarter.code))
    return render_template(
        "committee/sheet.html",
        form=form,
        member=member,
        members=members,
        period=quarter,
        people=seen,
        saved=marks.committee_sheet(member, quarter.first).marks if form.is_submitted() else held.marks,
        basis=evaluations.basis(seen, quarter),
        limits=limits,
        official_post=partial(people.official_post, day=quarter.last),
    )
