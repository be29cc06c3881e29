"""The papers of pay: a statement for each cadre, the list for the finance office as PDF and as workbook."""

from __future__ import annotations

import io

from flask import Blueprint, Response, send_file
from flask_babel import gettext as _
from flask_login import current_user

from evalsys import payprinting
from evalsys.services import payreads
from evalsys.views.acting import stamp, today
from evalsys.views.exporting import noted

bp = Blueprint("paypapers", __name__, url_prefix="/pay")
PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def handed(content: bytes, kind: str, name: str) -> Response:
    """A paper to open or to keep; a workbook is kept."""
    return send_file(io.BytesIO(content), kind, as_attachment=kind == XLSX, download_name=name)


@bp.get("/lines/<int:pay_line_id>.pdf")
def statement(pay_line_id: int) -> Response:
    """One cadre's statement."""
    row = payreads.line(current_user, pay_line_id, today())
    return handed(payprinting.statement(row, stamp()), PDF, payprinting.statement_name(row))


@bp.get("/<int:pay_run_id>.pdf")
def finance_list(pay_run_id: int) -> Response:
    """The list of a run."""
    run, town = payreads.get(current_user, pay_run_id), current_user.township.name
    content = payprinting.finance_list(run, payreads.lines(run), stamp())
    return handed(content, PDF, payprinting.list_name(run, town, "pdf"))


@bp.get("/<int:pay_run_id>.xlsx")
def finance_book(pay_run_id: int) -> Response:
    """The list of a run as a workbook."""
    run, town = payreads.get(current_user, pay_run_id), current_user.township.name
    lines = payreads.lines(run)
    content = payprinting.finance_book(run, lines, town)
    noted(_("发放表"), run.period, len(lines))
    return handed(content, XLSX, payprinting.list_name(run, town, "xlsx"))
