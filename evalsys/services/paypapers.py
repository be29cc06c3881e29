"""The list of a run as a workbook, its sums in capitals, and what else papers and pages say of money."""

from __future__ import annotations

from collections.abc import Sequence

from evalsys.books.paysheet import pay_workbook
from evalsys.models.pay import PayLine, PayRun
from evalsys.scoring import period
from evalsys.scoring.capitals import capitals
from evalsys.services import paylists

__all__ = ["capitals", "workbook"]


def workbook(run: PayRun, rows: Sequence[PayLine], title: str, beneath: Sequence[str]) -> bytes:
    """The list of a run for the finance office."""
    named = f"{title}（{period(run.period).title}）"
    return pay_workbook(named, beneath, paylists.standing_order(list(rows)), capitals(run.control_total))
