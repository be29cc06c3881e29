"""The form of one log entry: one field and two taps."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from evalsys.forms.base import TOO_LONG, Day, Form, Needed
from evalsys.forms.choices import options


def number(written: str) -> int:
    """The number of a task; what is none of a page's is no task's."""
    return int(written) if re.fullmatch(r"[0-9]{1,9}", str(written)) else 0


class LogForm(Form):
    """What was done, what kind of work, where; the day is today unless it is changed."""

    text = TextAreaField(
        _("做了什么"), [Needed(_("请写一句今天做了什么")), Length(max=500, message=_("请控制在 500 字以内"))]
    )
    kind = RadioField(_("类别"), [Needed(_("请点选一个类别"))], validate_choice=False)
    place = StringField(_("地点"), [Length(max=60, message=TOO_LONG)])
    outcome = StringField(_("办理结果（可不填）"), [Length(max=100, message=TOO_LONG)])
    day = Day(_("日期"), [Needed()])
    tasks = SelectMultipleField(
        _("顺手勾选任务"),
        coerce=number,
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def __init__(
        self, *args: Any, kinds: list[str], tasks: list[tuple[int, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind, kind) for kind in kinds]
        self.tasks.choices = options(tasks or [])

    def validate_kind(self, field: Any) -> None:
        """A kind is a short word."""
        if field.data and len(field.data) > 20:
            raise ValidationError(_("类别请控制在 20 字以内"))
