"""The first page: what waits for the viewer."""

from __future__ import annotations

from flask import Blueprint, render_template

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> str:
    """What waits."""
    return render_template("home/index.html")
