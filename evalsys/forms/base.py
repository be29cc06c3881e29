"""The parent of every form: its one-time key, the version that it was opened with, cleaned input."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, DecimalField, Field, FileField, HiddenField, IntegerField, PasswordField, TextAreaField
from wtforms.validators import ValidationError

UNSENT = ("csrf_token", "form_key", "version", "submit")
# Signs that nobody types and nobody sees: controls but tab and line break, marks of direction, no-width spaces.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
YEARS = range(1900, 2200)


def clean(text: Any) -> Any:
    """Full-width digits and letters to plain ones, no spaces around, nothing unseen; everything else as typed."""
    if not isinstance(text, str):
        return text
    text = UNSEEN.sub("", text)
    plain = "".join(unicodedata.normalize("NFKC", c) if "０" <= c <= "９" or c in "．－／：　" else c for c in text)
    return plain.strip()


def seen_only(text: Any) -> Any:
    """A text without unseen signs and without space around it."""
    return UNSEEN.sub("", text).strip() if isinstance(text, str) else text


class Form(FlaskForm):
    """A form with a key that lets it be taken once, and a version that lets a second editor notice the first."""

    form_key = HiddenField(default=lambda: secrets.token_hex(16))
    version = HiddenField()

    class Meta(FlaskForm.Meta):
        """Every text is cleaned before anybody looks at it."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Put the cleaning filter in front of a field's own filters."""
            if unbound_field.field_class.__name__ not in (
                "PasswordField",
                "FileField",
                "Prose",
                "SelectMultipleField",
            ):
                options["filters"] = [clean, *unbound_field.kwargs.pop("filters", [])]
            return super().bind_field(form, unbound_field, options)

    def input_hash(self, secret: str) -> str:
        """What was sent, in one number, so that the same key with other input is noticed.

        Made with a secret, because ID numbers could be guessed from a bare hash; passwords have no part in it.
        """
        hidden = {*UNSENT, *(field.name for field in self if isinstance(field, PasswordField))}
        sent = {field.name: written(field) for field in self if field.name not in hidden}
        return hmac.new(secret.encode(), json.dumps(sent, sort_keys=True).encode(), hashlib.sha256).hexdigest()

    def seen_version(self) -> int:
        """The version of the row that the reader saw; 0 where she saw none."""
        return int(self.version.data) if re.fullmatch(r"[0-9]{1,18}", self.version.data or "") else 0


def written(field: Field) -> str:
    """What was sent in a field, as text; of a file its fingerprint."""
    if not isinstance(field, FileField) or not field.data:
        return str(field.data)
    stream = field.data.stream
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()
    stream.seek(0)
    return f"{field.data.filename}:{digest}"


class Day(DateField):
    """A date, typed or picked: 2026-4-20, 2026.4.20, 2026年4月20日 and 20260420 are the same."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        formats = ["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]
        super().__init__(label, validators, format=formats, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read any of the usual ways of writing; say how when it is none of them."""
        try:
            super().process_formdata([clean(value).replace(" ", "") for value in valuelist])
            if self.data:
                YEARS.index(self.data.year)
        except ValueError as wrong:
            self.data = None
            raise ValueError(gettext("请按“2026-04-20”的样子填写日期")) from wrong


class Prose(TextAreaField):
    """Running text as it was typed, with the full-width marks that belong in it, without anything unseen."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, filters=[seen_only], **kwargs)


class Number(DecimalField):
    """A number with at most `digits` decimals."""

    def __init__(self, label: Any = None, validators: Any = None, digits: int = 1, **kwargs: Any) -> None:
        self.digits = digits
        super().__init__(label, validators, places=None, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Accept full-width digits and thousands separators; refuse too many decimals."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([clean(valuelist[0]).replace(",", "").replace("，", "")])
        except ValueError as wrong:
            raise ValueError(gettext("请填写数字，例如 85 或 85.5")) from wrong
        if self.data is not None and (not self.data.is_finite() or -self.data.as_tuple().exponent > self.digits):
            self.data = None
            raise ValueError(gettext("请填写数字，最多 %(digits)s 位小数", digits=self.digits))


class Count(IntegerField):
    """A whole number of things."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Accept full-width digits; say what to type otherwise."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([clean(valuelist[0])])
        except ValueError as wrong:
            raise ValueError(gettext("请填写整数，例如 0 或 12")) from wrong


class Between:
    """A number within limits that were handed in; the message names them."""

    def __init__(self, low: Any, high: Any, step: Any = None) -> None:
        self.low, self.high, self.step = low, high, step

    def __call__(self, form: Any, field: Field) -> None:
        """Raise ValidationError that says the limits, or the step."""
        if field.data is None:
            return
        if not self.low <= field.data <= self.high:
            raise ValidationError(
                gettext(
                    "%(label)s应在 %(low)s 至 %(high)s 之间",
                    label=field.label.text,
                    low=self.low,
                    high=self.high,
                )
            )
        if self.step and field.data % self.step:
            raise ValidationError(gettext("%(label)s以 %(step)s 分为一档", label=field.label.text, step=self.step))


class Needed:
    """Something has to be there; zero counts as something."""

    field_flags = {"required": True}

    def __init__(self, says: Any = None) -> None:
        self.says = says

    def __call__(self, form: Any, field: Field) -> None:
        """Raise ValidationError that names the field."""
        if field.data is None or (isinstance(field.data, str) and not field.data.strip()):
            if field.errors:
                return
            raise ValidationError(self.says or gettext("请填写%(label)s", label=field.label.text))


TOO_LONG = _("内容太长，请控制在 %(max)d 字以内")
