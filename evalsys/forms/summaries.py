"""Forms of a summary: what it is drafted from, its three sections, handing in, sending back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField, StringField
from wtforms.validators import Length

from evalsys.forms.base import TOO_LONG, Form, Needed, Prose

LONGEST = 5000
LONG = Length(max=LONGEST, message=_("请控制在 %(max)d 字以内"))


class ChooseForm(Form):
    """What the draft is made from."""

    chosen = SelectMultipleField(_("选用的内容"), validate_choice=False)

    def __init__(self, *args: Any, keys: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen.choices = [(key, key) for key in keys]


class SummaryForm(Form):
    """The three sections, as the paper has them."""

    main_work = Prose(_("主要工作"), [LONG])
    shortcomings = Prose(_("存在不足"), [LONG])
    next_steps = Prose(_("下步打算"), [LONG])

    def texts(self) -> dict[str, str]:
        """The sections by name."""
        return {name: self[name].data or "" for name in ("main_work", "shortcomings", "next_steps")}


class SubmitForm(Form):
    """Nothing to fill in: handing in what the page shows."""


class ReturnForm(Form):
    """Why a summary is sent back."""

    reason = StringField(
        _("退回的原因"),
        [Needed(_("请写明为什么退回，让本人知道怎么改")), Length(max=200, message=TOO_LONG)],
        description=_("例如：六月防汛值守没有写，请补上"),
    )
