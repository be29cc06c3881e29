"""The import: upload, columns, preview in four groups, confirm, and the refused rows to mend."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from evalsys.forms.books import TakeForm, UploadForm, chosen_columns, columns_form
from evalsys.services import books, listing
from evalsys.services.scope import Unknown
from evalsys.services.write import AlreadyDone, Refused
from evalsys.views.acting import act, attempt
from evalsys.views.words import BOOK_FIELDS, BOOK_KINDS

bp = Blueprint("books", __name__, url_prefix="/books")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200


@bp.route("/", methods=["GET", "POST"])
def index() -> Answer | str:
    """Hand in a workbook; the latest ones below."""
    form = UploadForm()
    if form.validate_on_submit():
        data = form.file.data.read()
        name = form.file.data.filename or _("未命名.xlsx")
        try:
            run = books.upload(act(form), name, data)
        except Refused as refusal:
            form.file.errors = [refusal.says]
        except AlreadyDone:
            return redirect(url_for(".index"))
        else:
            return redirect(url_for(".preview", run_id=run.id))
    return render_template("books/index.html", form=form, runs=books.recent(current_user), kinds=BOOK_KINDS)


@bp.get("/<int:run_id>")
def preview(run_id: int) -> str:
    """What the file would do, sheet by sheet and row by row; or what it did."""
    run = books.get(current_user, run_id)
    if run.state != "previewed":
        return render_template("books/done.html", run=run, counts=books.kept_counts(run))
    shown = books.preview(act(), run)
    run = books.get(current_user, run_id)
    return render_template(
        "books/preview.html",
        run=run,
        preview=shown,
        form=TakeForm(data={"version": run.version}),
        groups=listing.groups(shown, SHOWN),
        kinds=BOOK_KINDS,
        fields=BOOK_FIELDS,
    )


@bp.route("/<int:run_id>/columns/<sheet>", methods=["GET", "POST"])
def columns(run_id: int, sheet: str) -> Answer | str:
    """Say by hand which kind of book a sheet is and which column is which; remembered for the next time."""
    run = books.get(current_user, run_id)
    reading = next((reading for reading in books.preview(act(), run).readings if reading.sheet == sheet), None)
    if reading is None or not reading.headers:
        raise Unknown
    run = books.get(current_user, run_id)
    kind = request.values.get("kind") or reading.kind
    asked = listing.fields_of(kind) if kind in BOOK_KINDS else []
    mapping = dict(reading.layout.mapping) if reading.layout and reading.kind == kind else {}
    titles = [(key, BOOK_FIELDS.get(key, key)) for key in asked or mapping]
    form = columns_form(titles, listing.headers_of(reading), mapping)
    if form.validate_on_submit() and attempt(
        form,
        books.correct,
        run,
        reading.signature,
        kind,
        chosen_columns(form),
        says=_("列的对应已记住，下次同样的表自动认出。"),
    ):
        return redirect(url_for(".preview", run_id=run.id))
    return render_template("books/columns.html", run=run, reading=reading, form=form, kind=kind, kinds=BOOK_KINDS)


@bp.post("/<int:run_id>/take")
def take(run_id: int) -> Answer:
    """Take every good row."""
    run = books.get(current_user, run_id)
    form = TakeForm()
    counts = books.take(act(form), run, form.seen_version())
    flash(
        _(
            "导入完成：新增 %(new)s 行，更新 %(changed)s 行，没有变化 %(same)s 行，不能导入 %(refused)s 行。",
            **counts,
        )
    )
    return redirect(url_for(".preview", run_id=run_id))


@bp.post("/<int:run_id>/drop")
def drop(run_id: int) -> Answer:
    """Throw the preview away."""
    books.drop(act(), books.get(current_user, run_id))
    flash(_("已放弃，什么都没有导入。"))
    return redirect(url_for(".index"))


@bp.get("/<int:run_id>/refused.xlsx")
def refused_rows(run_id: int) -> Response:
    """The rows that stayed out, with the reason beside each."""
    run = books.get(current_user, run_id)
    name = run.file_name.rpartition(".")[0]
    answer = Response(books.refused_rows(act(), run), mimetype=XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename=_("%(name)s_不能导入的行.xlsx", name=name))
    return answer
