"""Forms of closing a period and of opening it again."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import Length, ValidationError

from evalsys.forms.base import TOO_LONG, Form, Needed

OPEN, KEEP = "open", "keep"


class CloseForm(Form):
    """Closing is not done by a slip of the hand."""

    confirmed = BooleanField(_("我已核对，确认关账。关账后这个季度的记录和结果都不能再改。"))

    def validate_confirmed(self, field: BooleanField) -> None:
        """The box has to be ticked."""
        if not field.data:
            raise ValidationError(gettext("请先核对，再勾选确认"))


class YearCloseForm(CloseForm):
    """The same for a year."""

    confirmed = BooleanField(_("我已核对，确认关账。关账后这一年的记录和结果都不能再改。"))


class AskForm(Form):
    """Why a closed period has to be opened again."""

    reason = StringField(
        _("为什么要重新打开"),
        [Needed(_("请填写重新打开的原因")), Length(max=200, message=TOO_LONG)],
        description=_("例如：李晓5月的支部评分登记错了，支部已来函更正"),
    )


class AnswerForm(Form):
    """Yes or no to a request."""

    answer = RadioField(_("您的意见"), [Needed(_("请选择同意或不同意"))])

    def __init__(self, *args: object, is_own: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        no = (KEEP, gettext("撤回申请，保持关账") if is_own else gettext("不同意，保持关账"))
        self.answer.choices = [no] if is_own else [(OPEN, gettext("同意重新打开")), no]
