"""The words that adopted measures have for what the registers keep: grades of a year, figures of a village."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import or_, select

from evalsys.extensions import db
from evalsys.models.schemes import SchemeVersion
from evalsys.scoring import Scheme
from evalsys.scoring.scheme import Stream
from evalsys.services import schemes

INCOME = "income"

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
    """The streams of adopted measures that are figures of a village or of the county."""
    streams = [stream for row in adopted(township_id) for stream in schemes.scheme_of(row).streams.values()]
    return list(dict.fromkeys(str(stream.name) for stream in streams if is_figure(stream)))


def is_figure(stream: Stream) -> bool:
    """An income of a year, published for a place: no record of a person."""
    return stream.on == "year" and len(stream.values) == 1 and INCOME in str(stream.name)
