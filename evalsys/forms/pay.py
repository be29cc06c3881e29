"""Forms of pay: preparing, approving and throwing away a run, deductions, what a measure asks for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import Length, ValidationError

from evalsys.forms.base import TOO_LONG, Between, Day, Form, Needed, Number

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


class FactForm(Form):
    """One record that a measure asks for; a field for each of its numbers is added by `fact_form`."""

    whose = SelectField(_("谁的"))
    on_day = Day(_("日期"), [Needed()], description=_("按月、按季、按年登记的，填那一期里的任何一天"))
    text = StringField(_("内容或事由"), [SHORT])
    evidence = StringField(_("依据（文件、会议）"), [SHORT])

    numbers: tuple[tuple[str, str], ...] = ()
    needs_text = needs_evidence = False

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whose.choices = list(people)

    def validate_text(self, field: StringField) -> None:
        """Where the measure asks for the reason."""
        if self.needs_text and not field.data:
            raise ValidationError(gettext("请写明内容或事由"))

    def validate_evidence(self, field: StringField) -> None:
        """Where the measure asks for what proves it."""
        if self.needs_evidence and not field.data:
            raise ValidationError(gettext("请写明依据的文件或会议"))

    def whom(self) -> tuple[int | None, int | None]:
        """The person, or the village, or neither for all."""
        kind, number = self.whose.data[0], self.whose.data[1:]
        return (int(number) if kind == "p" else None, int(number) if kind == "u" else None)

    def values(self) -> dict[str, Decimal]:
        """The numbers by the measure's names."""
        return {name: self[field].data for field, name in self.numbers}


def fact_form(numbers: Sequence[tuple[str, str, Any]], needs_text: bool, needs_evidence: bool) -> type[FactForm]:
    """The form of a stream: one field for each number, within its limits."""
    fields: dict[str, Any] = {"needs_text": needs_text, "needs_evidence": needs_evidence}
    named = []
    for at, (name, label, one) in enumerate(numbers):
        high = MOST if one.high is None else one.high
        digits = max(0, -one.step.as_tuple().exponent)
        hint = _("以 %(step)s 为一档，最低 %(low)s", step=one.step, low=one.low)
        rules = [Needed(), Between(one.low, high, one.step)]
        fields[f"value_{at}"] = Number(label, rules, digits=digits, description=hint)
        named.append((f"value_{at}", name))
    return type("StreamFactForm", (FactForm,), {**fields, "numbers": tuple(named)})
