"""A year's calendar out of a workbook, as lines for the page; nothing is kept before the clerk has looked at them."""

from __future__ import annotations

from flask_babel import gettext as _

from evalsys.books import BookRefused, open_book
from evalsys.books.calendar_book import holidays
from evalsys.services.write import Refused


def lines_in(name: str, data: bytes, year: int) -> str:
    """The lines that the workbook says. Raises Refused with what is wrong with it and where."""
    try:
        found = holidays(open_book(data, name), year)
    except BookRefused as refusal:
        raise Refused(_(refusal.says, **refusal.values)) from refusal
    if not found:
        raise Refused(_("工作簿里没有一天放假。请核对是不是这一年的放假安排。"))
    return "\n".join(holiday.line for holiday in found)
