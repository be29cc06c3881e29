"""The form of one record of a measure's stream: built from what the measure says about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, SelectField, StringField
from wtforms.validators import Length, ValidationError

from evalsys.forms.base import TOO_LONG, Between, Count, Day, Form, Needed, Number
from evalsys.forms.choices import options
from evalsys.forms.private import Impersonal

FIRST_YEAR, LAST_YEAR = 1950, 2199
# What measures call a number that their own words would only repeat.
CALLED = {"mark": _("得分"), "score": _("得分"), "amount": _("金额（元）")}
Limits = tuple[str, Decimal, Decimal | None, Decimal]


class Allowed:
    """A number that the measure lets be entered; the message names the limits and the step."""

    def __init__(self, low: Decimal, high: Decimal | None, step: Decimal) -> None:
        self.low, self.high, self.step = low, high, step

    def __call__(self, form: Any, field: Field) -> None:
        """Raise ValidationError that says which numbers may be entered."""
        if field.data is None:
            return
        said = {"label": field.label.text, "low": self.low, "high": self.high, "step": self.step}
        if self.high is not None and not self.low <= field.data <= self.high:
            raise ValidationError(gettext("%(label)s应在 %(low)s 至 %(high)s 之间", **said))
        if field.data < self.low:
            raise ValidationError(gettext("%(label)s不能小于 %(low)s", **said))
        if (field.data - self.low) % self.step:
            raise ValidationError(gettext("%(label)s从 %(low)s 起，以 %(step)s 为一档", **said))


class EntryForm(Form):
    """Who, when, the numbers, the words, who determined it, what proves it."""

    person_id = SelectField(_("姓名"), coerce=int)
    by = StringField(_("认定人"), [Needed(), Length(max=60, message=TOO_LONG)], description=_("谁评的、谁认定的"))
    year: Any = None
    day: Any = None
    word: Any = None
    text: Any = None
    evidence: Any = None

    def __init__(self, *args: Any, people: list[tuple[int, str]], limits: Sequence[Limits], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limits = limits
        self.person_id.choices = options(people)

    def on(self) -> date:
        """The day that the record belongs to; a year is named by its first."""
        return date(self.year.data, 1, 1) if self.year is not None else self.day.data

    def numbers(self) -> dict[str, Decimal]:
        """The numbers by the names that the measure has for them."""
        return {name: self[f"value_{place}"].data for place, (name, *_rest) in enumerate(self.limits)}

    def rows(self) -> list[Field]:
        """The fields in the order of the paper form."""
        names = ["person_id", "year", "day", *(f"value_{place}" for place in range(len(self.limits)))]
        return [self[name] for name in [*names, "word", "text", "by", "evidence"] if name in self._fields]

    def said(self) -> str:
        """The word or the reason."""
        return (self.word if self.word is not None else self.text).data or ""


def form_of(kind: str, limits: Sequence[Limits], words: Sequence[str], needs: Sequence[str]) -> type[EntryForm]:
    """The form of a stream: of a year or a day, with these numbers, words, and what must not be left out."""
    fields: dict[str, Any] = {}
    if kind == "year":
        fields["year"] = Count(_("年度"), [Needed(), Between(FIRST_YEAR, LAST_YEAR)])
    else:
        fields["day"] = Day(_("日期"), [Needed()])
    for place, (name, low, high, step) in enumerate(limits):
        digits = max(-step.as_tuple().exponent, -low.as_tuple().exponent, 0)  # type: ignore[operator]
        fields[f"value_{place}"] = Number(CALLED.get(name, name), [Needed(), Allowed(low, high, step)], digits=digits)
    if words:
        fields["word"] = SelectField(_("评定"), choices=options([(word, word) for word in words]))
    else:
        fields["text"] = line(_("事由"), 200, needed="reason" in needs)
    fields["evidence"] = line(_("佐证材料"), 200, needed="evidence" in needs)
    return type("StreamForm", (EntryForm,), fields)


def line(label: Any, longest: int, *, needed: bool) -> StringField:
    """A line of text; what the measure asks for may not be left out."""
    rules = [Length(max=longest, message=TOO_LONG), Impersonal()]
    return StringField(label, [Needed(), *rules] if needed else rules, description=None if needed else _("可不填"))
