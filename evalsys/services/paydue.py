"""What a measure of pay owes each cadre for one period by the facts of today; nothing is saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from flask_babel import gettext as _

from evalsys.models.schemes import SchemeVersion
from evalsys.scoring import (
    Dossier,
    Line,
    NotInForce,
    Period,
    Result,
    Subject,
    evaluate,
    paytelling,
    settle,
)
from evalsys.scoring.payplan import Payment, due_in, line_due, role_in, score_streams, standard_of
from evalsys.scoring.payslip import Due
from evalsys.scoring.periods import CONTAINING
from evalsys.services import dossiers, payfacts, payscores, schemes
from evalsys.services.pay import Cadre, cadres
from evalsys.services.paysources import NOWHERE, Desk, Home, facts_of, together, villages
from evalsys.services.write import Refused


@dataclass
class Bill:
    """What is due to everybody, who gets nothing and why, and what villages had to share and what was shared."""

    period: Period
    version: SchemeVersion
    dues: dict[int, Due] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    homes: dict[int, Home] = field(default_factory=dict)
    pool: Decimal | None = None
    shared: Decimal | None = None


def bill(township_id: int, row: SchemeVersion, period: Period) -> Bill:
    """Everybody's dues of the period. Raises Refused where results are open, or the measure pays nothing then."""
    scheme = schemes.scheme_of(row)
    found, due = Bill(period, row), due_in(scheme, period.kind)
    if not due:
        raise Refused(_("“%(title)s”在%(period)s没有要发的报酬。", title=row.title, period=period.title))
    desk = Desk(scheme, period, due, payfacts.standing(township_id))
    people = list(named(township_id, desk, found))
    found.homes = villages([one.id for one, _role in people], period)
    results = worked_out(township_id, desk, people, found.homes)
    for one, role in people:
        take(found, desk, one, role, {kind: held[one.id] for kind, held in results.items()})
    if any(one.is_pool for one in due):
        sum_pools(found, desk, results)
    return found


def named(township_id: int, desk: Desk, found: Bill) -> Iterator[tuple[Cadre, str]]:
    """Who holds a post on the period's last day that the measure pays, with what it calls the post."""
    for one in cadres(township_id, desk.period):
        if not any(desk.period.last in span for span in one.spans):
            found.left_out.append((one.name, paytelling.gone(desk.period.last)))
        elif not (role := role_in(desk.scheme, one.kinds)):
            found.left_out.append((one.name, paytelling.not_named(one.post)))
        else:
            yield one, role


def worked_out(
    township_id: int, desk: Desk, people: Sequence[tuple[Cadre, str]], homes: Mapping[int, Home]
) -> dict[str, dict[int, Result]]:
    """Everybody's results for each kind of period that the payments are worked out for."""
    ids, results = [one.id for one, _role in people], {}
    held, calendar = facts_of(township_id, desk, ids), dossiers.calendar()
    for kind in sorted({one.worked_out for one in desk.due}):
        whole = CONTAINING[kind](desk.period.last)
        scores = payscores.closed_results(township_id, ids, desk.scheme, score_streams(desk.scheme, desk.due), whole)
        groups: dict[int, list[Dossier]] = defaultdict(list)
        for one, role in people:
            home = homes.get(one.id, NOWHERE).id
            subject = Subject(str(one.id), one.name, one.spans, role, one.place)
            mine = together(held(one.id, home or None), scores.get(one.id, []))
            groups[home if desk.scheme.pools else 0].append(Dossier(subject, mine))
        try:
            done = [result for group in groups.values() for result in evaluate(desk.scheme, group, whole, calendar)]
        except NotInForce as wrong:
            raise Refused(str(wrong)) from wrong
        results[kind] = {int(result.subject): result for result in done}
    return results


def take(found: Bill, desk: Desk, one: Cadre, role: str, results: Mapping[str, Result]) -> None:
    """One cadre's dues, or why there are none."""
    base: list[Line] = []
    performance: list[Line] = []
    notes: list[str] = []
    standard = score = None
    for payment in desk.due:
        result = results[payment.worked_out]
        line = line_due(payment, result, desk.period)
        if payment.is_performance and not payment.is_pool:
            score = result.score
        if line is None or line.amount is None or line.amount < 0:
            notes.append(missing(payment, line, result))
            continue
        paid = replace(line, amount=settle(line.amount))
        (performance if payment.is_performance else base).append(paid)
        of = standard_of(desk.scheme, payment, line)
        standard = standard or (of and of.amount and settle(of.amount))
        notes += [note for part in line.walk() for note in part.notes]
    taken = payfacts.deductions(desk.registered, one.id, desk.scheme.id, desk.period.code)
    given = (standard, score, tuple(base), tuple(performance), taken, tuple(dict.fromkeys(notes)))
    place = found.homes.get(one.id, NOWHERE).name or one.place
    due = Due(one.id, one.name, place, role, desk.scheme.id, desk.scheme.version, *given)
    found.dues[one.id] = due
    if not base and not performance and not taken:
        found.left_out.append((one.name, "；".join(due.notes) or paytelling.NOTHING))


def missing(payment: Payment, line: Line | None, result: Result) -> str:
    """Why an amount is not paid now."""
    if line is not None and line.amount is not None:
        return paytelling.below_zero(line.title)
    said = line.why_none if line is not None else ""
    said = said or next((problem.says for problem in result.problems), paytelling.NO_RESULT)
    return paytelling.held_back(line.title if line else paytelling.PAY, said)


def sum_pools(found: Bill, desk: Desk, results: Mapping[str, Mapping[int, Result]]) -> None:
    """What the villages had to share, each village's pool once, and what came to the cadres."""
    wholes: dict[tuple[int, str], Decimal] = {}
    for payment in (one for one in desk.due if one.is_pool):
        for result in results[payment.worked_out].values():
            line = line_due(payment, result, desk.period)
            if line and line.parts and line.parts[0].amount is not None:
                wholes[found.homes.get(int(result.subject), NOWHERE).id, payment.item] = settle(line.parts[0].amount)
    pools = {str(one.item) for one in desk.due if one.is_pool}
    lines = [line for due in found.dues.values() for line in due.performance if line.item in pools]
    found.pool = sum(wholes.values(), Decimal(0))
    found.shared = sum((line.amount for line in lines if line.amount is not None), Decimal(0))
