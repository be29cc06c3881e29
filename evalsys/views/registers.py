"""The registers that stars and pay rest on: grades, spells of service, figures of a year, the negative list."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.private import ReasonForm
from evalsys.forms.registers import FORMS
from evalsys.services import registers_keeping as keeping
from evalsys.services import registers_reading as reading
from evalsys.services import registers_words
from evalsys.services.summaries import keyed
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import asked_number, asked_page
from evalsys.views.exporting import with_workbook
from evalsys.views.words import INDICATOR_KINDS, NEGATIVE_KINDS, REGISTERS

bp = Blueprint("registers", __name__, url_prefix="/registers")


def table_of(book: str) -> Any:
    """The table of a register; 404 for none of ours."""
    return reading.TABLES.get(book) or abort(404)


def about_of(book: str, right: str = "star.read") -> list[tuple[int, str]]:
    """Whom or what rows may be about: cadres, or villages and the county as a whole."""
    if book == "indicators":
        own = reading.villages(current_user) if reading.reads_all(current_user, right) else []
        return [(0, _("全县")), *own]
    return reading.leaders(current_user, today(), right)


def kinds_of(book: str) -> list[tuple[str, Any]]:
    """The words that a register offers: grades, kinds of conduct, kinds of figures."""
    number = current_user.township_id
    if book == "grades":
        return [(word, word) for word in registers_words.grades(number, today())]
    if book == "negatives":
        return list(NEGATIVE_KINDS.items())
    known = [*INDICATOR_KINDS, *reading.kinds(number), *registers_words.figures(number)]
    return [(kind, INDICATOR_KINDS.get(kind, kind)) for kind in dict.fromkeys(known)]


def form_of(book: str, *, is_new: bool, **given: Any) -> Any:
    """The form of a register with what may be chosen in it."""
    return FORMS[book](about=about_of(book, "star.write"), kinds=kinds_of(book), is_new=is_new, **given)


def cells(book: str, row: Any) -> list[tuple[Any, Any]]:
    """What a row says, under its headings; the first is whom it is about."""
    if book == "indicators":
        figure = f"{keyed(row.value)} {row.measured_in}"
        kind = INDICATOR_KINDS.get(row.kind, row.kind)
        place = row.unit.name if row.unit else _("全县")
        return [
            (_("村"), place),
            (_("指标"), kind),
            (_("年份"), row.year),
            (_("数值"), figure),
            (_("来源"), row.source),
        ]
    name = (_("姓名"), row.person.name)
    if book == "grades":
        return [name, (_("年份"), row.year), (_("等次"), row.grade), (_("依据"), row.source)]
    if book == "spells":
        left = row.left_on or _("至今")
        ended = f"{row.reason}{_('（免职）') if row.is_removal else ''}"
        return [
            name,
            (_("职务"), row.title),
            (_("任职起"), row.first_on),
            (_("离任日期"), left),
            (_("离任原因"), ended),
        ]
    kind = (_("类别"), NEGATIVE_KINDS[row.kind])
    rest = [(_("行为"), row.conduct), (_("清单第几条"), row.clause), (_("佐证材料"), row.evidence)]
    return [name, (_("日期"), row.on_day), kind, *rest]


@bp.get("/", defaults={"book": "grades"})
@bp.get("/<book>/")
@with_workbook
def index(book: str) -> str:
    """The rows of a register, of one person or village if it is named."""
    about, page = asked_number("about"), asked_page()
    year = asked_number("year")
    found = reading.listed(current_user, table_of(book), today(), about, year, page)
    return render_template(
        "registers/index.html",
        book=book,
        books=REGISTERS,
        found=found,
        rows=[(row, cells(book, row)) for row in found.rows],
        about=about,
        year=year,
        people=[one for one in about_of(book) if one[0]],
        asked={"book": book, "about": about or None, "year": year or None},
    )


def back_to(book: str) -> str:
    """The register's list, of the same person as before."""
    return url_for(".index", book=book, about=asked_number("about") or None)


@bp.route("/<book>/add", methods=["GET", "POST"])
def add(book: str) -> Response | str:
    """A new row."""
    table = table_of(book)
    form = form_of(book, is_new=True, data={"person_id": asked_number("about")} if request.method == "GET" else None)
    if form.validate_on_submit() and attempt(
        form, keeping.add, table, current_user.township_id, form.values(), says=_("已登记。")
    ):
        return redirect(back_to(book))
    return render_template("registers/form.html", form=form, book=book, name=REGISTERS[book], back=back_to(book))


@bp.route("/<book>/<int:record_id>/edit", methods=["GET", "POST"])
def edit(book: str, record_id: int) -> Response | str:
    """Put a row right, with the reason."""
    row = reading.get(current_user, table_of(book), record_id, today())
    form = form_of(book, is_new=False, obj=row)
    if form.validate_on_submit() and attempt(
        form,
        keeping.correct,
        row,
        form.seen_version(),
        form.values(),
        form.why.data,
        says=_("已更正，原来的内容留在操作记录里。"),
    ):
        return redirect(back_to(book))
    return render_template("registers/form.html", form=form, book=book, name=REGISTERS[book], back=back_to(book))


@bp.route("/<book>/<int:record_id>/cancel", methods=["GET", "POST"])
def cancel(book: str, record_id: int) -> Response | str:
    """Take a row back, with the reason."""
    row = reading.get(current_user, table_of(book), record_id, today())
    form = ReasonForm(data={"version": row.version})
    if form.validate_on_submit() and attempt(
        form, keeping.cancel, row, form.seen_version(), form.reason.data, says=_("已撤销，原记录仍可查。")
    ):
        return redirect(back_to(book))
    what = " ".join(str(value) for _name, value in cells(book, row))
    return render_template(
        "records/cancel.html", form=form, what=what, back=back_to(book), room=REGISTERS[book], stays=""
    )
