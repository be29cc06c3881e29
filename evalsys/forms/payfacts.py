"""The form of one record that a measure of pay asks for: a field for each of its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import ValidationError

from evalsys.forms.base import Between, Day, Form, Needed, Number
from evalsys.forms.pay import MOST, SHORT


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
