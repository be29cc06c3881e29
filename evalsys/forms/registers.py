"""The forms of the registers: a year's grade, a spell of service, a figure of a year, a line of the negative list."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from evalsys.forms.base import TOO_LONG, YEARS, Between, Count, Day, Form, Needed, Number
from evalsys.forms.choices import options
from evalsys.forms.private import Impersonal

FIRST_YEAR, LAST_YEAR = 1950, YEARS[-1]
MOST = Decimal(10) ** 12


def words(label: Any, longest: int, *, needed: bool = True, **more: Any) -> StringField:
    """A line of text without anybody's numbers."""
    rules = [Length(max=longest, message=TOO_LONG), Impersonal()]
    return StringField(label, [Needed(), *rules] if needed else rules, **more)


class RegisterForm(Form):
    """What the registers' forms share: the columns that they fill, and why a row is corrected."""

    names: tuple[str, ...] = ()
    theirs: Any
    why = words(_("为什么更正"), 100, description=_("例如“原表抄错了一行”；原来的内容留在操作记录里"))

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.why

    def values(self) -> dict[str, Any]:
        """What the row keeps."""
        return {name: self[name].data for name in self.names}

    def labels(self) -> list[tuple[str, Any]]:
        """The columns with their names, for laying two versions side by side."""
        return [(name, self[name].label.text) for name in self.names if not name.endswith("_id")]

    def theirs_now(self) -> dict[str, Any]:
        """What the other editor saved."""
        return {name: getattr(self.theirs, name) for name in self.names}


class PersonRow(RegisterForm):
    """A row about somebody."""

    person_id = SelectField(_("姓名"), coerce=int)

    def __init__(self, *args: Any, about: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_id.choices = options(about)


class GradeForm(PersonRow):
    """Whose grade, of which year, and where it is written."""

    names = ("person_id", "year", "grade", "source")
    year = Count(_("年份"), [Needed(), Between(FIRST_YEAR, LAST_YEAR)])
    grade = SelectField(_("年度考核等次"))
    source = words(_("依据"), 100, description=_("写明在哪份文件或名单上，例如“年度考核结果通报”"))

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grade.choices = options(kinds)


class SpellForm(PersonRow):
    """Who was in which post from when until when, and how it ended."""

    names = ("person_id", "title", "first_on", "left_on", "reason", "is_removal")
    title = words(_("职务"), 60)
    first_on = Day(_("任职起"), [Needed()])
    left_on = Day(_("离任日期（还在任的不填）"), [Optional()], description=_("从这一天起不再任职"))
    reason = words(_("离任原因（还在任的不填）"), 100, needed=False)
    is_removal = BooleanField(_("因违规违纪被免职（此前的任职年限按办法不再计算）"))

    def __init__(self, *args: Any, kinds: object = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def validate_left_on(self, field: Any) -> None:
        """Nobody leaves before he came."""
        if field.data and self.first_on.data and field.data < self.first_on.data:
            raise ValidationError(gettext("离任日期不能早于任职起的日期，请核对"))

    def validate_is_removal(self, field: Any) -> None:
        """A removal has a day and a reason."""
        if field.data and not (self.left_on.data and self.reason.data):
            raise ValidationError(gettext("被免职的，请写离任日期和离任原因"))


class IndicatorForm(RegisterForm):
    """Which figure of which village and year, exactly as it is published."""

    names = ("unit_id", "kind", "year", "value", "measured_in", "source")
    unit_id = SelectField(_("哪个村"), coerce=int)
    kind = SelectField(_("指标"))
    year = Count(_("年份"), [Needed(), Between(FIRST_YEAR, LAST_YEAR)])
    value = Number(_("数值"), [Needed(), Between(-MOST, MOST)], digits=6)
    measured_in = words(_("计量单位"), 20, description=_("例如 万元、元、份"))
    source = words(_("来源"), 100)

    def __init__(self, *args: Any, about: Any, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_id.choices = options(about)
        self.kind.choices = options(kinds)

    def values(self) -> dict[str, Any]:
        """The county has no village."""
        return {**super().values(), "unit_id": self.unit_id.data or None}


class NegativeForm(PersonRow):
    """Who did what on which day, by which clause, and what proves it."""

    names = ("person_id", "kind", "on_day", "conduct", "clause", "evidence")
    kind = SelectField(_("类别"))
    on_day = Day(_("日期"), [Needed()])
    conduct = words(_("行为"), 200, description=_("清单上的哪一种行为，或者受了什么处分"))
    clause = words(_("清单第几条"), 60)
    evidence = words(_("佐证材料"), 100, description=_("文件名或文号"))

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = options(kinds)


FORMS = {"grades": GradeForm, "spells": SpellForm, "indicators": IndicatorForm, "negatives": NegativeForm}
