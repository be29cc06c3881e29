"""The item kinds that a scheme may name: for each its settings and its one function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from evalsys.scoring import combining, days, events, history, lookup, marks, means
from evalsys.scoring.ballots import Ballots, ballots
from evalsys.scoring.conditions import judge
from evalsys.scoring.desk import Desk, Engine
from evalsys.scoring.paying import Instalments, instalments
from evalsys.scoring.periods import Period
from evalsys.scoring.results import Line
from evalsys.scoring.scheme import Item
from evalsys.scoring.service import Service, service


@dataclass(frozen=True)
class Kind:
    """A way of counting: `settings` is the record that the loader fills, `run` the one function."""

    settings: type
    run: Callable[[Item, Any, Period, Desk], Line]


KINDS: Mapping[str, Kind] = {
    # days and periods
    "owed-days": Kind(days.OwedDays, days.owed_days),
    "done-days": Kind(days.DoneDays, days.done_days),
    "owed-periods": Kind(days.OwedPeriods, days.owed_periods),
    "done-periods": Kind(days.DonePeriods, days.done_periods),
    # marks and ballots
    "mark": Kind(marks.Mark, marks.mark),
    "mark-mean": Kind(marks.MarkMean, marks.mark_mean),
    "mark-sum": Kind(marks.MarkSum, marks.mark_sum),
    "judges-mean": Kind(marks.JudgesMean, marks.judges_mean),
    "ballots": Kind(Ballots, ballots),
    # events
    "count": Kind(events.Count, events.count),
    "amounts": Kind(events.Amounts, events.amounts),
    "measured": Kind(events.Measured, events.measured),
    "tiered-events": Kind(events.TieredEvents, events.tiered_events),
    "words": Kind(events.WordPoints, events.words),
    "absent": Kind(events.Absent, events.absent),
    # made of other items
    "constant": Kind(combining.Constant, combining.constant),
    "sum": Kind(combining.Sum, combining.total),
    "weighted": Kind(means.Weighted, means.weighted),
    "share": Kind(combining.Share, combining.share),
    "product": Kind(combining.Product, combining.product),
    "difference": Kind(combining.Difference, combining.difference),
    "ratio": Kind(combining.Ratio, combining.ratio),
    "smallest": Kind(combining.Smallest, combining.smallest),
    "largest": Kind(combining.Largest, combining.largest),
    "period-mean": Kind(means.PeriodMean, means.period_mean),
    "period-sum": Kind(means.PeriodSum, means.period_sum),
    # looked up
    "tiers": Kind(lookup.Tiers, lookup.tiers),
    "steps": Kind(lookup.Steps, lookup.steps),
    "by-grade": Kind(lookup.ByGrade, lookup.by_grade),
    # over time
    "service": Kind(Service, service),
    "streak": Kind(history.Streak, history.streak),
    "ladder": Kind(history.Ladder, history.ladder),
    "to-date": Kind(history.ToDate, history.to_date),
    "external": Kind(history.External, history.external),
    # money
    "instalments": Kind(Instalments, instalments),
}

ENGINE = Engine(KINDS, judge)
"""The kinds and the judge of conditions, as the desk takes them."""
