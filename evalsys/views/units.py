"""The two trees: places and party organisations, as they stood on a day."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.units import UnitChangeForm, UnitForm
from evalsys.services import units
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import named_day
from evalsys.views.exporting import with_workbook
from evalsys.views.words import UNIT_KINDS

bp = Blueprint("units", __name__, url_prefix="/units")


@bp.get("/")
@with_workbook
def index() -> str:
    """Both trees with the number of people in each unit."""
    on = named_day(request.args.get("on", "")) or today()
    tops = units.trees(current_user, on)
    return render_template(
        "units/index.html",
        places=[top for top in tops if not units.is_party(top.unit.kind)],
        party=[top for top in tops if units.is_party(top.unit.kind)],
        on=on,
        is_today=on == today(),
        sees_everybody=units.sees_everybody(current_user),
        kinds=UNIT_KINDS,
        addable=units.ADDABLE,
    )


def choices(found: list[units.Unit]) -> list[tuple[int, str]]:
    """Units as choices of a list."""
    return [(unit.id, unit.name) for unit in found]


@bp.route("/add/<kind>", methods=["GET", "POST"])
def add(kind: str) -> Response | str:
    """A new unit of a kind, under a unit that may have such."""
    units.kind_of(kind)
    parents = units.possible_parents(current_user, kind, today())
    places = units.places(current_user, today()) if units.is_party(kind) else None
    form = UnitForm(parents=choices(parents), places=None if places is None else choices(places))
    if form.validate_on_submit() and attempt(
        form,
        units.add_unit,
        kind,
        form.name.data,
        form.parent_id.data,
        form.place(),
        form.from_on.data,
        says=_("“%(name)s”已设立。", name=form.name.data),
    ):
        return redirect(url_for(".index"))
    above = [str(UNIT_KINDS[needed]) for needed in units.UNDER[kind]]
    return render_template("units/add.html", form=form, kind=UNIT_KINDS[kind], parents=parents, above=above)


@bp.route("/<int:unit_id>/edit", methods=["GET", "POST"])
def edit(unit_id: int) -> Response | str:
    """Another name, or the last day."""
    unit = units.get(current_user, unit_id)
    form = UnitChangeForm(data={"name": unit.name, "until_on": unit.until_on, "version": unit.version})
    if form.validate_on_submit() and attempt(
        form,
        units.change_unit,
        unit,
        form.seen_version(),
        form.name.data,
        form.until_on.data,
        says=_("“%(name)s”已保存。", name=form.name.data),
    ):
        return redirect(url_for(".index"))
    return render_template("units/edit.html", form=form, unit=unit, kind=UNIT_KINDS[unit.kind])
