"""All kinds of books that can be read, in the order in which a tie is decided."""

from __future__ import annotations

# A column of a book reads best as one row, synonyms and all.
# fmt: off
from evalsys.books.evaluations import COMMITTEE, EVENTS, LOGS, MONTHLY, TALLIES, WEEKLY
from evalsys.books.kinds import Kind
from evalsys.books.ledgers import ECONOMY, GRADES, INCOME, POINTS
from evalsys.books.rosters import CADRES, MEMBERS, OFFICIALS, SPELLS

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        MEMBERS, CADRES, OFFICIALS, LOGS, WEEKLY, MONTHLY, TALLIES, EVENTS, POINTS, GRADES, SPELLS, ECONOMY, INCOME,
        COMMITTEE,
    )
}
