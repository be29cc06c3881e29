"""The import: upload, columns, preview in four groups, confirm, and the refused rows to mend."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from evalsys.forms.books import ColumnsForm, TakeForm, UploadForm, chosen_columns, columns_form
from evalsys.services import books, jobs, listing
from evalsys.services.write import AlreadyDone, Conflict, Refused
from evalsys.views.acting import act, attempt
from evalsys.views.choosing import is_whole
from evalsys.views.exporting import with_workbook
from evalsys.views.words import BOOK_FIELDS, BOOK_KINDS

bp = Blueprint("books", __name__, url_prefix="/books")
RECENT = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route("/", methods=["GET", "POST"])
@with_workbook
def index() -> Answer | str:
    """Hand in a workbook; the latest ones below."""
    form = UploadForm()
    if form.validate_on_submit():
        name = form.file.data.filename or _("未命名.xlsx")
        try:
            run = books.upload(act(form), name, form.file.data.read())
        except Refused as refusal:
            form.file.errors = [refusal.says]
        except AlreadyDone as done:
            return redirect(url_for(".preview", run_id=int(done.about.partition(":")[2])))
        else:
            return redirect(url_for(".preview", run_id=run.id))
    runs = books.recent(current_user, None if is_whole() else RECENT)
    return render_template("books/index.html", form=form, runs=runs, kinds=BOOK_KINDS)


@bp.get("/<int:run_id>")
def preview(run_id: int) -> str:
    """What the file would do, sheet by sheet and row by row; or what it did."""
    run = books.get(current_user, run_id)
    if run.state != "previewed":
        counts, kept = books.kept_counts(run), books.is_kept(run)
        return render_template("books/done.html", run=run, counts=counts, is_kept=kept)
    shown = books.preview(act(), run)
    run = books.get(current_user, run_id)
    return render_template(
        "books/preview.html",
        run=run,
        preview=shown,
        before=books.taken_before(run),
        form=TakeForm(data={"version": run.version}),
        groups=listing.groups(shown),
        kinds=BOOK_KINDS,
        fields=BOOK_FIELDS,
    )


@bp.route("/<int:run_id>/columns/<sheet>", methods=["GET", "POST"])
def columns(run_id: int, sheet: str) -> Answer | str:
    """Say by hand which kind of book a sheet is and which column is which; remembered for the next time."""
    run = books.get(current_user, run_id)
    table, reading = books.sheet_of(act(), run, sheet)
    asked = request.values.get("kind", "")
    kind = asked if asked in BOOK_KINDS else reading.kind
    form = asking(listing.columns_of(table, reading, kind)) if kind else ColumnsForm()
    said = _("列的对应已记住，下次同样的表自动认出。")
    sent = bool(kind) and form.validate_on_submit()
    if sent and attempt(form, books.correct, run, reading.signature, kind, chosen_columns(form), says=said):
        return redirect(url_for(".preview", run_id=run_id))
    return render_template("books/columns.html", run=run, reading=reading, form=form, kind=kind, kinds=BOOK_KINDS)


def asking(columns: list[listing.Column]) -> ColumnsForm:
    """The form of these columns, in words."""
    rows = []
    for column in columns:
        samples = _("前几行：%(samples)s", samples="、".join(column.samples)) if column.samples else _("这一列是空的")
        choices = [(key, word_of(key)) for key in column.choices]
        rows.append((column.number, column.title, samples, choices, column.chosen))
    return columns_form(rows)


def word_of(key: str) -> Any:
    """What can be chosen for a column; a column of its own kind goes by its header."""
    return BOOK_FIELDS.get(key) or _("按表头：%(item)s", item=key.partition(".")[2])


@bp.post("/<int:run_id>/take")
def take(run_id: int) -> Answer:
    """Take every good row; of a large file in the background."""
    run, form = books.get(current_user, run_id), TakeForm()
    try:
        if books.is_large(run):
            job = jobs.take_book(act(form), run, form.seen_version())
            return redirect(url_for("jobs.show", job_id=job.id))
        books.take(act(form), run, form.seen_version())
    except AlreadyDone:
        flash(_("这张表单已经收到过，没有重复登记。"))
    except (Refused, Conflict) as refusal:
        flash(refusal.says if isinstance(refusal, Refused) else _("这个文件正由别人处理，请刷新后再看。"))
    return redirect(url_for(".preview", run_id=run_id))


@bp.post("/<int:run_id>/drop")
def drop(run_id: int) -> Answer:
    """Throw the preview away."""
    try:
        books.drop(act(), books.get(current_user, run_id))
    except (Refused, Conflict) as refusal:
        flash(refusal.says if isinstance(refusal, Refused) else _("这个文件正由别人处理，请刷新后再看。"))
        return redirect(url_for(".preview", run_id=run_id))
    flash(_("已放弃，什么都没有导入。"))
    return redirect(url_for(".index"))


@bp.get("/<int:run_id>/refused.xlsx")
def refused_rows(run_id: int) -> Response:
    """The rows that stayed out, with the reason beside each."""
    run = books.get(current_user, run_id)
    name = run.file_name.rpartition(".")[0]
    content = io.BytesIO(books.refused_rows(act(), run))
    # send_file encodes a Chinese name as the header wants it; a bare header would break the connection.
    return send_file(content, XLSX, as_attachment=True, download_name=_("%(name)s_不能导入的行.xlsx", name=name))
