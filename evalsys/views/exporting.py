"""A list page as a workbook: the same page under the same lock, drawn with all its rows and read off."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, redirect, request, send_file, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user

from evalsys.services import exports
from evalsys.services.write import Refused
from evalsys.views import tables
from evalsys.views.acting import act, today
from evalsys.views.choosing import FILE, is_whole

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def with_workbook(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a list be had as a workbook under its own address with `?file=xlsx`; papers are Chinese."""

    @wraps(view)
    def shown(**named: Any) -> Any:
        if not is_whole():
            return view(**named)
        try:
            with force_locale("zh"):
                drawn = view(**named)
                return handed_out(drawn) if isinstance(drawn, str) else drawn
        except Refused as refusal:
            flash(refusal.says)
            return redirect(address())

    return shown


def address(**more: Any) -> str:
    """The address of this list under the filter that it shows."""
    kept = {name: value for name, value in request.args.items() if name not in ("page", FILE)}
    return url_for(str(request.endpoint), **{**kept, **(request.view_args or {}), **more})


def link() -> str:
    """The address of this list as a workbook."""
    return address(**{FILE: "xlsx"})


def noted(name: str, asked: str, rows: int) -> None:
    """The line in the log for a workbook that has a form of its own."""
    exports.note(act(), str(request.endpoint), name, asked, rows)


def handed_out(drawn: str, reason: str = "") -> Any:
    """The file of a page that was drawn with all its rows."""
    listed = tables.read(drawn)
    if not listed.tables:
        raise Refused(_("这里没有可以导出的内容。请换一个筛选条件或时段。"))
    name = exports.file_name(current_user.township.name, listed.title, today())
    content = exports.export(act(), str(request.endpoint), listed, reason)
    return send_file(io.BytesIO(content), XLSX, as_attachment=True, download_name=name)
