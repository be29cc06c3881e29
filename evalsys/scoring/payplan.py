"""Which amounts of a measure of pay fall due in which kind of period, and which of them rest on a score."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from evalsys.scoring.paying import Instalments
from evalsys.scoring.periods import Period
from evalsys.scoring.reach import mentioned, named_by, reach
from evalsys.scoring.results import Line, Result
from evalsys.scoring.scheme import Scheme
from evalsys.scoring.terms import SCORE, Flow, Ref

# Who is director and secretary at once is 一肩挑.
BOTH = "一肩挑"
# What measures call the holders of these posts; the posts that are paid best stand first.
CALLED = {
    "secretary": ("支部书记", "书记"),
    "director": ("村主任", "主任"),
    "accountant": ("文书", "会计"),
    "deputy_secretary": ("副书记",),
    "deputy_director": ("副主任",),
}
ANYBODY = "村干部"
NAMES = frozenset((BOTH, ANYBODY, *(name for names in CALLED.values() for name in names)))
PARTS = {12: "month", 4: "quarter", 2: "half-year", 1: "year"}
MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@dataclass(frozen=True)
class Payment:
    """An amount that falls due: the item or pool, the kind of period that it is worked out for, in how many parts.

    It is performance pay if the score or the grade leads to it; a pool is shared by performance too.
    """

    item: Ref
    worked_out: str
    parts: int = 1
    is_performance: bool = False
    is_pool: bool = False

    @property
    def kind(self) -> str:
        """The kind of period at whose end it is paid."""
        return PARTS[self.parts] if self.parts > 1 else self.worked_out


def payments(scheme: Scheme) -> list[Payment]:
    """Every amount of the measure; what is paid in instalments is not paid as a whole besides."""
    found = []
    for total in scheme.totals.values():
        plans = {ref: scheme.items[ref].how for ref in total.beside if ref in scheme.items}
        whole = {how.of for how in plans.values() if isinstance(how, Instalments)}
        for ref, how in plans.items():
            parts = how.parts if isinstance(how, Instalments) else 1
            if ref not in whole and (parts == 1 or (total.period == "year" and parts in PARTS)):
                found.append(Payment(ref, total.period, parts, rests_on_score(scheme, ref)))
    pools = [Payment(pool.id, pool.period, is_performance=True, is_pool=True) for pool in scheme.pools]
    return [*found, *pools]


def rests_on_score(scheme: Scheme, ref: Ref) -> bool:
    """Does the score, or the grade, lead to the item?"""
    known = {ref, *reach(scheme.items, [ref])}
    items = [scheme.items[name] for name in known if name in scheme.items]
    return SCORE in known or any(SCORE in named_by(one, Ref) or one.kind == "by-grade" for one in items)


def is_for_pay(scheme: Scheme) -> bool:
    """Is it a measure that pays village cadres?"""
    return bool(NAMES & set(scheme.scope.get("role", ()))) and bool(payments(scheme))


def due_in(scheme: Scheme, kind: str) -> list[Payment]:
    """What falls due at the end of such a period."""
    return [one for one in payments(scheme) if one.kind == kind]


def role_in(scheme: Scheme, kinds: Collection[str]) -> str:
    """What the measure calls the holder of these posts; empty where it pays none such."""
    both = (BOTH,) if {"secretary", "director"} <= set(kinds) else ()
    called = [name for kind, names in CALLED.items() if kind in kinds for name in names]
    return next((name for name in (*both, *called, ANYBODY) if name in scheme.scope.get("role", ())), "")


def score_streams(scheme: Scheme, due: Sequence[Payment]) -> set[str]:
    """The streams of published results that performance pay rests on: one mark about a whole period."""
    kinds = {one.worked_out for one in due if one.is_performance}
    tops = [ref for kind in kinds for ref in mentioned(scheme.totals[kind], Ref)]
    tops += [one.amount for one in scheme.pools] + [one.weight for one in scheme.pools]
    known = {*tops, *reach(scheme.items, tops)}
    named = {flow for ref in known if ref in scheme.items for flow in named_by(scheme.items[ref], Flow)}
    return {str(flow) for flow in named if flow in scheme.streams and is_result(scheme, flow)}


def is_result(scheme: Scheme, flow: Flow) -> bool:
    """Does a record of the stream hold the result of an evaluation of a quarter or a year?"""
    stream = scheme.streams[flow]
    return stream.on in ("quarter", "year") and set(stream.values) in ({"mark"}, {"score"})


def number_in_year(period: Period, parts: int) -> int:
    """Which of the year's parts a period is: July is the seventh month."""
    return (period.first.month - 1) // (12 // parts) + 1


def line_due(payment: Payment, result: Result, period: Period) -> Line | None:
    """The line of what falls due in the period; None where the result has no such line.

    An instalment stands with the whole that it is a part of.
    """
    whole = result.find(payment.item)
    if whole is None or whole.amount is None or payment.parts == 1:
        return whole
    found = result.find(f"{payment.item}.{number_in_year(period, payment.parts)}")
    return replace(found, parts=whole.parts[:1]) if found else None


def standard_of(scheme: Scheme, payment: Payment, line: Line) -> Line | None:
    """The standard that a payment is reckoned from: the year's whole, the pool, the factor without a score."""
    if payment.parts > 1 or payment.is_pool:
        return line.parts[0] if line.parts else None
    free = [one for one in line.parts if Ref(one.item) in scheme.items]
    return next((one for one in free if not rests_on_score(scheme, Ref(one.item)) and one.item != SCORE), line)
