"""Writing a summary: tick what it is made from, then edit the draft."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.summaries import ChooseForm, SummaryForm
from evalsys.services import people, period_summaries, periods
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import readable
from evalsys.views.words import SUMMARY_KINDS, SUMMARY_SECTIONS, SUMMARY_STATES

bp = Blueprint("period_summaries", __name__, url_prefix="/summaries")


def asked(person_id: int, code: str) -> tuple[people.Person, periods.Period]:
    """Whose summary of which period; 404 for a person out of reach and for periods that have none."""
    person, period = people.get(current_user, person_id, today(), "summary.write"), readable(code)
    if period.kind not in period_summaries.KINDS:
        abort(404)
    return person, period


@bp.route("/people/<int:person_id>/<code>/choose", methods=["GET", "POST"])
def choose(person_id: int, code: str) -> Response | str:
    """The period's entries, or the shorter periods' sections, with a box each."""
    person, period = asked(person_id, code)
    row = period_summaries.of_person(person, period)
    groups = period_summaries.groups(person, period)
    keys = [one.key for group in groups for one in group.choices]
    chosen = period_summaries.chosen_of(row) or [key for key in keys if key.startswith("part-")]
    form = ChooseForm(keys=keys, data={"chosen": chosen, "version": row.version if row else 0})
    says = _("初稿已生成，请看一遍，改成自己的话。")
    if form.validate_on_submit() and attempt(
        form, period_summaries.draft, person, period, form.seen_version(), form.chosen.data, says=says
    ):
        return redirect(url_for(".edit", person_id=person.id, code=period.code))
    return render_template(
        "summaries/choose.html",
        form=form,
        person=person,
        period=period,
        groups=groups,
        has_any=bool(keys),
        row=row,
        kinds=SUMMARY_KINDS,
        states=SUMMARY_STATES,
        sections=SUMMARY_SECTIONS,
    )


@bp.route("/people/<int:person_id>/<code>", methods=["GET", "POST"])
def edit(person_id: int, code: str) -> Response | str:
    """The three sections, to be put into one's own words."""
    person, period = asked(person_id, code)
    row = period_summaries.of_person(person, period)
    form = SummaryForm(obj=row)
    says = _("已存为草稿。看一遍没有问题，就提交。")
    if form.validate_on_submit() and attempt(
        form, period_summaries.edit, person, period, form.seen_version(), form.texts(), says=says
    ):
        saved = period_summaries.of_person(person, period)
        return redirect(url_for("summaries.show", summary_id=saved.id))
    return render_template(
        "summaries/form.html", form=form, person=person, period=period, row=row, kind=SUMMARY_KINDS[period.kind]
    )
