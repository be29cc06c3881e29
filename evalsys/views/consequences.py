"""What follows from results: the open ones of a period, adding one, correcting it, noting that it is done."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.consequences import ConsequenceForm, FinishForm, step_data
from evalsys.services import consequences, evaluations, periods, scope
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import chosen_quarter_or_year
from evalsys.views.exporting import with_workbook
from evalsys.views.words import CONSEQUENCE_KINDS

bp = Blueprint("consequences", __name__)


@bp.get("/consequences/")
@with_workbook
def index() -> str:
    """Everything that is still open of a period, of one kind or of all."""
    period, kind = chosen_quarter_or_year(), request.args.get("kind", "")
    kind = kind if kind in CONSEQUENCE_KINDS else ""
    return render_template(
        "consequences/index.html",
        period=period,
        kind=kind,
        kinds=CONSEQUENCE_KINDS,
        rows=consequences.open_ones(current_user, period, kind, today()),
        today=today(),
        other=periods.of_kind(
            "quarter" if period.kind == "year" else "year", min(period.last, max(today(), period.first))
        ),
    )


def form_for(person_id: int, **given: Any) -> ConsequenceForm:
    """The form with the person's talks to choose from."""
    held = consequences.talks_of(current_user, person_id, today())
    talks = [(one.id, f"{one.held_on} {one.topics}") for one in held]
    return ConsequenceForm(kinds=list(CONSEQUENCE_KINDS.items()), talks=talks, **given)


def steps_of(form: ConsequenceForm) -> list[consequences.Step]:
    """The steps that were filled in."""
    return [consequences.Step(*row) for row in form.steps()]


@bp.route("/results/<int:evaluation_id>/consequences/add", methods=["GET", "POST"])
def add(evaluation_id: int) -> Response | str:
    """Something that is done because of this result."""
    row = evaluations.get(current_user, evaluation_id, today())
    if not scope.may_over(current_user, "consequence.write", row.person_id, today()):
        raise scope.Unknown
    form = form_for(row.person_id, data={"talk_id": 0})
    if form.validate_on_submit() and attempt(
        form, consequences.add, row, form.kind.data, form.values(), steps_of(form), says=_("已登记。")
    ):
        return redirect(url_for("results.show", evaluation_id=row.id, _anchor="consequences"))
    return render_template("consequences/form.html", form=form, row=row, held=None, period=periods.period(row.period))


@bp.route("/consequences/<int:consequence_id>", methods=["GET", "POST"])
def edit(consequence_id: int) -> Response | str:
    """Correct it, or note which steps are done."""
    held = consequences.get(current_user, consequence_id, today())
    row = held.evaluation
    form = form_for(row.person_id, obj=held, data={"talk_id": held.talk_id or 0, **step_data(held.steps)})
    form.kind.data = held.kind
    if form.validate_on_submit() and attempt(
        form, consequences.change, held, form.seen_version(), form.values(), steps_of(form), says=_("已改好。")
    ):
        return redirect(url_for("results.show", evaluation_id=row.id, _anchor="consequences"))
    return render_template("consequences/form.html", form=form, row=row, held=held, period=periods.period(row.period))


@bp.route("/consequences/<int:consequence_id>/done", methods=["GET", "POST"])
def finish(consequence_id: int) -> Response | str:
    """It is done, and what came of it."""
    held = consequences.get(current_user, consequence_id, today())
    row = held.evaluation
    form = FinishForm(data={"version": held.version, "done_on": today()})
    if form.validate_on_submit() and attempt(
        form,
        consequences.finish,
        held,
        form.seen_version(),
        form.done_on.data,
        form.done_note.data,
        says=_("已办结。"),
    ):
        return redirect(url_for("results.show", evaluation_id=row.id, _anchor="consequences"))
    period = periods.period(row.period)
    return render_template("consequences/done.html", form=form, row=row, held=held, period=period)
