"""The form of a lecture or a training."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import Length

from evalsys.forms.base import TOO_LONG, Between, Day, Form, Needed, Number
from evalsys.forms.choices import options

NAMES = ("day", "kind", "title", "hours", "place")


class LearningForm(Form):
    """Who, when, what kind, about what, how many class hours, where."""

    person_id = SelectField(_("姓名"), coerce=int)
    day = Day(_("日期"), [Needed()])
    kind = SelectField(_("类别"))
    title = StringField(_("题目"), [Needed(_("请写讲课或培训的题目")), Length(max=100, message=TOO_LONG)])
    hours = Number(
        _("学时"), [Needed(), Between(Decimal("0.5"), Decimal(100), Decimal("0.5"))], description=_("例如 1.5")
    )
    place = StringField(_("地点（可不填）"), [Length(max=60, message=TOO_LONG)])

    def __init__(self, *args: Any, people: list[tuple[int, str]], kinds: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_id.choices = people
        self.kind.choices = options(kinds)

    def values(self) -> dict[str, Any]:
        """What the record keeps; an empty line is none."""
        return {name: self[name].data or None for name in NAMES}
