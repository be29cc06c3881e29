"""Points that are redeemed: never more than what the measure's balance leaves above its floor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from evalsys.models.people import Person
from evalsys.models.points import PointsEntry
from evalsys.models.schemes import SchemeVersion
from evalsys.scoring import Item, Period, held_balances, item_line, quarter_of
from evalsys.services import dossiers, points_measure, points_results, schemes
from evalsys.services.write import Refused


def refuse_overdrawn(version: SchemeVersion, person: Person, row: PointsEntry, today: date) -> None:
    """Would this entry, not yet in the ledger, leave less than the floor, in its own quarter or now?"""
    balances = held_balances(schemes.scheme_of(version), row.item)
    for period in dict.fromkeys((quarter_of(row.happened_on), quarter_of(today))) if balances else ():
        for item, before, after in both(version, person, row, period, balances):
            floor = floor_of(item, person, period)
            if floor is not None and after < before and after < floor:
                have, want = (f"{number.normalize():f}" for number in (before - floor, before - after))
                said = _("“%(title)s”还能用 %(have)s 分，不够 %(want)s 分。", title=item.title, have=have, want=want)
                raise Refused(said + _("请改小分值，或核对以前的记录。"))


def both(
    version: SchemeVersion, person: Person, row: PointsEntry, period: Period, balances: Sequence[Item]
) -> Iterator[tuple[Item, Decimal, Decimal]]:
    """Each balance without the entry and with it, as it is before the floor holds it."""
    people = points_results.members(period.last, Person.id == person.id)
    rows = points_results.rows_of(version, people, period)
    scheme, calendar = schemes.scheme_of(version), dossiers.calendar()
    for without in points_results.dossiers_of(version, people, rows, period):
        (with_it,) = points_results.dossiers_of(version, people, [*rows, row], period)
        for item in balances:
            lines = [item_line(scheme, item.id, one, period, calendar) for one in (without, with_it)]
            if all(line.amount is not None for line in lines):
                before, after = (line.parts[0].amount - line.parts[1].amount for line in lines)
                yield item, before, after


def floor_of(item: Item, person: Person, period: Period) -> Decimal | None:
    """The least that the measure leaves to this member."""
    membership = next(iter(points_results.members(period.last, Person.id == person.id)), None)
    role = points_results.role_of(membership) if membership else points_measure.ROLES["full"]
    return item.floor.on(period.rule_date, role) if item.floor else None
