"""How a period's score is put together, in one line as the measure says it: a card prints it above the sum."""

from __future__ import annotations

from evalsys.scoring.periods import Period
from evalsys.scoring.scheme import Scheme
from evalsys.scoring.writing import percent

NAMES = {
    "day": "当日得分",
    "week": "当周得分",
    "month": "当月得分",
    "two-month": "双月得分",
    "quarter": "季度得分",
    "half-year": "半年得分",
    "year": "年度得分",
    "range": "本期得分",
}


def rollup(scheme: Scheme, period: Period, place: str = "") -> str:
    """季度得分 = 日常评 × 30% + … + 加分与扣分; nothing where the measure has no total for such a period."""
    total = scheme.totals.get(period.kind)
    if total is None:
        return ""
    weighted = [f"{title(scheme, one.item)} × {percent(one.share)}" for one in total.weights_in(place)]
    added = [title(scheme, ref) for ref in (*total.of, *total.plus)]
    return f"{NAMES[period.kind]} = {' + '.join([*weighted, *added])}"


def title(scheme: Scheme, ref: str) -> str:
    """What the measure calls an item."""
    return next((item.title for name, item in scheme.items.items() if name == ref), ref)
