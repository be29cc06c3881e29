"""The measures: the list with the drafts, one version as a readable document, two texts side by side."""

from __future__ import annotations

import io

from flask import Blueprint, Response, abort, render_template, request, send_file
from flask_babel import gettext as _
from flask_login import current_user

from evalsys.services import comparing, drafts, schemes, trials
from evalsys.services.scope import Unknown
from evalsys.views.exporting import with_workbook

bp = Blueprint("schemes", __name__, url_prefix="/schemes")


@bp.get("/")
@with_workbook
def index() -> str:
    """Every adopted version, and the drafts for who may write them."""
    may_write = current_user.may("scheme.write")
    return render_template(
        "schemes/index.html",
        versions=schemes.versions(current_user),
        drafts=drafts.listed(current_user) if may_write else [],
    )


@bp.get("/<int:version_id>")
def show(version_id: int) -> str:
    """One version, clause by clause, with its figures, its grades and its worked examples."""
    row = schemes.get(current_user, version_id)
    scheme = schemes.scheme_of(row)
    return render_template(
        "schemes/show.html",
        row=row,
        scheme=scheme,
        sections=schemes.sections(row.text),
        bands=schemes.bands(scheme),
        checked=trials.check(row.text, row.cases),
        before=schemes.before(row),
    )


def text_file(text: str, name: str) -> Response:
    """A text to download under its Chinese name."""
    return send_file(io.BytesIO(text.encode()), "application/toml", as_attachment=True, download_name=name)


def file_title(title: str) -> str:
    """A title as part of a file's name."""
    return " ".join(title.replace("/", "／").split())


@bp.get("/<int:version_id>/text.toml")
def text(version_id: int) -> Response:
    """The adopted text, to the letter."""
    row = schemes.get(current_user, version_id)
    return text_file(row.text, _("%(title)s第%(n)s版.toml", title=file_title(row.title), n=row.number))


@bp.get("/<int:version_id>/cases.toml")
def cases(version_id: int) -> Response:
    """The worked examples that were adopted with it."""
    row = schemes.get(current_user, version_id)
    return text_file(row.cases, _("%(title)s第%(n)s版算例.cases.toml", title=file_title(row.title), n=row.number))


@bp.get("/compare")
def compare() -> str:
    """Two texts clause by clause: `?before=v1&after=v2`, a draft as `d3`."""
    before, after = side(request.args.get("before", "")), side(request.args.get("after", ""))
    return render_template(
        "schemes/compare.html",
        before=before,
        after=after,
        changes=comparing.by_clause(before.text, after.text),
    )


def side(code: str) -> comparing.Side:
    """The version or draft that a code of the address names; 404 for any other, and for drafts of others."""
    kind, number = code[:1], code[1:]
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        abort(404)
    if kind == "v":
        return comparing.of_version(schemes.get(current_user, int(number)))
    if kind == "d" and current_user.may("scheme.write"):
        return comparing.of_draft(drafts.get(current_user, int(number)))
    raise Unknown
