"""Points: the branches, one member's lines, reversals, objections and the clerk's own entries."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.points import AnswerForm, EntryForm, WhyForm
from evalsys.services import claims, people, points, points_measure, points_person, points_reach, points_register
from evalsys.services.write import Refused
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import chosen_period, chosen_quarter_or_year, is_whole
from evalsys.views.evidence import handed
from evalsys.views.exporting import with_workbook
from evalsys.views.words import POINTS_SOURCES

bp = Blueprint("points", __name__, url_prefix="/points")


@bp.get("/")
@with_workbook
def index() -> Response | str:
    """The branches that the viewer may see; a member's own page for who sees none."""
    quarter = chosen_period("quarter", points.last_day)
    branches = points_reach.branches(current_user, "points.read")
    if not branches:
        if current_user.person_id:
            return redirect(url_for(".person", person_id=current_user.person_id))
        return render_template("points/nobody.html")
    numbers = [branch.id for branch in branches]
    return render_template(
        "points/index.html",
        period=quarter,
        branches=branches,
        sums=points.sums(numbers, quarter.first, quarter.last),
        sizes=points.sizes(numbers, quarter.last),
        waiting=claims.counts(numbers),
        kept=points_register.open_count(current_user.township_id) if current_user.may("points.write") else 0,
    )


@bp.get("/people/<int:person_id>")
@with_workbook
def person(person_id: int) -> str:
    """Every line of a member, the balance, and what the measure makes of it."""
    one, period = points_person.opened(current_user, person_id, today()), chosen_quarter_or_year(points.last_day)
    told = points_person.told(one.person, period, is_worked=not is_whole())
    return render_template(
        "points/person.html",
        person=one.person,
        period=period,
        rows=told.rows,
        undone={row.reverses_id for row in told.rows if row.reverses_id},
        balance=one.balance,
        objections=told.objections,
        version=told.version,
        result=told.result,
        says=told.says,
        sources=POINTS_SOURCES,
        own=one.person.id == current_user.person_id,
        may_write=one.may_record,
    )


@bp.route("/people/<int:person_id>/add", methods=["GET", "POST"])
def add(person_id: int) -> Response | str:
    """An entry from the clerk's hand."""
    one = people.get(current_user, person_id, today(), "points.write")
    rules = measured()
    asks = any(rule.points is None for rule in rules)
    form = EntryForm(items=items(rules), asks_points=asks, data={"happened_on": today()})
    if form.validate_on_submit():
        given = (form.item.data, form.happened_on.data, form.reason.data, form.evidence.data, form.declared_by.data)
        given = (*given, handed(form.file), form.worth())
        if attempt(form, points.add, one, *given, says=_("%(name)s的积分已记。", name=one.name)):
            return redirect(url_for(".person", person_id=one.id))
    return render_template(
        "points/form.html", form=form, name=_("直接记积分"), about=one.name, save=_("记入"), back=one.id
    )


def measured() -> list[points_measure.Rule]:
    """What the measure of today gives and takes points for."""
    try:
        version = points_measure.version(current_user.township_id, today())
    except Refused:
        return []
    return list(points_measure.rules(version, today()).values())


def items(rules: list[points_measure.Rule]) -> list[tuple[str, str]]:
    """The choices of these, each with its points or between what they may lie."""
    return [(rule.code, f"{rule.title}　{said(rule)}") for rule in rules]


def said(rule: points_measure.Rule) -> str:
    """The points of a rule in a few words."""
    if rule.points is not None:
        return f"{rule.points.normalize():+f}"
    low, high = rule.bounds
    if not high:
        return _("加分，自己填") if rule.earns else _("减分，自己填")
    if rule.earns:
        return _("加 %(low)s 至 %(high)s", low=low, high=high)
    return _("减 %(low)s 至 %(high)s", low=low, high=high)


@bp.route("/entries/<int:entry_id>/reverse", methods=["GET", "POST"])
def reverse(entry_id: int) -> Response | str:
    """Take an entry back by its opposite."""
    row = points.get(current_user, "points.record", entry_id, today())
    form = WhyForm()
    if form.validate_on_submit() and attempt(form, points.reverse, row, form.reason.data, says=_("已冲销。")):
        return redirect(url_for(".person", person_id=row.person_id))
    return render_template(
        "points/form.html", form=form, name=_("冲销积分"), about=about(row), save=_("确认冲销"), back=row.person_id
    )


def about(row: points.PointsEntry) -> str:
    """An entry in one line."""
    return f"{row.person.name} {row.happened_on} {row.title} {row.points.normalize():+f}"


@bp.route("/entries/<int:entry_id>/object", methods=["GET", "POST"])
def object_to(entry_id: int) -> Response | str:
    """A member's objection to a line of her own; somebody who may claim for her can key it."""
    row = points.get(current_user, "points.claim", entry_id, today())
    form = WhyForm()
    if form.validate_on_submit() and attempt(
        form, points.object_to, row, form.reason.data, says=_("异议已提出，支部答复后在这里看。")
    ):
        return redirect(url_for(".person", person_id=row.person_id))
    return render_template(
        "points/form.html", form=form, name=_("提出异议"), about=about(row), save=_("提出异议"), back=row.person_id
    )


@bp.route("/objections/<int:objection_id>", methods=["GET", "POST"])
def answer(objection_id: int) -> Response | str:
    """The branch answers an objection."""
    row = points.objection(current_user, objection_id, today())
    form = AnswerForm(data={"version": row.version})
    if form.validate_on_submit():
        given = (row, form.seen_version(), form.answer.data, form.is_upheld.data == "yes")
        if attempt(form, points.answer, *given, says=_("已答复。")):
            return redirect(url_for("claims.index"))
    said = _("%(line)s。%(name)s说：%(reason)s", line=about(row.entry), name=row.made_by, reason=row.reason)
    return render_template(
        "points/form.html", form=form, name=_("答复异议"), about=said, save=_("答复"), back=row.person_id
    )
