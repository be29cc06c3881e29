"""What a rating of a year would give: everybody's stars now, what was held before, and why they move."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.schemes import SchemeVersion
from evalsys.models.stars import StarRating
from evalsys.scoring import Dossier, Result, as_data, digest, from_data
from evalsys.services import schemes, stars, stars_moves
from evalsys.services.stars_moves import Held, Step


@dataclass(frozen=True)
class Standing:
    """One secretary in a rating: what was held before, the stars now, and the moves between."""

    dossier: Dossier
    result: Result
    stars: int | None
    held: StarRating | None
    moves: list[Step]

    @property
    def id(self) -> int:
        """The number of the person."""
        return int(self.result.subject)

    @property
    def is_changed(self) -> bool:
        """Is there no rating of the year yet, or another one?"""
        return self.held is None or self.held.digest != digest(as_data(self.result))


@dataclass(frozen=True)
class Preview:
    """A rating that nobody has fixed yet."""

    year: int
    rated_on: date
    measure: SchemeVersion
    rows: list[Standing]
    is_again: bool

    @property
    def digest(self) -> str:
        """One number for all that is seen: another one if any register behind it were another."""
        said = [str(self.measure.id), *(digest(as_data(row.result)) for row in self.rows)]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def preview(township_id: int, year: int, day: date, reason: str = "") -> Preview:
    """What rating everybody on that day would give. Raises Refused where no measure holds."""
    measure = stars.measure(township_id, day)
    people = list(stars.filed(township_id, year, day))
    results = stars.rated(measure, people, year, day)
    now, earlier = current(township_id, year), latest_before(township_id, year)
    scheme = schemes.scheme_of(measure)
    rows = []
    for dossier, result in zip(people, results, strict=True):
        number = int(result.subject)
        stock = stars.counted(result, scheme)
        same, other = now.get(number), earlier.get(number)
        moves = stars_moves.steps(held_by(same, other), result, stock, scheme, dossier.facts, reason)
        rows.append(Standing(dossier, result, stock, same, moves))
    return Preview(year, day, measure, rows, bool(now))


@dataclass(frozen=True)
class Places:
    """A quota of the measure, as this rating uses it."""

    grade: str
    used: int
    rule: str
    clause: str


def quotas(found: Preview | None) -> list[Places]:
    """How many hold each grade for which the measure sets a quota, and what the quota is."""
    grading = schemes.scheme_of(found.measure).grading if found else None
    if found is None or grading is None:
        return []
    used = [row.result.grade for row in found.rows]
    return [
        Places(
            one.grade, used.count(one.grade), f"{one.most}%" if one.most is not None else str(one.count), one.clause
        )
        for one in grading.quotas
    ]


def levels(found: Preview) -> list[tuple[str, int]]:
    """How many are at each level of stars, the highest first; the unrated are not counted as zero."""
    counts = Counter(row.stars for row in found.rows if row.stars is not None)
    return [(str(stars), number) for stars, number in sorted(counts.items(), reverse=True)]


def held_by(same: StarRating | None, other: StarRating | None) -> Held | None:
    """What somebody held: the year's own rating if there is one, else that of the last year before."""
    row = same or other
    return Held(row.stars, result_of(row), same is not None) if row else None


def current(township_id: int, year: int) -> dict[int, StarRating]:
    """The ratings of a year that hold, by the person's number."""
    query = select(StarRating).where(StarRating.township_id == township_id, StarRating.year == year)
    return {row.person_id: row for row in db.session.scalars(query.where(StarRating.is_current))}


def latest_before(township_id: int, year: int) -> dict[int, StarRating]:
    """Everybody's last rating of an earlier year."""
    query = select(StarRating).where(StarRating.township_id == township_id, StarRating.year < year)
    rows = db.session.scalars(query.where(StarRating.is_current).order_by(StarRating.year))
    return {row.person_id: row for row in rows}


def result_of(row: StarRating) -> Result:
    """The frozen result with all its lines."""
    return from_data(json.loads(row.data))


def is_intact(row: StarRating) -> bool:
    """Does the frozen result still have the fingerprint that it was frozen with?"""
    return digest(json.loads(row.data)) == row.digest
