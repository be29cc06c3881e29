"""Forms of pay: preparing, approving and throwing away a run, deductions, what a measure asks for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import Length, ValidationError

from evalsys.forms.base import TOO_LONG, Between, Form, Needed, Number

MOST = Decimal(10) ** 10
SHORT = Length(max=200, message=TOO_LONG)


class PrepareForm(Form):
    """The sum that was seen comes back with the form, so that no other one is kept."""

    control_total = HiddenField()
    confirmed = BooleanField(_("我已逐人核对，提交审批。"))

    def validate_confirmed(self, field: BooleanField) -> None:
        """The box has to be ticked."""
        if not field.data:
            raise ValidationError(gettext("请先核对，再勾选确认"))

    def seen(self) -> Decimal:
        """The sum that was shown; no sum at all where somebody wrote into the field."""
        text = self.control_total.data or ""
        return Decimal(text) if text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit() else -MOST


class ApproveForm(Form):
    """Approval is not done by a slip of the hand."""

    confirmed = BooleanField(_("我已核对，同意发放。审批后不能再改，有变动的进下一张发放表。"))

    def validate_confirmed(self, field: BooleanField) -> None:
        """The box has to be ticked."""
        if not field.data:
            raise ValidationError(gettext("请先核对，再勾选确认"))


class PayReasonForm(Form):
    """Why a run is thrown away, or a record taken back."""

    reason = StringField(_("原因"), [Needed(_("请写明原因")), SHORT])


class DeductForm(Form):
    """What is taken off somebody in one run, and why."""

    person_id = SelectField(_("姓名"), coerce=int)
    amount = Number(_("扣发金额（元）"), [Needed(), Between(Decimal("0.01"), MOST)], digits=2)
    reason = StringField(
        _("原因和依据"), [Needed(_("请写明原因")), SHORT], description=_("例如：镇党委会议决定，扣发6月误工补贴")
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_id.choices = list(people)
