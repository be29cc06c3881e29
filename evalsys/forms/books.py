"""Forms of the import: the file, and which column is which."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from evalsys.forms.base import Form

PREFIX = "column_"


class UploadForm(Form):
    """One workbook as it is."""

    file = FileField(_("工作簿（.xlsx 或 .csv）"), [FileRequired(_("请选择要导入的工作簿"))])


class TakeForm(Form):
    """The button that takes a preview."""


class ColumnsForm(Form):
    """For each column what it holds; the same thing cannot be in two columns."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Name both columns where one thing was chosen twice."""
        good = super().validate(extra_validators)
        first: dict[str, Any] = {}
        for field in chosen_fields(self):
            other = first.setdefault(field.data, field)
            if other is not field:
                says = gettext(
                    "“%(thing)s”已经选给“%(other)s”列，请改其中一列", thing=word(field), other=other.label.text
                )
                field.errors = [*field.errors, says]
                good = False
        return good


def columns_form(columns: list[tuple[int, str, str, list[tuple[str, Any]], str]]) -> ColumnsForm:
    """A form with a choice for each column: number, title, samples, choices, what it is taken for now."""

    class Asked(ColumnsForm):
        """The columns of this header row."""

    for number, title, samples, _choices, _chosen in columns:
        setattr(Asked, f"{PREFIX}{number}", SelectField(title, description=samples, validate_choice=True))
    form = Asked(data={f"{PREFIX}{number}": chosen for number, _title, _samples, _choices, chosen in columns})
    for number, _title, _samples, choices, _chosen in columns:
        form[f"{PREFIX}{number}"].choices = [("", _("不读取这一列")), *choices]
    return form


def chosen_fields(form: Form) -> list[Any]:
    """The columns for which something was chosen."""
    return [field for field in form if field.name.startswith(PREFIX) and field.data]


def word(field: Any) -> str:
    """The words of what was chosen."""
    return str(dict(field.choices).get(field.data, field.data))


def chosen_columns(form: Form) -> dict[str, int]:
    """Which thing is in which column."""
    return {field.data: int(field.name.removeprefix(PREFIX)) for field in chosen_fields(form)}
