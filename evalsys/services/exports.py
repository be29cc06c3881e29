"""Lists as workbooks: what a page shows, whole, and a line in the log for each that was handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from evalsys.books.writing import Table, list_book
from evalsys.services.roster import refuse_long
from evalsys.services.write import Act, beside_reading, write

__all__ = ["Listed", "Table", "export", "file_name", "note"]


@dataclass(frozen=True)
class Listed:
    """A list as its page has it: title, of what and when, what it is narrowed to, its tables."""

    title: str
    about: str
    asked: Sequence[tuple[str, str]]
    tables: Sequence[Table]

    @property
    def filter(self) -> str:
        """What the list is narrowed to, in words."""
        return "；".join(f"{name} {value}".strip() for name, value in self.asked) or _("全部")

    @property
    def rows(self) -> int:
        """How many rows all tables hold."""
        return sum(len(table.rows) for table in self.tables)


def export(act: Act, code: str, listed: Listed, reason: str = "") -> bytes:
    """The workbook of a list, once the log has which list, under which filter and how many rows."""
    refuse_long(listed.rows)
    made = _("%(name)s %(at)s 导出", name=act.name, at=f"{act.at:%Y-%m-%d %H:%M}")
    beneath = [listed.about, _("筛选：%(filter)s", filter=listed.filter), made]
    content = list_book(listed.title, beneath, listed.tables)
    note(act, code, listed.title, f"{listed.about}；{listed.filter}", listed.rows, reason)
    return content


def note(act: Act, code: str, name: str, asked: str, rows: int, reason: str = "") -> None:
    """The line in the log, in a transaction of its own: pages that are only read do not hold the lock for writing."""
    after = {"list": name, "filter": asked, "rows": rows} | ({"reason": reason} if reason else {})
    with beside_reading(), write(act, "list.export", f"list:{code}", after=after):
        pass


def file_name(township: str, name: str, day: date) -> str:
    """What the file is called."""
    return f"{township}_{name}_{day:%Y%m%d}.xlsx"
