"""The code of a paper."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import Form, StringField
from wtforms.validators import InputRequired, Regexp

WRONG = lazy_gettext("校验码是八个字母和数字，例如 ABCD-2345。请照纸上再填一次。")


class CodeForm(Form):
    """Eight letters and digits, with or without the hyphen; asks only, so it needs no token."""

    code = StringField(
        lazy_gettext("校验码"),
        filters=[lambda text: "".join((text or "").split())],
        validators=[
            InputRequired(lazy_gettext("请填写纸上印的校验码，例如 ABCD-2345。")),
            Regexp(
                r"^[A-Za-z0-9]{4}-?[A-Za-z0-9]{4}$",
                message=WRONG,
            ),
        ],
        description=lazy_gettext("印在纸的最下面一行，不分大小写。"),
    )
