"""The form that opens a period's forms for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from evalsys.forms.base import Form


class OpeningForm(Form):
    """Which forms are asked for; the choices are handed in."""

    forms = SelectMultipleField(
        _("要填的表"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_("没有勾的，不向任何人要；已经填过的都保留。"),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forms.choices = list(choices)
