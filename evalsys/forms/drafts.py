"""Forms of a draft: what it begins with, its figures, another text, its adoption."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length, ValidationError

from evalsys.forms.base import TOO_LONG, Day, Form, Needed

FROM_FILE = "file"
LONGEST_FIGURE = 60


class BeginForm(Form):
    """Where a new draft comes from; the files count only where they are chosen."""

    source = SelectField(_("从哪里起草"), [Needed(_("请选择从哪里起草"))])
    file = FileField(_("办法文本（.toml）"), description=_("只在上面选“导入文件”时用。"))
    cases = FileField(_("算例（.cases.toml，可以不选）"))

    def __init__(
        self, *args: Any, versions: list[tuple[str, Any]], samples: list[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        groups = {gettext("已通过的版本"): versions, gettext("随附的示例"): samples}
        own = [("", gettext("请选择")), (FROM_FILE, gettext("导入文件"))]
        self.source.choices = {gettext("自己的文件"): own, **{name: group for name, group in groups.items() if group}}

    def validate_file(self, field: FileField) -> None:
        """A file and the choice have to fit each other."""
        if self.source.data == FROM_FILE and not field.data:
            raise ValidationError(gettext("请选择要导入的办法文本"))
        if field.data and self.source.data and self.source.data != FROM_FILE:
            raise ValidationError(gettext("您选了文件：要用它起草，请在上面选“导入文件”"))


class ReplaceForm(Form):
    """Another text, other worked examples, or both."""

    file = FileField(_("办法文本（.toml）"), description=_("不选就保留草稿里现有的文本。"))
    cases = FileField(_("算例（.cases.toml）"), description=_("不选就保留草稿里现有的算例。"))

    def validate_file(self, field: FileField) -> None:
        """One of the two has to be there."""
        if not field.data and not self.cases.data:
            raise ValidationError(gettext("请选择要导入的办法文本或算例"))


class AdoptForm(Form):
    """From when the measure holds, and which meeting passed it."""

    from_on = Day(
        _("施行日期"),
        [Needed()],
        description=_("一个季度按它最后一天有效的办法计算。已经算出的结果留在原来的版本，重新计算时才按新版。"),
    )
    meeting = StringField(
        _("在哪次会议上通过"),
        [Needed(_("请填写通过办法的会议")), Length(max=200, message=TOO_LONG)],
        description=_("例如：2026年第8次镇党委会议"),
    )
    confirmed = BooleanField(_("我已核对条文、数字和算例，确认通过。通过后不能再改，修订要另出新版。"))

    def validate_confirmed(self, field: BooleanField) -> None:
        """Adopting is not done by a slip of the hand."""
        if not field.data:
            raise ValidationError(gettext("请先核对，再勾选确认"))


class ConfirmForm(Form):
    """The button that is pressed knowingly."""


@dataclass(frozen=True)
class Asked:
    """One figure to be filled in: the field's name, its label, the line where it stands, its value now."""

    name: str
    label: str
    line: int
    value: str


def figures_form(asked: Iterable[Asked], version: int) -> Form:
    """A form with a field for each figure of a draft."""
    asked = list(asked)

    class FiguresForm(Form):
        """The figures of this draft."""

    for one in asked:
        says = _("%(label)s：内容太长", label=one.label)
        setattr(FiguresForm, one.name, StringField(one.label, [Length(max=LONGEST_FIGURE, message=says)]))
    return FiguresForm(data={**{one.name: one.value for one in asked}, "version": version})
