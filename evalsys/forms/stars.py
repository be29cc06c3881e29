"""The forms of a star rating: putting it forward, and the second person's answer."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import Length

from evalsys.forms.base import TOO_LONG, Form, Needed
from evalsys.forms.choices import options
from evalsys.forms.private import Impersonal

CONFIRM, DROP = "confirm", "drop"


class RunForm(Form):
    """What was seen, and for a second rating of the year why."""

    seen = HiddenField()
    reason = StringField(
        _("重评的原因（第一次评不填）"),
        [Length(max=100, message=TOO_LONG), Impersonal()],
        description=_("例如“某某的年度考核等次更正为优秀”"),
    )


class RunAnswerForm(Form):
    """Confirm it, or send it back; who put it forward can only take it back."""

    answer = RadioField(_("您的意见"), [Needed(_("请选确认还是退回"))])

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        back = (DROP, _("撤回这次评星") if is_own else _("退回，不确认"))
        self.answer.choices = options([back] if is_own else [(CONFIRM, _("确认，星级就此定下")), back])
