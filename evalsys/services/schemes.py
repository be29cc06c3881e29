"""Adopted measures: frozen text in the table, read once a process, chosen by the day."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache

from flask_babel import gettext as _
from sqlalchemy import or_, select

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.schemes import SchemeVersion
from evalsys.scoring import SAMPLES, Limits, Scheme, SchemeMistakes, read_scheme
from evalsys.services import scope
from evalsys.services.write import Act, Refused, write

OFFICIALS = "four-mirrors"


@lru_cache(maxsize=64)
def parsed(text: str, name: str) -> Scheme:
    """The measure that a text says; texts are frozen, so each is read once."""
    return read_scheme(text, f"{name}.toml")


def scheme_of(row: SchemeVersion) -> Scheme:
    """The measure of an adopted version."""
    return parsed(row.text, row.name)


def in_force(township_id: int, name: str, day: date) -> SchemeVersion:
    """The version that holds on that day. Raises Refused where the township adopted none."""
    found = db.session.scalar(
        select(SchemeVersion)
        .where(
            SchemeVersion.township_id == township_id,
            SchemeVersion.name == name,
            SchemeVersion.from_on <= day,
            or_(SchemeVersion.until_on.is_(None), SchemeVersion.until_on >= day),
        )
        .order_by(SchemeVersion.number.desc())
    )
    if found is None:
        raise Refused(_("%(day)s 还没有通过的考核办法，请先在“考核办法”中采用一份。", day=day))
    return found


def limits(township_id: int, stream: str, day: date) -> Limits:
    """Between which numbers a mark of that stream may be, by the measure of the day."""
    scheme = scheme_of(in_force(township_id, OFFICIALS, day))
    return next(iter(scheme.streams[stream].values.values()))


def adopt(act: Act, township_id: int, text: str, meeting: str) -> SchemeVersion:
    """Freeze a text as the township's next version. Raises Refused with every mistake of the text."""
    try:
        scheme = read_scheme(text, "scheme.toml")
    except SchemeMistakes as mistakes:
        raise Refused(str(mistakes)) from mistakes
    row = SchemeVersion(
        township_id=township_id,
        name=scheme.id,
        number=scheme.version,
        title=scheme.title,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        from_on=scheme.start,
        until_on=scheme.end,
        adopted_on=act.today,
        adopted_by=act.name,
        meeting=meeting or None,
    )
    with write(act, "scheme.adopt", row, after={"title": scheme.title, "version": scheme.version}) as session:
        session.add(row)
    return row


def sample_text(name: str) -> str:
    """The text of a measure that ships with the program."""
    return (SAMPLES / f"{name}.toml").read_text(encoding="utf-8")


def versions(viewer: Account) -> list[SchemeVersion]:
    """Every version that the viewer's township adopted, the newest first."""
    query = select(SchemeVersion).where(SchemeVersion.township_id == viewer.township_id)
    return list(db.session.scalars(query.order_by(SchemeVersion.from_on.desc(), SchemeVersion.number.desc())))


def get(viewer: Account, version_id: int) -> SchemeVersion:
    """One version of the viewer's township, or Unknown."""
    return scope.of_township(viewer, SchemeVersion, version_id)
