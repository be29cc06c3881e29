"""The board of a branch as page, paper and workbook; a member's statement; the lines of registers that wait."""

from __future__ import annotations

import io

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from evalsys import pointsprinting
from evalsys.forms.points import AssignForm
from evalsys.services import people, points, points_reach, points_register, points_results
from evalsys.services.write import Refused
from evalsys.views.acting import act, attempt, stamp, today
from evalsys.views.choosing import chosen_quarter_or_year, is_whole
from evalsys.views.exporting import noted, with_workbook
from evalsys.views.points import items, measured

bp = Blueprint("points_board", __name__, url_prefix="/points")
PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked_board(unit_id: int) -> points_results.Board:
    """The board of a branch for the period in the address; 404 where there is no measure."""
    branch, period = (
        points_reach.branch(current_user, "points.read", unit_id),
        chosen_quarter_or_year(points.last_day),
    )
    try:
        return points_results.board(branch, period)
    except Refused:
        abort(404)


@bp.get("/branches/<int:unit_id>")
def show(unit_id: int) -> str:
    """The list of a branch: bands by name, places only where the measure says so. Its workbook is `book`."""
    branch, period = (
        points_reach.branch(current_user, "points.read", unit_id),
        chosen_quarter_or_year(points.last_day),
    )
    try:
        board, says = points_results.board(branch, period), ""
    except Refused as refusal:
        board, says = None, refusal.says
    return render_template("points/board.html", branch=branch, period=period, board=board, says=says)


@bp.get("/branches/<int:unit_id>/board.pdf")
def paper(unit_id: int) -> Response:
    """The list for the notice board, on paper."""
    board = asked_board(unit_id)
    content = pointsprinting.board_paper(board, stamp(), today())
    return send(content, PDF, pointsprinting.board_name(board, "pdf"))


@bp.get("/branches/<int:unit_id>/board.xlsx")
def book(unit_id: int) -> Response:
    """The list as a workbook."""
    board = asked_board(unit_id)
    content = pointsprinting.board_book(board)
    noted(_("积分公示表"), f"{board.branch.name} {board.period.title}", len(board.places))
    return send(content, XLSX, pointsprinting.board_name(board, "xlsx"))


@bp.get("/people/<int:person_id>/statement.pdf")
def statement(person_id: int) -> Response:
    """One member's statement on paper; `?type=large` for who reads large type."""
    one, period = people.get(current_user, person_id, today(), "points.read"), chosen_quarter_or_year(points.last_day)
    is_large = request.args.get("type") == "large"
    content = pointsprinting.statement_paper(one, period, stamp(), today(), is_large)
    return send(content, PDF, pointsprinting.statement_name(one, period))


def send(content: bytes, kind: str, name: str) -> Response:
    """A file to download under its Chinese name."""
    return send_file(io.BytesIO(content), kind, as_attachment=True, download_name=name)


@bp.get("/register")
@with_workbook
def register() -> str:
    """The lines of imported registers that are no entries yet, each with the reason."""
    rows = points_register.waiting(current_user.township_id)
    shown = rows if is_whole() else rows[: points_register.MOST]
    return render_template("points/register.html", rows=shown, count=len(rows))


@bp.post("/register/take")
def take() -> Answer:
    """Turn every line that matches the measure into an entry."""
    try:
        taken, left = points_register.take(act(), current_user.township_id)
        flash(_("转入 %(taken)s 条，还有 %(left)s 条等您指定。", taken=taken, left=left))
    except Refused as refusal:
        flash(refusal.says)
    return redirect(url_for(".register"))


@bp.route("/register/<int:fact_id>", methods=["GET", "POST"])
def assign(fact_id: int) -> Answer | str:
    """The clerk says what a line is."""
    fact = points_register.get(current_user, fact_id)
    line, form = points_register.read(fact), AssignForm(items=items(measured()))
    if form.validate_on_submit() and attempt(
        form, points_register.assign, fact, form.item.data, says=_("已记入积分。")
    ):
        return redirect(url_for(".register"))
    return render_template("points/assign.html", form=form, line=line, fact=fact)
