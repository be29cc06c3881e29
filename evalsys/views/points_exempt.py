"""Long illness of members, as far as the measure of points looks at it: recorded by the clerk, and ended."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.points import ExemptForm, LastDayForm
from evalsys.services import people, points_exempt
from evalsys.views.acting import attempt, today

bp = Blueprint("points_exempt", __name__, url_prefix="/points")


@bp.route("/people/<int:person_id>/ill", methods=["GET", "POST"])
def add(person_id: int) -> Response | str:
    """The spells that stand, and a new one."""
    one = people.get(current_user, person_id, today(), "points.write")
    form = ExemptForm(data={"first_on": today()})
    if form.validate_on_submit():
        given = (form.first_on.data, form.last_on.data, form.reason.data)
        if attempt(form, points_exempt.add, one, *given, says=_("%(name)s的长期患病已登记。", name=one.name)):
            return redirect(url_for(".add", person_id=one.id))
    return render_template("points/exempt.html", form=form, person=one, rows=points_exempt.of_person(one))


@bp.route("/ill/<int:spell_id>/end", methods=["GET", "POST"])
def end(spell_id: int) -> Response | str:
    """The last day of a spell."""
    row = points_exempt.get(current_user, spell_id, today())
    form = LastDayForm(data={"last_on": today(), "version": row.version})
    if form.validate_on_submit() and attempt(
        form, points_exempt.end, row, form.seen_version(), form.last_on.data, says=_("已登记结束日期。")
    ):
        return redirect(url_for(".add", person_id=row.person_id))
    about = f"{row.person.name} {row.on_day} {row.text}"
    words = {"name": _("病好了"), "about": about, "save": _("保存"), "back": row.person_id}
    return render_template("points/form.html", form=form, **words)
