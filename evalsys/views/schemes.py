"""The measure as a readable document."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from evalsys.services import schemes

bp = Blueprint("schemes", __name__, url_prefix="/schemes")


@bp.get("/")
def index() -> str:
    """Every adopted version."""
    return render_template("schemes/index.html", versions=schemes.versions(current_user))


@bp.get("/<int:version_id>")
def show(version_id: int) -> str:
    """One version, clause by clause, with its figures."""
    row = schemes.get(current_user, version_id)
    return render_template("schemes/show.html", row=row, scheme=schemes.scheme_of(row))
