"""Forms of leave and of commendations and criticisms."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import Length

from evalsys.forms.base import TOO_LONG, Day, Form, Needed


class LeaveForm(Form):
    """Who, from when to when, why, and who approved it."""

    person_id = SelectField(_("姓名"), coerce=int)
    from_on = Day(_("开始日期"), [Needed()])
    until_on = Day(_("结束日期"), [Needed()], description=_("这一天也算请假"))
    reason = StringField(_("事由"), [Needed(), Length(max=100, message=TOO_LONG)])
    approved_by = StringField(_("批准人"), [Needed(), Length(max=40, message=TOO_LONG)])

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_id.choices = people


class ConductForm(Form):
    """Who, what kind, when, for what, and who approved it."""

    person_id = SelectField(_("姓名"), coerce=int)
    kind = SelectField(_("类别"))
    happened_on = Day(_("日期"), [Needed()])
    reason = StringField(_("事由"), [Needed(), Length(max=100, message=TOO_LONG)])
    approved_by = StringField(_("批准人"), [Needed(), Length(max=40, message=TOO_LONG)])

    def __init__(self, *args: Any, people: list[tuple[int, str]], kinds: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_id.choices = people
        self.kind.choices = kinds


class CancelForm(Form):
    """Nothing to fill in: a page that asks once more."""
