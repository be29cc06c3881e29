"""The item kinds that a scheme may name: for each its settings and its one function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from evalsys.scoring.ballots import Ballots, ballots
from evalsys.scoring.combining import PeriodMean, Ratio, Share, Sum, period_mean, ratio, share, total
from evalsys.scoring.counting import Count, count
from evalsys.scoring.days import DoneDays, OwedDays, done_days, owed_days
from evalsys.scoring.desk import Desk
from evalsys.scoring.marks import JudgesMean, MarkMean, MarkSum, judges_mean, mark_mean, mark_sum
from evalsys.scoring.periods import Period
from evalsys.scoring.results import Line
from evalsys.scoring.scheme import Item


@dataclass(frozen=True)
class Kind:
    """A way of counting: `settings` is the record that the loader fills, `run` the one function."""

    settings: type
    run: Callable[[Item, Any, Period, Desk], Line]


KINDS: Mapping[str, Kind] = {
    "owed-days": Kind(OwedDays, owed_days),
    "done-days": Kind(DoneDays, done_days),
    "mark-mean": Kind(MarkMean, mark_mean),
    "mark-sum": Kind(MarkSum, mark_sum),
    "judges-mean": Kind(JudgesMean, judges_mean),
    "ballots": Kind(Ballots, ballots),
    "count": Kind(Count, count),
    "ratio": Kind(Ratio, ratio),
    "share": Kind(Share, share),
    "sum": Kind(Sum, total),
    "period-mean": Kind(PeriodMean, period_mean),
}
