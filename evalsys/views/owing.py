"""What is missing in full: who owes it since when, as a page and as a paper to hand round; and how much is asked."""

from __future__ import annotations

import io
from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from evalsys import printing
from evalsys.services import burden as burdens
from evalsys.services import owing, periods
from evalsys.services.owing import Owed
from evalsys.views.acting import stamp, today
from evalsys.views.choosing import chosen_period, is_whole
from evalsys.views.exporting import with_workbook
from evalsys.views.words import FORM_NAMES

bp = Blueprint("owing", __name__, url_prefix="/owing")

# A page lists so many lines; the paper lists all.
MOST = 200


def found() -> tuple[list[Owed], str]:
    """What is missing, of one kind if the address names one."""
    form = request.args.get("form", "")
    form = form if form in FORM_NAMES else ""
    day = periods.day_in_use(current_user.township_id, today())
    lines = owing.owed(current_user, day, today())
    return [one for one in lines if form in ("", one.form)], form


@bp.get("/")
@with_workbook
def index() -> str:
    """Every missing form under the name of who owes it."""
    lines, form = found()
    most = len(lines) if is_whole() else MOST
    return render_template(
        "owing/index.html",
        total=len(lines),
        groups=grouped(lines[:most]),
        most=most,
        form=form,
        names=FORM_NAMES,
        place=place,
    )


def grouped(lines: Sequence[Owed]) -> list[tuple[str, list[Owed]]]:
    """The lines of each who owes some, whoever owes the oldest first."""
    found: dict[str, list[Owed]] = {}
    for one in lines:
        found.setdefault(one.by, []).append(one)
    return list(found.items())


def place(one: Owed) -> str:
    """The page where a missing form is filled in."""
    first = one.period.first.isoformat()
    return {
        "day": lambda: url_for("logs.add", person_id=one.person_id, day=first),
        "week": lambda: url_for("weekly.mark", person_id=one.person_id, monday=first),
        "month": lambda: url_for("monthly.mark", person_id=one.person_id, code=one.period.code),
        "sheet": lambda: url_for("committee.sheet", period=one.period.code, member=one.by_id),
        "tally": lambda: url_for("tallies.key", person_id=one.person_id, code=one.period.code),
        "meeting": lambda: url_for("tallies.key", person_id=one.person_id, code=one.period.code),
        "talk": lambda: url_for("talks.add", person_id=one.person_id),
    }.get(one.form, lambda: url_for("period_summaries.choose", person_id=one.person_id, code=one.period.code))()


@bp.get("/reminders.pdf")
def reminders() -> Answer | Response:
    """The same as a paper."""
    lines, form = found()
    if not lines:
        flash(_("没有差的材料，不用打印。"))
        return redirect(url_for(".index", form=form or None))
    content = printing.reminder_list(stamp(), today(), said(lines))
    name = printing.reminders_name(current_user.township.name, today())
    return send_file(io.BytesIO(content), "application/pdf", as_attachment=True, download_name=name)


def said(lines: Sequence[Owed]) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """The paper's lines: which form, for what time, about whom, since when; papers are Chinese."""
    with force_locale("zh"):
        return [
            (by, [(str(FORM_NAMES[o.form]), o.period.title, o.name, o.since.isoformat()) for o in several])
            for by, several in grouped(lines)
        ]


@bp.get("/burden")
@with_workbook
def burden() -> str:
    """How much filling-in a month asks of each person."""
    month = chosen_period("month")
    rows = burdens.of_month(current_user, month, today())
    heaviest = max((row.minutes for row in rows), default=0)
    return render_template("owing/burden.html", period=month, rows=rows, heaviest=heaviest, names=FORM_NAMES)
