"""The file beside a claim or an entry: handed in, handed out, taken away."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, Response, flash, redirect, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from evalsys.services import evidence
from evalsys.services.evidence_guard import JPEG, MOST, PDF, PNG, Handed
from evalsys.services.write import Refused
from evalsys.views.acting import act, today

bp = Blueprint("evidence", __name__, url_prefix="/evidence")
TYPES = {JPEG: "image/jpeg", PNG: "image/png", PDF: "application/pdf"}


def handed(field: Any) -> Handed | None:
    """What a form's field brought, read no further than shows that it is too large."""
    return Handed(field.data.filename, field.data.read(MOST + 1)) if field.data else None


@bp.get("/<int:file_id>")
def show(file_id: int) -> Response:
    """The file, to be saved and never shown as a page of ours."""
    file = evidence.get(current_user, "points.read", file_id, today())
    return send_file(io.BytesIO(file.content), TYPES[file.kind], as_attachment=True, download_name=file.name)


@bp.post("/<int:file_id>/remove")
def remove(file_id: int) -> Answer:
    """Take away the file of a claim that came to nothing."""
    file = evidence.get(current_user, "points.write", file_id, today())
    try:
        claim_id = evidence.remove(act(), file)
    except Refused as refusal:
        flash(refusal.says)
        return redirect(url_for("points.person", person_id=file.person_id))
    flash(_("附件已删除。"))
    return redirect(url_for("claims.show", claim_id=claim_id))
