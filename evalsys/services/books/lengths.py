"""How much each column of the tables holds: a longer cell keeps its row out instead of breaking the whole book."""

from __future__ import annotations

from evalsys.books import KINDS, Row
from evalsys.books.problems import N_
from evalsys.models.people import Membership, Person, Post
from evalsys.models.reviews import Conduct, Leave, LogEntry, MonthlyMark, WeeklyMark
from evalsys.models.units import Unit
from evalsys.services.books.outcomes import RowRefused

PERSON = {"name": Person.name, "nation": Person.ethnicity, "education": Person.education, "school": Person.school}
HELD = {
    "members": {**PERSON, "branch": Unit.name, "note": Membership.remark},
    "cadres": {**PERSON, "village": Unit.name, "post_title": Post.title, "note": Person.remark},
    "officials": {
        **PERSON,
        "village": Unit.name,
        "post_title": Post.title,
        "mentor": Person.name,
        "note": Person.remark,
    },
    "logs": {"category": LogEntry.kind, "place": LogEntry.place, "outcome": LogEntry.outcome},
    "weekly": {"comment": WeeklyMark.comment, "by": WeeklyMark.marked_by},
    "monthly": {"by": MonthlyMark.marked_by},
    "events": {"reason": Conduct.reason, "category": Leave.reason, "by": Conduct.approved_by},
    "economy": {"village": Unit.name},
}
LIMITS = {kind: {key: int(column.type.length) for key, column in held.items()} for kind, held in HELD.items()}


def refuse_too_long(kind: str, row: Row) -> None:
    """Raise RowRefused that names the column and its limit."""
    for key, limit in LIMITS.get(kind, {}).items():
        value = row.fields.get(key)
        if isinstance(value, str) and len(value) > limit:
            column = KINDS[kind].field(key)
            title = column.title if column else key
            says = N_("“%(field)s”有 %(length)s 字，最多 %(limit)s 字。请缩短。")
            raise RowRefused("text_too_long", says, field=title, length=len(value), limit=limit)
