"""Papers of stars: one secretary's certificate, and the filing list as a paper and as a workbook."""

from __future__ import annotations

import io

from flask import Blueprint, Response, flash, redirect, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from evalsys import printing
from evalsys.services import stars_filing, stars_reading
from evalsys.views.acting import stamp, today
from evalsys.views.exporting import noted
from evalsys.views.stars import asked_year

bp = Blueprint("stars_papers", __name__, url_prefix="/stars")
PAPER = "application/pdf"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(content: bytes, kind: str, name: str) -> Response:
    """A file under its Chinese name."""
    return send_file(io.BytesIO(content), kind, as_attachment=True, download_name=name)


@bp.get("/ratings/<int:rating_id>/certificate.pdf")
def certificate(rating_id: int) -> Answer | Response:
    """The certificate of one secretary's stars; who was not rated has none."""
    row = stars_reading.get(current_user, rating_id, today())
    if row.stars is None:
        flash(_("%(name)s%(year)s年度没有评星，没有证书。", name=row.person.name, year=row.year))
        return redirect(url_for("stars.show", rating_id=rating_id))
    return download(printing.star_paper(row, stamp()), PAPER, printing.star_name(row))


def listed(year: int) -> list[stars_reading.StarRating]:
    """The ratings of a year for the filing list; without any the page says so."""
    rows = stars_reading.of_year(current_user, year, today())
    if not rows:
        flash(_("%(year)s年度还没有评定的星级。", year=year))
    return rows


@bp.get("/filing.pdf")
def filing_paper() -> Answer | Response:
    """The filing list as a paper."""
    year = asked_year()
    rows = listed(year)
    if not rows:
        return redirect(url_for("stars.index", year=year))
    content = printing.star_filing(year, rows, stamp())
    return download(content, PAPER, f"{stars_filing.title(year)}.pdf")


@bp.get("/filing.xlsx")
def filing_book() -> Answer | Response:
    """The filing list as a workbook."""
    year = asked_year()
    rows = listed(year)
    if not rows:
        return redirect(url_for("stars.index", year=year))
    content = stars_filing.book(current_user.township.name, year, rows)
    noted(_("星级备案表"), _("%(year)s年度", year=year), len(rows))
    return download(content, BOOK, f"{stars_filing.title(year)}.xlsx")
