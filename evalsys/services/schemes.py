"""Adopted measures: frozen text in the table, read once a process, chosen by the day."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.schemes import SchemeDraft, SchemeVersion
from evalsys.models.units import Unit
from evalsys.scoring import SAMPLES, Figure, Limits, Scheme, SchemeMistakes, figures, guarded, read_scheme
from evalsys.services import scope
from evalsys.services.write import Act, Refused, hold, write

OFFICIALS = "four-mirrors"
DAY = timedelta(days=1)
# How the keys of figures begin that say which numbers may be entered into records.
ENTRY = "stream/"


@lru_cache(maxsize=64)
def parsed(text: str, name: str) -> Scheme:
    """The measure that a text says, with the gate before ballots; texts are frozen, so each is read once."""
    return guarded(read_scheme(text, f"{name}.toml"))


def scheme_of(row: SchemeVersion) -> Scheme:
    """The measure of an adopted version."""
    return parsed(row.text, row.name)


@dataclass(frozen=True)
class Section:
    """One clause of a text with what belongs to it; without a number it holds the figures of no clause."""

    number: str
    title: str
    text: str
    items: tuple[str, ...]
    figures: tuple[Figure, ...]

    @property
    def rules(self) -> tuple[Figure, ...]:
        """The figures by which results are worked out."""
        return tuple(one for one in self.figures if not one.key.startswith(ENTRY))

    @property
    def limits(self) -> tuple[Figure, ...]:
        """The figures that say which numbers may be entered."""
        return tuple(one for one in self.figures if one.key.startswith(ENTRY))


def sections(text: str) -> list[Section]:
    """The clauses of a text, in its order, whether or not the whole is a measure already; the text is TOML."""
    data = tomllib.loads(text)
    clauses = {str(row.get("number", "")): row for row in tables(data, "clause")}
    found: dict[str, list[Figure]] = {number: [] for number in clauses}
    others: list[Figure] = []
    for figure in figures(text):
        found.get(figure.clause, others).append(figure)
    items = [(str(row.get("clause", "")), str(row.get("title", ""))) for row in tables(data, "item")]
    drawn = [
        Section(
            number,
            str(row.get("title", "")),
            str(row.get("text", "")),
            tuple(title for clause, title in items if clause == number),
            tuple(found[number]),
        )
        for number, row in clauses.items()
    ]
    return [*drawn, Section("", "", "", (), tuple(others))] if others else drawn


def tables(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The tables of a list of the file; whatever else stands there is no such table."""
    rows = data.get(key, [])
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def bands(scheme: Scheme) -> list[tuple[str, str]]:
    """The grades with the scores that get them, in the measure's words; none where it gives no grade by score."""
    return [(band.grade, band.scores.text) for band in scheme.grading.bands] if scheme.grading else []


def before(row: SchemeVersion) -> SchemeVersion | None:
    """The version that this one followed."""
    earlier = [other for other in of_name(row.township_id, row.name) if other.from_on < row.from_on]
    return earlier[0] if earlier else None


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
        raise Refused(says_none(day))
    return found


def among(known: Sequence[SchemeVersion], day: date) -> SchemeVersion:
    """The one of these versions, the newest first, that holds on that day. Raises Refused where none does."""
    for row in known:
        if row.from_on <= day and (row.until_on is None or row.until_on >= day):
            return row
    raise Refused(says_none(day))


def says_none(day: date) -> str:
    """What to do where no measure holds."""
    return _("%(day)s 还没有通过的考核办法，请先在“考核办法”中采用一份。", day=day)


def for_roles(township_id: int, roles: Collection[str], day: date) -> SchemeVersion:
    """The adopted measure of that day for any of these roles, the newest if there are several. Raises Refused."""
    query = select(SchemeVersion).where(SchemeVersion.township_id == township_id, SchemeVersion.from_on <= day)
    query = query.where(or_(SchemeVersion.until_on.is_(None), SchemeVersion.until_on >= day))
    for row in db.session.scalars(query.order_by(SchemeVersion.id.desc())):
        if not set(roles).isdisjoint(scheme_of(row).scope.get("role", ())):
            return row
    said = _("还没有通过管“%(role)s”的考核办法，请先在“考核办法”中采用一份。", role="、".join(roles))
    raise Refused(said)


def limits(township_id: int, stream: str, day: date) -> Limits:
    """Between which numbers a mark of that stream may be, by the measure of the day."""
    scheme = scheme_of(in_force(township_id, OFFICIALS, day))
    return next(iter(scheme.streams[stream].values.values()))


def adopt(
    act: Act, township_id: int, text: str, meeting: str, cases: str = "", draft: SchemeDraft | None = None
) -> SchemeVersion:
    """Freeze a text with its worked examples as the township's next version; the one before ends the day before.

    Raises Refused with every mistake of the text, and where it would begin before the version that is there.
    A draft leads to its version from then on.
    """
    try:
        scheme = read_scheme(text, "scheme.toml")
    except SchemeMistakes as mistakes:
        raise Refused(str(mistakes)) from mistakes
    hold(Unit, township_id)
    earlier = of_name(township_id, scheme.id)
    refuse_early(scheme.start, earlier)
    row = SchemeVersion(
        township_id=township_id,
        name=scheme.id,
        number=scheme.version,
        title=scheme.title,
        text=text,
        cases=cases,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        from_on=scheme.start,
        until_on=scheme.end,
        adopted_on=act.today,
        adopted_by=act.name,
        meeting=meeting or None,
    )
    after = {"title": scheme.title, "version": scheme.version, "from": scheme.start}
    with write(act, "scheme.adopt", row, after=after) as session:
        close(earlier, scheme.start - DAY)
        session.add(row)
        if draft:
            draft.adopted_as = row
    return row


def refuse_early(start: date, earlier: list[SchemeVersion]) -> None:
    """A new version begins after the one before it did. Raises Refused that says from when it can."""
    if earlier and start <= earlier[0].from_on:
        said = _(
            "第%(n)s版自 %(day)s 起施行，新的一版要从更晚的日期起。请改施行日期。",
            n=earlier[0].number,
            day=earlier[0].from_on,
        )
        raise Refused(said)


def close(earlier: list[SchemeVersion], last: date) -> None:
    """Whatever still runs on that day ends with it."""
    for row in earlier:
        if row.until_on is None or row.until_on > last:
            row.until_on = last


def of_name(township_id: int, name: str) -> list[SchemeVersion]:
    """The versions of one measure, the newest first."""
    query = select(SchemeVersion).where(SchemeVersion.township_id == township_id, SchemeVersion.name == name)
    return list(db.session.scalars(query.order_by(SchemeVersion.from_on.desc(), SchemeVersion.number.desc())))


def next_number(earlier: list[SchemeVersion]) -> int:
    """The number that the next version gets."""
    return max((row.number for row in earlier), default=0) + 1


# The measures that ship with the program


def samples() -> dict[str, str]:
    """The title of every measure that ships with the program, by its name."""
    names = sorted(path.stem for path in SAMPLES.glob("*.toml") if not path.stem.endswith(".cases"))
    return {name: sample_title(name) for name in names}


@lru_cache(maxsize=64)
def sample_title(name: str) -> str:
    """What a shipped measure calls itself."""
    return str(tomllib.loads(sample_text(name)).get("scheme", {}).get("title", name))


def sample_text(name: str) -> str:
    """The text of a measure that ships with the program."""
    return (SAMPLES / f"{name}.toml").read_text(encoding="utf-8")


def sample_cases(name: str) -> str:
    """Its worked examples; nothing where it has none."""
    path = SAMPLES / f"{name}.cases.toml"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def versions(viewer: Account) -> list[SchemeVersion]:
    """Every version that the viewer's township adopted, the newest first."""
    query = select(SchemeVersion).where(SchemeVersion.township_id == viewer.township_id)
    return list(db.session.scalars(query.order_by(SchemeVersion.from_on.desc(), SchemeVersion.number.desc())))


def get(viewer: Account, version_id: int) -> SchemeVersion:
    """One version of the viewer's township, or Unknown."""
    return scope.of_township(viewer, SchemeVersion, version_id)
