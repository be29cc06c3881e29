"""Talks with officials: the quarter's list, one record, adding, correcting, taking back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.talks import CancelTalkForm, TalkForm
from evalsys.services import people, periods, talks
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import chosen_period
from evalsys.views.exporting import with_workbook

bp = Blueprint("talks", __name__, url_prefix="/talks")
QUARTERS = 5


@bp.get("/")
@with_workbook
def index() -> str:
    """The talks about a quarter; whom nobody has talked with yet, for who records them."""
    quarter = chosen_period("quarter")
    rows = talks.of_quarter(current_user, quarter, today())
    talked = {row.person_id for row in rows if not row.cancelled_on}
    asked = people.officials(current_user, "talk.write", quarter.first, quarter.last, today())
    return render_template(
        "talks/index.html", period=quarter, rows=rows, missing=[one for one in asked if one.id not in talked]
    )


@bp.get("/<int:talk_id>")
def show(talk_id: int) -> str:
    """One record in full."""
    row = talks.get(current_user, talk_id, today())
    may_write = people.may(current_user, "talk.write", row.person_id, today())
    period = periods.of_kind("quarter", row.quarter)
    return render_template("talks/show.html", row=row, period=period, may_write=may_write)


def quarters(day: date, held: date | None = None) -> list[tuple[str, str]]:
    """The quarter of the day and those before it, to choose from; the one that is held already besides."""
    found = [periods.of_kind("quarter", day)]
    while len(found) < QUARTERS:
        found.append(periods.of_kind("quarter", found[-1].first - timedelta(days=1)))
    if held and held not in [one.first for one in found]:
        found.append(periods.of_kind("quarter", held))
    return [(one.first.isoformat(), periods.name(one)) for one in found]


def to_choose_from() -> list[tuple[int, str]]:
    """The officials of the last year."""
    now = today()
    seen = people.officials(current_user, "talk.write", now - timedelta(days=365), now, now)
    return [(person.id, people.label(person)) for person in seen if person.id != current_user.person_id]


def first_values() -> dict[str, Any]:
    """What a fresh form shows: today, the quarter in use, and whom the address names."""
    day = periods.day_in_use(current_user.township_id, today())
    written = request.args.get("person_id", "")
    return {
        "held_on": today(),
        "quarter": periods.of_kind("quarter", day).first.isoformat(),
        "talker": current_user.shown_name if current_user.person_id else "",
        "person_id": int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None,
    }


@bp.route("/add", methods=["GET", "POST"])
def add() -> Response | str:
    """Record a talk."""
    form = TalkForm(people=to_choose_from(), quarters=quarters(today()), data=first_values())
    if form.validate_on_submit():
        person = people.get(current_user, form.person_id.data, today(), "talk.write")
        given = (form.held_on.data, date.fromisoformat(form.quarter.data), form.words())
        if attempt(form, talks.add, person, *given, says=_("和%(name)s的谈话已登记。", name=person.name)):
            return redirect(url_for(".index", period=form.quarter.data))
    return render_template("talks/form.html", form=form, row=None)


@bp.route("/<int:talk_id>/edit", methods=["GET", "POST"])
def edit(talk_id: int) -> Response | str:
    """Correct a record."""
    row = talks.get(current_user, talk_id, today(), "talk.write")
    form = TalkForm(
        people=[(row.person_id, row.person.name)],
        quarters=quarters(today(), row.quarter),
        obj=row,
        data={"quarter": row.quarter.isoformat()},
    )
    if form.validate_on_submit():
        given = (form.held_on.data, date.fromisoformat(form.quarter.data), form.words())
        if attempt(form, talks.change, row, form.seen_version(), *given, says=_("谈话记录已改好。")):
            return redirect(url_for(".show", talk_id=row.id))
    return render_template("talks/form.html", form=form, row=row)


@bp.route("/<int:talk_id>/cancel", methods=["GET", "POST"])
def cancel(talk_id: int) -> Response | str:
    """Take a record back."""
    row = talks.get(current_user, talk_id, today(), "talk.write")
    form = CancelTalkForm(data={"version": row.version})
    says = _("已撤销，原记录仍可查。")
    if form.validate_on_submit() and attempt(
        form, talks.cancel, row, form.seen_version(), form.reason.data, says=says
    ):
        return redirect(url_for(".index", period=row.quarter.isoformat()))
    return render_template("talks/cancel.html", form=form, row=row)
