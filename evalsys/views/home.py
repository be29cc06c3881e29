"""The first page: what waits for the viewer, each line opening the work."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from evalsys.services import periods, todo
from evalsys.views.acting import today

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> str:
    """What waits, and for the clerk of an empty township how to begin."""
    day = periods.day_in_use(today())
    return render_template(
        "home/index.html",
        period=periods.of_kind("month", day),
        todos=todo.waiting(current_user, day, today()),
        is_new=periods.nothing_yet(current_user.township_id),
        day=day,
    )
