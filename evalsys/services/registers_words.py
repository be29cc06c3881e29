"""The words that adopted measures have for what the registers keep: grades of a year, figures of a village."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import or_, select

from evalsys.extensions import db
from evalsys.models.schemes import SchemeVersion
from evalsys.scoring import Scheme
from evalsys.services import registers, schemes

GRADES = ("优秀", "合格", "基本合格", "不合格", "称职", "基本称职", "不称职", "未定等次")


def adopted(township_id: int, day: date | None = None) -> list[SchemeVersion]:
    """The versions that hold on the day, by name; without a day the newest version of each measure."""
    query = select(SchemeVersion).where(SchemeVersion.township_id == township_id)
    if day:
        query = query.where(SchemeVersion.from_on <= day)
        query = query.where(or_(SchemeVersion.until_on.is_(None), SchemeVersion.until_on >= day))
    rows = db.session.scalars(query.order_by(SchemeVersion.number))
    return list({row.name: row for row in rows}.values())


def grades(township_id: int, day: date) -> list[str]:
    """The grades of a year that the adopted measures know, then the usual ones."""
    said = [word for row in adopted(township_id, day) for word in grade_words(schemes.scheme_of(row))]
    return list(dict.fromkeys([*said, *GRADES]))


def grade_words(scheme: Scheme) -> Iterator[str]:
    """What the measure calls the grades of a year, the best first."""
    for item in scheme.items.values():
        if item.kind == "words" and str(getattr(item.how, "stream", "")) == "year-grade":
            yield from getattr(item.how, "points", {})


def figures(township_id: int) -> list[str]:
    """The streams of adopted measures that a figure of a village or of the county may fill."""
    found = []
    for row in adopted(township_id):
        scheme = schemes.scheme_of(row)
        found += [str(name) for name, one in scheme.streams.items() if is_figure(row.name, str(name), one)]
    return found


def is_figure(measure: str, name: str, stream: object) -> bool:
    """A stream of one number a year, which is no mark and no record of a person."""
    values = getattr(stream, "values", {})
    return (
        getattr(stream, "on", "") == "year"
        and list(values) in (["amount"], ["income"])
        and name not in registers.DELIVERED
        and measure != schemes.OFFICIALS
    )
