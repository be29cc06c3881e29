"""The ledger of points: entries are added, taken back by a reversal, never changed; the balance goes along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import itemgetter

from flask_babel import gettext as _
from sqlalchemy import BigInteger, cast, func, select, type_coerce
from sqlalchemy.orm import aliased

from evalsys.extensions import db
from evalsys.models.people import Person
from evalsys.models.points import PointsBalance, PointsEntry
from evalsys.models.types import THOUSAND
from evalsys.models.units import Unit
from evalsys.services import closed
from evalsys.services.points_measure import Rule
from evalsys.services.write import Act, Refused, hold

ZERO = Decimal(0)


@dataclass(frozen=True)
class Slip:
    """What one new entry says; `about` names the claim, event or line of a register that it comes from."""

    person_id: int
    branch_id: int | None
    rule: Rule
    points: Decimal
    happened_on: date
    reason: str
    declared_by: str
    checked_by: str
    source: str
    evidence: str | None = None
    about: tuple[str, int] | None = None


def begin(township_id: int, *days: date) -> None:
    """One writer of the ledger at a time in a township; Raises Refused where a day lies in a closed period."""
    hold(Unit, township_id)
    shut = closed.all_closed(township_id)
    for day in days:
        period = closed.touched(shut, day, day)
        if period:
            raise Refused(closed.says_shut(period))


def put(act: Act, township_id: int, version_id: int, slips: Iterable[Slip]) -> list[PointsEntry]:
    """Add entries to the session, and what they are worth to the balances. After `begin`, inside `write`."""
    added = [entry_of(act, township_id, version_id, slip) for slip in slips]
    db.session.add_all(added)
    db.session.flush()
    weigh(added)
    return added


def entry_of(act: Act, township_id: int, version_id: int, slip: Slip) -> PointsEntry:
    """The row of a slip."""
    row = PointsEntry(
        township_id=township_id,
        person_id=slip.person_id,
        branch_id=slip.branch_id,
        scheme_version_id=version_id,
        item=slip.rule.code,
        title=slip.rule.title,
        clause=slip.rule.clause,
        points=slip.points,
        happened_on=slip.happened_on,
        reason=slip.reason,
        evidence=slip.evidence or None,
        declared_by=slip.declared_by,
        checked_by=slip.checked_by,
        source=slip.source,
        recorded_by=act.name,
        recorded_at=act.at,
    )
    if slip.about:
        setattr(row, *slip.about)
    return row


def undo(act: Act, rows: Sequence[PointsEntry], reason: str) -> list[PointsEntry]:
    """The opposite of each entry, once, on the day of what it takes back. After `begin`, inside `write`."""
    refuse_undone(rows)
    added = [opposite(act, row, reason) for row in rows]
    db.session.add_all(added)
    db.session.flush()
    weigh(added)
    return added


def refuse_undone(rows: Sequence[PointsEntry]) -> None:
    """An entry is taken back once, and a reversal never."""
    numbers = [row.id for row in rows]
    found = db.session.scalar(select(PointsEntry).where(PointsEntry.reverses_id.in_(numbers)).limit(1))
    if found:
        raise Refused(_("这一条已在 %(day)s 冲销，不能再冲一次。", day=found.recorded_at.date()))
    if any(row.reverses_id for row in rows):
        raise Refused(_("这一条本身是冲销。要恢复原来的积分，请按原事由重新登记一条。"))


def opposite(act: Act, row: PointsEntry, reason: str) -> PointsEntry:
    """The reversal of an entry."""
    kept = ("township_id", "person_id", "branch_id", "scheme_version_id", "item", "title", "clause", "happened_on")
    return PointsEntry(
        **{name: getattr(row, name) for name in (*kept, "source", "event_id")},
        points=-row.points,
        reason=reason,
        declared_by=act.name,
        checked_by=act.name,
        reverses_id=row.id,
        recorded_by=act.name,
        recorded_at=act.at,
    )


def weigh(added: Sequence[PointsEntry]) -> None:
    """Bring the kept balances along."""
    sums: dict[int, Decimal] = defaultdict(lambda: ZERO)
    counts: dict[int, int] = defaultdict(int)
    for row in added:
        sums[row.person_id] += row.points
        counts[row.person_id] += 1
    query = select(PointsBalance).where(PointsBalance.person_id.in_(sums)).execution_options(populate_existing=True)
    held = {row.person_id: row for row in db.session.scalars(query)}
    for number, change in sums.items():
        row = held.get(number)
        if row is None:
            db.session.add(PointsBalance(person_id=number, balance=change, entries=counts[number]))
        else:
            row.balance, row.entries = row.balance + change, row.entries + counts[number]
    db.session.flush()


def standing(*conditions: object) -> list[PointsEntry]:
    """Entries that count: neither reversed nor a reversal."""
    other = aliased(PointsEntry)
    undone = select(other.id).where(other.reverses_id == PointsEntry.id).exists()
    query = select(PointsEntry).where(PointsEntry.reverses_id.is_(None), ~undone, *conditions)
    return list(db.session.scalars(query.order_by(PointsEntry.happened_on, PointsEntry.id)))


def refuse_twice(person: Person, code: str, day: date) -> None:
    """The same thing on the same day is recorded once, whichever way it came."""
    found = standing(PointsEntry.person_id == person.id, PointsEntry.item == code, PointsEntry.happened_on == day)
    if found:
        said = _(
            "%(name)s %(day)s 的“%(title)s”已经记过，不能重复记。", name=person.name, day=day, title=found[0].title
        )
        raise Refused(said)


def balances(people: Iterable[int]) -> dict[int, Decimal]:
    """The kept balances of these people; who has none has nothing recorded."""
    query = select(PointsBalance).where(PointsBalance.person_id.in_(list(people)))
    return {row.person_id: row.balance for row in db.session.scalars(query)}


def sums() -> list[tuple[int, int, int]]:
    """Everybody's entries added up anew: person, thousandths of points, how many entries; one pass over an index."""
    total = func.sum(type_coerce(PointsEntry.points, BigInteger))
    # PostgreSQL adds whole numbers up to a number with decimals.
    query = select(PointsEntry.person_id, cast(total, BigInteger), func.count()).group_by(PointsEntry.person_id)
    return [tuple(row) for row in db.session.execute(query.order_by(PointsEntry.person_id))]


def ranks() -> list[tuple[int, int, int]]:
    """Everybody in the ledger, the most points first: person, thousandths of points, rank; equal sums share one."""
    total = func.sum(type_coerce(PointsEntry.points, BigInteger))
    query = select(PointsEntry.person_id, cast(total, BigInteger)).group_by(PointsEntry.person_id)
    rows = db.session.connection().execute(query.order_by(PointsEntry.person_id)).all()
    rows.sort(key=itemgetter(1), reverse=True)
    ranked, rank, last = [], 0, None
    for place, (number, points) in enumerate(rows, start=1):
        if points != last:
            rank, last = place, points
        ranked.append((number, points, rank))
    return ranked


def differences() -> list[tuple[int, Decimal, Decimal]]:
    """Whose kept balance is not the sum of the entries: person, kept, sum. None, unless somebody wrote past us."""
    added = {number: (total, count) for number, total, count in sums()}
    balance = type_coerce(PointsBalance.balance, BigInteger)
    rows = db.session.execute(select(PointsBalance.person_id, balance, PointsBalance.entries))
    kept = {number: (total, count) for number, total, count in rows}
    none = (0, 0)
    return [
        (number, Decimal(kept.get(number, none)[0]) / THOUSAND, Decimal(added.get(number, none)[0]) / THOUSAND)
        for number in sorted({*added, *kept})
        if kept.get(number, none) != added.get(number, none)
    ]
