"""Forms of the import: the file, and which column is which."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from evalsys.forms.base import Form


class UploadForm(Form):
    """One workbook as it is."""

    file = FileField(_("工作簿（.xlsx 或 .csv）"), [FileRequired(_("请选择要导入的工作簿"))])

    def input_hash(self) -> str:
        """A file is told apart by its own hash, not by the field's text."""
        return "file"


class TakeForm(Form):
    """The button that takes a preview."""


def columns_form(fields: list[tuple[str, Any]], headers: list[tuple[int, str]], mapping: dict[str, int]) -> Form:
    """For each thing that the book's kind knows, the column that holds it; 0 is none."""

    class ColumnsForm(Form):
        """The columns of this header row."""

    for key, title in fields:
        setattr(ColumnsForm, f"column_{key}", SelectField(title, coerce=int))
    form = ColumnsForm(data={f"column_{key}": mapping.get(key, 0) for key, _title in fields})
    for key, _title in fields:
        form[f"column_{key}"].choices = [(0, _("没有这一列")), *headers]
    return form


def chosen_columns(form: Form) -> dict[str, int]:
    """Which field is in which column."""
    prefix = "column_"
    return {
        field.name.removeprefix(prefix): field.data for field in form if field.name.startswith(prefix) and field.data
    }
