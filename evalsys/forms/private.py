"""Texts that may not hold an ID number or a mobile number: what nobody needs is not kept."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, StringField
from wtforms.validators import Length, ValidationError

from evalsys.forms.base import TOO_LONG, Form, Needed

# Between the digits of a number people write spaces, hyphens and dots.
PARTED = re.compile(r"(?<=\d)[\s\-—.·]+(?=[\dXx])")
NUMBERS = (
    re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    re.compile(r"(?<!\d)\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)"),
    re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)"),
)


def private_number(text: str) -> str:
    """The first run of digits that looks like an ID number or a mobile number; empty if there is none."""
    joined = PARTED.sub("", text)
    found = next(filter(None, (pattern.search(joined) for pattern in NUMBERS)), None)
    return found[0] if found else ""


class Impersonal:
    """No ID number and no mobile number stands in the text; the message shows only how the number begins."""

    def __call__(self, form: Any, field: Field) -> None:
        """Raise ValidationError that says which field and which number to take out."""
        found = private_number(field.data or "")
        if found:
            raise ValidationError(
                gettext(
                    "“%(label)s”里的 %(begin)s… 像是身份证号码或手机号码。这里不写证件号和电话，请删去后再保存。",
                    label=field.label.text,
                    begin=found[:3],
                )
            )


class ReasonForm(Form):
    """Why a record is taken back."""

    reason = StringField(
        _("撤销原因"),
        [Needed(_("请写为什么撤销，例如“登错了日期”")), Length(max=100, message=TOO_LONG), Impersonal()],
    )
