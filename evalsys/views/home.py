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
    start = todo.outset(current_user, today())
    return render_template(
        "home/index.html",
        period=periods.of_kind("month", start.day),
        todos=todo.waiting(current_user, start, today()),
        is_new=start.is_new,
        day=start.day,
    )
