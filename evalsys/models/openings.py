"""Periods whose forms are open: from then on the program says who owes which of them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from evalsys.extensions import db
from evalsys.models import types as t

# The forms that a period may ask for, each with the kind of period that it is filled in for.
FORMS = {
    "day": "day",
    "week": "week",
    "month": "month",
    "summary": "month",
    "sheet": "quarter",
    "tally": "quarter",
    "quarter-summary": "quarter",
    "talk": "quarter",
    "meeting": "year",
    "report": "year",
}


class Opening(db.Model):
    """A quarter or a year whose forms were opened for everybody at once; `forms` are codes with commas between."""

    __tablename__ = "opening"
    __table_args__ = (
        UniqueConstraint("township_id", "period"),
        CheckConstraint("last_on >= first_on", "order"),
    )

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    period: Mapped[str] = mapped_column(db.String(12))
    first_on: Mapped[t.day]
    last_on: Mapped[t.day]
    forms: Mapped[t.short]
    opened_on: Mapped[t.day]
    opened_by: Mapped[t.name]
    opened_at: Mapped[t.moment]

    @property
    def asked(self) -> tuple[str, ...]:
        """The forms, in the order of the work."""
        return tuple(form for form in FORMS if form in self.forms.split(","))
