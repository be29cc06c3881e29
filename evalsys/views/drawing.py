"""What templates may call: numbers as printed, menus, marks of an input. No queries, no arithmetic."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request
from flask_babel import get_locale, get_translations, gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from markupsafe import Markup
from wtforms import Field

from evalsys.charts import as_svg
from evalsys.services.examples import called, explained
from evalsys.services.listing import brief, says
from evalsys.services.paypapers import capitals
from evalsys.services.periods import name
from evalsys.services.summaries import addition, keyed, period_title, settled
from evalsys.views.choosing import beside, is_whole, neighbours
from evalsys.views.exporting import link
from evalsys.views.menus import menu, quick, room_of
from evalsys.views.words import COLUMN_WORDS, RUN_STATES, STATES

KEPT_FOR = timedelta(days=180)
CATALOGUE = "evalsys.catalogue"
WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


def fingerprints(folder: str | None) -> dict[str, str]:
    """A short fingerprint of each file that browsers keep."""
    files = [path for path in Path(folder or "").iterdir() if path.is_file()]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in files}


def let_browsers_keep(app: Flask) -> None:
    """Stylesheet and script are asked for once: their address changes when they do."""
    known = fingerprints(app.static_folder)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = KEPT_FOR

    @app.url_defaults
    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and values.get("filename") in known:
            values.setdefault("v", known[values["filename"]])


def equip(app: Flask) -> None:
    """Give every template its tools."""
    let_browsers_keep(app)
    app.context_processor(lambda: {"viewer": current_user._get_current_object()})
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: translations().ugettext(text),
        lambda one, many, count: translations().ungettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.globals.update(
        menu=menu,
        quick=quick,
        room_of=room_of,
        input_marks=input_marks,
        get_locale=get_locale,
        neighbours=neighbours,
        beside=beside,
        states=STATES,
        run_states=RUN_STATES,
        columns_words=COLUMN_WORDS,
        export_link=link,
        as_file=is_whole,
    )
    app.jinja_env.filters.update(
        number=number,
        keyed=keyed,
        marked=marked,
        day=day,
        moment=moment,
        weekday=weekday,
        svg=svg,
        settled=settled,
        addition=addition,
        period_title=period_title,
        says=says,
        brief=brief,
        named=name,
        explained=explained,
        called=called,
        capitals=capitals,
    )


def translations() -> Any:
    """The reader's catalogue, looked up once a request: a page asks it hundreds of times."""
    if not has_request_context():
        return get_translations()
    kept = request.environ
    if CATALOGUE not in kept:
        kept[CATALOGUE] = get_translations()
    return kept[CATALOGUE]


def number(amount: Decimal | None) -> str:
    """Two decimals, as printed; 无 where there is none."""
    return gettext("无") if amount is None else f"{amount:.2f}"


def marked(amount: Decimal) -> str:
    """A mark in a column of marks: one decimal at least, so that the points stand under one another."""
    written = keyed(amount)
    return written if "." in written else f"{written}.0"


def svg(figure: Any) -> Markup:
    """A figure drawn on the server; its writer escapes every text."""
    return Markup(as_svg(figure))  # noqa: S704


def day(value: date | None) -> str:
    """2026-04-20, or nothing."""
    return value.isoformat() if value else ""


def weekday(value: date) -> Any:
    """周一 to 周日."""
    return WEEKDAYS[value.weekday()]


def moment(value: datetime | None) -> str:
    """2026-04-20 19:07, or nothing."""
    return f"{value:%Y-%m-%d %H:%M}" if value else ""


def input_marks(field: Field, kind: str | None, inputmode: str | None, autocomplete: str | None) -> dict[str, Any]:
    """The attributes that tie an input to its hint and its mistakes, and choose the phone's keyboard."""
    told = [f"{field.id}-hint"] if field.description else []
    told += [f"{field.id}-error"] if field.errors else []
    marks: dict[str, Any] = {"autocomplete": autocomplete or "off"}
    if told:
        marks["aria-describedby"] = " ".join(told)
    if field.errors:
        marks["aria-invalid"] = "true"
    if kind:
        marks["type"] = kind
    if inputmode:
        marks["inputmode"] = inputmode
    return marks
