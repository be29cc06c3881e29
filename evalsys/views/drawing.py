"""What templates may call: numbers as printed, menus, marks of an input. No queries, no arithmetic."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask
from flask_babel import get_locale
from flask_login import current_user
from wtforms import Field

from evalsys.scoring.numbers import plain
from evalsys.views.menus import menu, quick

WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")


def equip(app: Flask) -> None:
    """Give every template its tools."""
    app.context_processor(lambda: {"viewer": current_user})
    app.jinja_env.globals.update(menu=menu, quick=quick, input_marks=input_marks, get_locale=get_locale)
    app.jinja_env.filters.update(number=number, keyed=keyed, day=day, moment=moment)


def number(amount: Decimal | None) -> str:
    """Two decimals, as printed; 无 where there is none."""
    return "无" if amount is None else f"{amount:.2f}"


def keyed(amount: Decimal | None) -> str:
    """A mark as it was keyed: 85.5, 90; empty where there is none."""
    return "" if amount is None else plain(amount)


def day(value: date | None) -> str:
    """2026-04-20, or nothing."""
    return value.isoformat() if value else ""


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
