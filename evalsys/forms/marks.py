"""Forms of the mentor's week, the branch's month and the committee's sheet; limits come from the scheme."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Protocol

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from evalsys.forms.base import TOO_LONG, Between, Form, Needed, Number

FIVE = (
    ("virtue", _("德")),
    ("ability", _("能")),
    ("diligence", _("勤")),
    ("achievement", _("绩")),
    ("integrity", _("廉")),
)


class Limits(Protocol):
    """The lowest and highest mark and the step between marks, as the measure has them."""

    low: Decimal
    high: Decimal | None
    step: Decimal


def within(limits: Limits) -> Between:
    """The limits as a check of a field."""
    return Between(limits.low, limits.high, limits.step)


class WeeklyForm(Form):
    """A mark and a comment on one week."""

    mark = Number(_("评分"), [Needed()])
    comment = TextAreaField(_("评语"), [Length(max=200, message=_("评语请控制在 200 字以内"))])
    marked_by = StringField(_("评价人"), [Needed(), Length(max=40, message=TOO_LONG)])

    def __init__(self, *args: Any, limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark.validators = [*self.mark.validators, within(limits)]


class MonthlyForm(Form):
    """The five marks of one month."""

    virtue = Number(FIVE[0][1], [Needed()])
    ability = Number(FIVE[1][1], [Needed()])
    diligence = Number(FIVE[2][1], [Needed()])
    achievement = Number(FIVE[3][1], [Needed()])
    integrity = Number(FIVE[4][1], [Needed()])
    marked_by = StringField(_("评分人（支部书记）"), [Needed(), Length(max=40, message=TOO_LONG)])

    def __init__(self, *args: Any, limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, _label in FIVE:
            self[name].validators = [*self[name].validators, within(limits)]

    def marks(self) -> dict[str, Decimal]:
        """The five marks by name."""
        return {name: self[name].data for name, _label in FIVE}


def committee_form(
    people: list[Any], limits: Limits, marks: dict[int, Decimal] | None = None, version: int = 0
) -> Form:
    """One member's sheet: an optional mark for each official, named by the person's number."""

    class CommitteeForm(Form):
        """A sheet with these officials."""

    for person in people:
        setattr(CommitteeForm, f"mark_{person.id}", Number(_("%(name)s的评分", name=person.name), [within(limits)]))
    held = {f"mark_{number}": mark for number, mark in (marks or {}).items()}
    return CommitteeForm(data={**held, "version": version})


def given_marks(form: Form) -> dict[int, Decimal | None]:
    """The marks of a sheet by the person's number."""
    return {int(field.name.removeprefix("mark_")): field.data for field in form if field.name.startswith("mark_")}
