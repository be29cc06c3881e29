"""The measures of pay in force, and the records that they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.schemes import SchemeVersion
from evalsys.scoring import Limits
from evalsys.scoring.payplan import is_for_pay
from evalsys.scoring.scheme import Stream
from evalsys.services import schemes

DEDUCTION = "pay-deduction"


# What the registers of people and of incomes give; nobody types it a second time.
GIVEN = frozenset(("rural-income", "spell", "removal", "year-grade", "discipline", "negative"))


def measures(township_id: int, day: date) -> list[SchemeVersion]:
    """The measures that pay cadres on the day, the newest first."""
    query = select(SchemeVersion).where(SchemeVersion.township_id == township_id, SchemeVersion.from_on <= day)
    rows = db.session.scalars(query.order_by(SchemeVersion.id.desc()))
    return [row for row in rows if (not row.until_on or row.until_on >= day) and is_for_pay(schemes.scheme_of(row))]


def streams(township_id: int, day: date) -> dict[str, Stream]:
    """The records that these measures ask for and that no register gives."""
    asked = [schemes.scheme_of(row) for row in measures(township_id, day)]
    found = {str(name): stream for scheme in reversed(asked) for name, stream in scheme.streams.items()}
    return {name: stream for name, stream in found.items() if name not in GIVEN}


def title(scheme_streams: Mapping[str, Stream], name: str) -> str:
    """What a record is called."""
    if name == DEDUCTION:
        return _("扣发")
    return scheme_streams[name].title if name in scheme_streams else name


def labels(stream: Stream) -> list[tuple[str, str, Limits]]:
    """Each number with what it is called: by the record's own title where the measure has a code for it."""
    coded = [(name, stream.title if name.isascii() else name, one) for name, one in stream.values.items()]
    named = {"handed-out": _("发出"), "returned": _("收回")}
    return [(name, str(named.get(name, label)), one) for name, label, one in coded]


def needs_evidence(stream: Stream) -> bool:
    """Must the paper be named that says it? A mark about a quarter or a year always rests on a decision."""
    is_result = stream.on in ("quarter", "year") and set(stream.values) in ({"mark"}, {"score"})
    return "evidence" in stream.needs or is_result
