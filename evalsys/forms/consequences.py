"""Forms of what follows from a result: the kind, the words, the steps of a remedy, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from evalsys.forms.base import TOO_LONG, Day, Form, Needed, Prose

STEPS = range(1, 6)


class ConsequenceForm(Form):
    """What is done because of a result; the rows of steps are for remedies."""

    kind = RadioField(_("类别"), [Needed(_("请选择类别"))])
    text = Prose(_("做什么"), [Needed(), Length(max=1000, message=TOO_LONG)], description=_("例如：全镇通报表扬"))
    due_on = Day(_("什么时候办完（可不填）"), [Optional()])
    talk_id = SelectField(_("已登记的谈话（类别是谈话的才选）"), coerce=int)

    def __init__(self, *args: Any, kinds: list[Any], talks: list[tuple[int, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = kinds
        self.talk_id.choices = [(0, _("还没有谈，或不选")), *talks]

    def step_rows(self) -> list[tuple[int, Any, Any, Any]]:
        """The fields of each step: number, what, until when, done when."""
        return [(n, self[f"what_{n}"], self[f"until_{n}"], self[f"done_{n}"]) for n in STEPS]

    def steps(self) -> list[tuple[str, date, date | None]]:
        """The steps that were filled in."""
        rows = [(what.data, until.data, done.data) for _n, what, until, done in self.step_rows()]
        return [row for row in rows if row[0]]

    def values(self) -> dict[str, Any]:
        """Everything but the kind and the steps."""
        return {"text": self.text.data, "due_on": self.due_on.data, "talk_id": self.talk_id.data or None}


class Beside:
    """The last day of a step stands there as soon as the step does, and the other way round."""

    field_flags: dict[str, bool] = {}

    def __init__(self, other: str) -> None:
        self.other = other

    def __call__(self, form: Any, field: Any) -> None:
        """Raise ValidationError that names what is missing."""
        if field.data and not form[self.other].data and not form[self.other].errors:
            raise ValidationError(gettext("第 %(n)s 步没有写全：做什么、到哪天完成都要写", n=field.name[-1]))


for number in STEPS:
    setattr(
        ConsequenceForm,
        f"what_{number}",
        StringField(_("做什么"), [Length(max=100, message=TOO_LONG), Beside(f"until_{number}")]),
    )
    setattr(ConsequenceForm, f"until_{number}", Day(_("到哪天完成"), [Optional(), Beside(f"what_{number}")]))
    setattr(ConsequenceForm, f"done_{number}", Day(_("哪天完成的"), [Optional(), Beside(f"what_{number}")]))


def step_data(steps: list[Any]) -> dict[str, Any]:
    """What the rows of steps show at first."""
    found: dict[str, Any] = {}
    for number, step in zip(STEPS, steps, strict=False):
        found |= {f"what_{number}": step.what, f"until_{number}": step.until_on, f"done_{number}": step.done_on}
    return found


class FinishForm(Form):
    """When it was done, and what came of it."""

    done_on = Day(_("哪天办结的"), [Needed()])
    done_note = StringField(
        _("办得怎样"),
        [Needed(_("请写一句办得怎样")), Length(max=200, message=TOO_LONG)],
        description=_("例如：日志已补齐，支部核对过"),
    )
