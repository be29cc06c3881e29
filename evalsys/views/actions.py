"""The log: who did what about whom, when, with what stood before and after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from evalsys.services import actions, units
from evalsys.views.choosing import asked_page, named_day
from evalsys.views.deeds import DEEDS, FIELDS, KINDS, SUBJECTS, VALUES
from evalsys.views.exporting import with_workbook

bp = Blueprint("actions", __name__, url_prefix="/actions")


def asked_day(name: str) -> date | None:
    """A day in the address, if it is one."""
    return named_day(request.args.get(name, ""))


@bp.get("/")
@with_workbook
def index() -> str:
    """The newest first, fifty on a page."""
    first, last = asked_day("first"), asked_day("last")
    asked = {
        "name": request.args.get("name", "").strip()[:60],
        "kind": request.args.get("kind", ""),
        "first": first.isoformat() if first else "",
        "last": last.isoformat() if last else "",
    }
    page = asked_page()
    return render_template(
        "actions/index.html",
        asked=asked,
        found=actions.find(current_user, asked["name"], asked["kind"], first, last, page),
        kinds=[(kind, KINDS.get(kind, kind)) for kind in actions.kinds(current_user)],
        deeds=DEEDS,
        fields=FIELDS,
        subjects=SUBJECTS,
        told=told_with(units.names(current_user)),
    )


def told_with(unit_names: dict[int, str]) -> Callable[[str, Any], str]:
    """How a logged value is written; a role's branch by its name."""

    def told(name: str, value: Any) -> str:
        if name == "roles" and isinstance(value, list):
            return "、".join(f"{VALUES.get(role, role)} {unit_names.get(unit, '')}".strip() for role, unit in value)
        if value is None or value == "":
            return _("无")
        return str(VALUES[value]) if name in ("kind", "off", "every", "post_kind") and value in VALUES else str(value)

    return told
