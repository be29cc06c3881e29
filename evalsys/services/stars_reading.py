"""Stars as pages and papers show them: those of a year, and one secretary's over the years."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.people import Person
from evalsys.models.stars import StarMove, StarRating, StarRun
from evalsys.services import scope


def readable(viewer: Account, day: date) -> Select[tuple[StarRating]]:
    """The ratings that the viewer may see, with the person."""
    query = select(StarRating).join(StarRating.person).where(scope.visible(viewer, "star.read", day))
    return query.options(contains_eager(StarRating.person), joinedload(StarRating.scheme_version))


def of_year(viewer: Account, year: int, day: date) -> list[StarRating]:
    """The ratings of a year that hold, in the order of the register, with their moves."""
    query = readable(viewer, day).where(StarRating.year == year, StarRating.is_current)
    return list(db.session.scalars(query.options(selectinload(StarRating.moves)).order_by(Person.id)))


def last_year(township_id: int) -> int | None:
    """The last year that was rated."""
    return db.session.scalar(select(func.max(StarRating.year)).where(StarRating.township_id == township_id))


def of_person(viewer: Account, person_id: int, day: date) -> list[StarRating]:
    """Every rating of one person, the newest year and number first."""
    query = readable(viewer, day).where(StarRating.person_id == person_id)
    return list(db.session.scalars(query.order_by(StarRating.year.desc(), StarRating.number.desc())))


def moves(viewer: Account, person_id: int, day: date) -> list[StarMove]:
    """Every rise and fall of one person's stars, the newest first."""
    query = select(StarMove).join(Person, Person.id == StarMove.person_id)
    query = query.where(StarMove.person_id == person_id, scope.visible(viewer, "star.read", day))
    query = query.options(joinedload(StarMove.rating)).order_by(StarMove.id.desc())
    return list(db.session.scalars(query))


def get(viewer: Account, rating_id: int, day: date) -> StarRating:
    """One rating that the viewer may see, or Unknown."""
    found = db.session.scalar(readable(viewer, day).where(StarRating.id == rating_id))
    if found is None:
        raise scope.Unknown
    return found


def run(viewer: Account, run_id: int) -> StarRun:
    """One run of the viewer's township, or Unknown."""
    found: StarRun = scope.of_township(viewer, StarRun, run_id)
    return found


def over_years(rows: list[StarRating]) -> list[tuple[int, int | None]]:
    """The stock of each year, the oldest first; a year between that was not rated has none."""
    held = {row.year: row.stars for row in rows if row.is_current}
    years = range(min(held), max(held) + 1) if held else ()
    return [(year, held.get(year)) for year in years]
