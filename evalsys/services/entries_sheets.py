"""The sheets of a measure's own streams: which there are, with which numbers and words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evalsys.models.schemes import SchemeVersion
from evalsys.scoring.scheme import Scheme, Stream
from evalsys.services import registers, registers_words, schemes, scope, stars

# For whom measures read their own streams from this register.
READERS = frozenset(stars.ROLES)


@dataclass(frozen=True)
class Sheet:
    """A stream of an adopted measure that is entered here, with the words that the measure knows for it."""

    measure: SchemeVersion
    stream: Stream
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """The stream's name."""
        return str(self.stream.name)

    @property
    def numbers(self) -> list[tuple[str, Decimal, Decimal | None, Decimal]]:
        """The numbers of one record with their limits and step."""
        return [(name, one.low, one.high, one.step) for name, one in self.stream.values.items()]


def sheets(township_id: int) -> list[Sheet]:
    """Every stream of the township's adopted measures that is entered in this register."""
    found = []
    for row in registers_words.adopted(township_id):
        scheme = schemes.scheme_of(row)
        if not READERS.isdisjoint(scheme.scope.get("role", ())):
            own = [stream for stream in scheme.streams.values() if is_own(stream)]
            found += [Sheet(row, stream, words_of(scheme, stream)) for stream in own]
    return found


def is_own(stream: Stream) -> bool:
    """Neither the registers of people nor the figures of places deliver it."""
    return str(stream.name) not in registers.DELIVERED and not registers_words.is_figure(stream)


def words_of(scheme: Scheme, stream: Stream) -> tuple[str, ...]:
    """The words that the measure's items know for a record of the stream."""
    items = [item for item in scheme.items.values() if getattr(item.how, "stream", "") == stream.name]
    return tuple(word for item in items if item.kind == "words" for word in getattr(item.how, "points", {}))


def sheet(township_id: int, measure: str, stream: str) -> Sheet:
    """One of them, or Unknown."""
    for one in sheets(township_id):
        if (one.measure.name, one.name) == (measure, stream):
            return one
    raise scope.Unknown
