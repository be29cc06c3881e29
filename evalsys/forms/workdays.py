"""The form of a year's calendar."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

from evalsys.forms.base import TOO_LONG, Form, Needed
from evalsys.forms.choices import options


class YearForm(Form):
    """Whether the year is official, by which notice, and its days line by line."""

    state = SelectField(
        _("状态"),
        choices=options([("official", _("正式：国务院办公厅已经公布")), ("estimated", _("估算：还没有公布"))]),
    )
    source = StringField(
        _("依据"),
        [Needed(), Length(max=200, message=TOO_LONG)],
        description=_("例如：国务院办公厅关于2027年部分节假日安排的通知"),
    )
    days = TextAreaField(
        _("放假和调休"),
        [Length(max=4000, message=TOO_LONG)],
        description=_(
            "一行一个节日：名称 开始..结束 调休 上班的日期。例如：元旦 2027-01-01..2027-01-03 调休 2027-01-04"
        ),
    )


class BookForm(Form):
    """A workbook with a year's holidays."""

    file = FileField(_("放假安排（.xlsx 或 .csv）"), [FileRequired(_("请选择工作簿"))])
