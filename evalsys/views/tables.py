"""Reads off a drawn list page what its workbook holds, so that the file cannot say anything else than the page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

from flask_babel import gettext as _

from evalsys.services.exports import Listed, Table

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# What is only for the screen or only heard, and columns of links: they are not in the file, nor on paper.
ASIDE = {"unseen", "onscreen", "phone"}
# Where a line ends on the page, the text in the cell has a semicolon.
BREAK, BREAKS = "\x1f", {"br", "div", "li", "p"}
NUMBER = re.compile(r"[+-]?\d{1,13}(\.\d{1,6})?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NOTHING = ("", "—")


def read(html: str) -> Listed:
    """The title, the line above it, the filter and every table of a page."""
    page = Reader()
    page.feed(html)
    held = page.tables if len(page.tables) > 1 else [replace(table, name=page.title) for table in page.tables]
    return Listed(page.title, page.about, page.asked, held)


class Reader(HTMLParser):
    """Goes through a page once. A part is one text: it begins and ends with its tag."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.about = self.heading = ""
        self.asked: list[tuple[str, str]] = []
        self.tables: list[Table] = []
        self.open: list[tuple[str, str]] = []  # each tag with the part that it began
        self.aside: list[int] = []  # how deep the tags lie that are not read
        self.words: list[str] = []
        self.within = {"main": False, "filters": False}
        self.section, self.is_number = "", False
        self.label = self.chosen = ""
        self.empty()

    def empty(self) -> None:
        """A new table begins."""
        self.caption = ""
        self.heads: list[str | None] = []
        self.row: list[Any] = []
        self.rows: list[list[Any]] = []
        self.sums: list[list[Any]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """A tag begins a part, a table or a row, or lies aside."""
        marks = {name: value or "" for name, value in attributes}
        if tag in BREAKS:
            self.words.append(BREAK)
        if tag == "input" and self.within["filters"] and marks.get("type") != "hidden" and marks.get("value"):
            self.asked.append((self.label, marks["value"]))
        if tag in VOID:
            return
        classes = set(marks.get("class", "").split())
        part = self.part(tag, marks, classes) if self.within["main"] else ""
        self.open.append((tag, part))
        if classes & ASIDE:
            self.aside.append(len(self.open))
        if part:
            self.words = []
        self.enter(tag, marks, classes)

    def part(self, tag: str, marks: dict[str, str], classes: set[str]) -> str:
        """Which text a tag begins, if it is one that the file holds."""
        if tag in ("th", "td"):
            return "head" if self.section == "thead" else "cell"
        if tag == "p" and "crumb" in classes:
            return "about"
        if "aria-current" in marks or "data-filter" in marks:
            return "told"
        if tag in ("label", "option"):
            return tag if self.within["filters"] else ""
        return {"h1": "title", "h2": "heading", "caption": "caption"}.get(tag, "")

    def enter(self, tag: str, marks: dict[str, str], classes: set[str]) -> None:
        """What the tag says besides its text."""
        if tag == "main" or (tag == "form" and "filters" in classes):
            self.within["main" if tag == "main" else "filters"] = True
        elif tag in ("thead", "tbody", "tfoot"):
            self.section = tag
        elif tag == "table":
            self.empty()
        elif tag == "tr":
            self.row, self.is_sum = [], "data-sum" in marks
        elif tag in ("th", "td"):
            self.is_number, self.is_aside = "num" in classes, "data-aside" in marks
        elif tag == "nav":
            self.label = marks.get("aria-label", "")
        elif tag == "select":
            self.chosen = ""
        elif tag == "option":
            self.is_chosen = "selected" in marks and marks.get("value", "?") != ""

    def handle_data(self, text: str) -> None:
        """Text that is read."""
        if not self.aside:
            self.words.append(text)

    def handle_endtag(self, tag: str) -> None:
        """A part is whole."""
        if tag in VOID or not self.open:
            return
        if self.aside and self.aside[-1] == len(self.open):
            self.aside.pop()
        _tag, part = self.open.pop()
        if part:
            getattr(self, f"take_{part}")(plain("".join(self.words)))
        if tag in ("main", "form"):
            self.within["main" if tag == "main" else "filters"] = False
        elif tag == "select" and self.within["filters"] and self.chosen:
            self.asked.append((self.label, self.chosen))
        elif tag == "tr" and self.section == "tbody":
            (self.sums if self.is_sum else self.rows).append(self.row)
        elif tag == "table":
            self.take_table()

    def take_title(self, text: str) -> None:
        """The title of the page."""
        self.title = text

    def take_about(self, text: str) -> None:
        """Where the page belongs, and which time it is about."""
        self.about = text

    def take_heading(self, text: str) -> None:
        """The heading above a table."""
        self.heading = text

    def take_caption(self, text: str) -> None:
        """How much a table holds."""
        self.caption = text

    def take_label(self, text: str) -> None:
        """The name of the next input."""
        self.label = text

    def take_option(self, text: str) -> None:
        """The choice of a filter."""
        if self.is_chosen:
            self.chosen = text

    def take_told(self, text: str) -> None:
        """A filter that is a link or a sentence."""
        self.asked.append((self.label if self.open and self.open[-1][0] == "nav" else "", text))

    def take_head(self, text: str) -> None:
        """The head of a column; None for one that stays out."""
        self.heads.append(None if text == _("操作") or self.is_aside else text)

    def take_cell(self, text: str) -> None:
        """A cell of a column that the file holds."""
        self.row.append(typed(text, self.is_number))

    def take_table(self) -> None:
        """A whole table, without the columns that stay out."""
        kept = [number for number, head in enumerate(self.heads) if head is not None]
        rows, sums = ([[row[n] for n in kept if n < len(row)] for row in part] for part in (self.rows, self.sums))
        heads = [str(self.heads[number]) for number in kept]
        self.tables.append(Table(self.heading, heads, rows, sums, self.caption or said(rows)))


def said(rows: list[list[Any]]) -> str:
    """How much a table without a caption holds."""
    return _("共 %(n)s 条", n=len(rows))


def plain(text: str) -> str:
    """A text in one line."""
    lines = (" ".join(line.split()) for line in text.split(BREAK))
    return "；".join(line for line in lines if line)


def typed(text: str, is_number: bool) -> Any:
    """A number in a column of numbers and a day as such; anything else is text."""
    if text in NOTHING:
        return None
    if is_number and NUMBER.fullmatch(text):
        return Decimal(text)
    return date.fromisoformat(text) if DAY.fullmatch(text) else text
