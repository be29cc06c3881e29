"""Forms of persons, their posts, memberships and mentors."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from stdnum.cn import ric
from stdnum.exceptions import ValidationError as WrongNumber
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import TextInput

from evalsys.forms.base import TOO_LONG, Day, Form, Needed
from evalsys.forms.choices import options
from evalsys.forms.private import Impersonal

SEXES = ("男", "女")
BIRTH = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?|年)?|(\d{4})(\d{2})(\d{2})?")


def digits(text: Any) -> str:
    """Full-width signs to plain ones; spaces and hyphens out; letters large."""
    plain = unicodedata.normalize("NFKC", text or "").upper()
    return re.sub(r"[\s\-–—]", "", plain)


@dataclass(frozen=True)
class Birth:
    """A birth date as exactly as it is known."""

    day: date
    precision: str = "day"

    def __str__(self) -> str:
        return self.day.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]


class BirthField(Field):
    """A typed birth date: 1996-05-12, 1996.5.12, 1996年5月 or 1996."""

    widget = TextInput()

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else str(self.data or "")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; say how to type it otherwise."""
        typed = unicodedata.normalize("NFKC", valuelist[0]).replace(" ", "") if valuelist else ""
        if not typed:
            self.data = None
            return
        found = BIRTH.fullmatch(typed)
        parts = [int(part) for part in found.groups() if part] if found else [0]
        try:
            self.data = Birth(date(*parts, *[1] * (3 - len(parts))), ("year", "month", "day")[len(parts) - 1])
        except ValueError:
            self.data = None
            says = gettext("请按“1996-05-12”的样子填写出生日期；只知道年月的，填“1996-05”")
            raise ValidationError(says) from None


class PersonForm(Form):
    """Who somebody is, in the order of the roster's columns."""

    name = StringField(_("姓名"), [Needed(), Length(max=40, message=TOO_LONG)])
    pinyin = StringField(
        _("姓名拼音"),
        [Length(max=120, message=TOO_LONG)],
        description=_("用来搜索和排序。不填就自动注音；姓名里有多音字的，请核对。"),
    )
    sex = SelectField(_("性别"), choices=options([("", _("未填")), *[(sex, sex) for sex in SEXES]]))
    ethnicity = StringField(_("民族"), [Length(max=20, message=TOO_LONG)])
    born_on = BirthField(_("出生日期"), description=_("例如 1996-05-12；只知道年月的，填 1996-05"))
    id_number = StringField(_("身份证号码"))
    phone = StringField(_("手机号码"))
    education = StringField(_("学历"), [Length(max=40, message=TOO_LONG)])
    school = StringField(_("毕业院校"), [Length(max=100, message=TOO_LONG)])
    remark = TextAreaField(_("备注"), [Length(max=200, message=TOO_LONG)])

    def __init__(self, *args: Any, today: date, held: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        held = held or {}
        self.id_number.description = told(held.get("id_number"), _("18 位，末位是 X 的照填"))
        self.phone.description = told(held.get("phone"), _("11 位手机号"))

    def validate_pinyin(self, field: Any) -> None:
        """Letters, a space between syllables."""
        if not re.fullmatch(r"[A-Za-z üÜ]*", field.data or ""):
            raise ValidationError(gettext("拼音只用字母，字与字之间空一格，例如 shan xiong"))

    def validate_born_on(self, field: Any) -> None:
        """Nobody is born tomorrow."""
        if field.data and not 1900 <= field.data.day.year <= self.today.year:
            raise ValidationError(gettext("请核对出生日期，年份应在 1900 至 %(year)s 之间", year=self.today.year))

    def validate_id_number(self, field: Any) -> None:
        """Eighteen signs with the right check digit, of the same birth date and sex as filled in."""
        number = field.data = digits(field.data)
        if not number:
            return
        if not re.fullmatch(r"\d{17}[\dX]", number):
            raise ValidationError(gettext("身份证号码应是 18 位数字，末位可以是 X，请对照证件重新输入"))
        try:
            born = ric.get_birth_date(number)
        except WrongNumber:
            raise ValidationError(gettext("身份证号码中间的出生日期不存在，请对照证件重新输入")) from None
        if ric.calc_check_digit(number) != number[-1]:
            raise ValidationError(gettext("身份证号码的校验位不对，多半有一位输错了，请对照证件重新输入"))
        if self.born_on.data and not born.isoformat().startswith(str(self.born_on.data)):
            raise ValidationError(gettext("身份证号码里的出生日期是 %(born)s，与上面填的不一致，请核对", born=born))
        if self.sex.data and self.sex.data != sex_in(number):
            says = gettext("身份证号码表示性别为%(sex)s，与上面选的不一致，请核对", sex=sex_in(number))
            raise ValidationError(says)

    def validate_phone(self, field: Any) -> None:
        """A mobile number."""
        field.data = digits(field.data)
        if field.data and not re.fullmatch(r"1\d{10}", field.data):
            raise ValidationError(gettext("手机号码应是 1 开头的 11 位数字，请重新输入"))

    def values(self) -> dict[str, Any]:
        """What was filled in; birth date and sex come from the ID number where they were left empty."""
        names = ("name", "pinyin", "sex", "ethnicity", "id_number", "phone", "education", "school", "remark")
        values = {name: self[name].data for name in names}
        birth = self.born_on.data
        if self.id_number.data:
            birth = birth or Birth(ric.get_birth_date(self.id_number.data))
            values["sex"] = values["sex"] or sex_in(self.id_number.data)
        return {**values, "born_on": birth and birth.day, "born_precision": birth and birth.precision}


def told(held: str | None, otherwise: Any) -> Any:
    """The hint of a field whose value is only shown masked."""
    return gettext("已登记 %(held)s。不改就留空。", held=held) if held else otherwise


def sex_in(number: str) -> str:
    """Odd is male."""
    return SEXES[0] if int(number[16]) % 2 else SEXES[1]


class DatedForm(Form):
    """Something that begins or ends on a day."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def check_day(self, field: Any) -> None:
        """A day that a working life can contain."""
        if field.data and not 1940 <= field.data.year <= self.today.year + 1:
            raise ValidationError(gettext("请核对日期，年份应在 1940 至 %(year)s 之间", year=self.today.year + 1))

    def validate_from_on(self, field: Any) -> None:
        """The first day."""
        self.check_day(field)


class PostForm(DatedForm):
    """A post: which, where, its title, since when."""

    kind = SelectField(_("职务类别"))
    unit_id = SelectField(_("任职单位"), coerce=int)
    title = StringField(
        _("职务名称"), [Length(max=60, message=TOO_LONG)], description=_("文件上写的全称；不填就用职务类别")
    )
    from_on = Day(_("任职日期"), [Needed()])

    def __init__(self, *args: Any, kinds: list[Any], units: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = options(kinds)
        self.unit_id.choices = options(units)

    def full_title(self) -> str:
        """The title, or the name of the kind."""
        names = {choice.value: str(choice.label) for choice in self.kind.choices}
        return self.title.data or names[self.kind.data]


class EndForm(DatedForm):
    """The last day of a post."""

    until_on = Day(_("离任日期"), [Needed()], description=_("这一天仍算在任"))

    def validate_until_on(self, field: Any) -> None:
        """The last day."""
        self.check_day(field)


class MembershipForm(DatedForm):
    """Membership: in which branch, full or probationary, since when."""

    branch_id = SelectField(_("党支部"), coerce=int)
    kind = SelectField(_("类别"))
    from_on = Day(_("开始日期"), [Needed()], description=_("转入本支部、入党或转正的日期；原来的记录到前一天为止"))

    def __init__(self, *args: Any, kinds: list[Any], branches: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = options(kinds)
        self.branch_id.choices = options(branches)


class MentorForm(DatedForm):
    """Who is the mentor, since when."""

    mentor_id = SelectField(_("导师"), coerce=int, description=_("名单里是现在有职务的人。没有的，请先登记任职。"))
    from_on = Day(_("开始日期"), [Needed()], description=_("原来的导师到前一天为止"))

    def __init__(self, *args: Any, mentors: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mentor_id.choices = options(mentors)


class NumbersForm(Form):
    """Why somebody needs the numbers of people in clear."""

    reason = StringField(
        _("导出原因"),
        [
            Needed(_("请写导出做什么用，例如“县委组织部核对党员信息”")),
            Length(max=100, message=TOO_LONG),
            Impersonal(),
        ],
        description=_("会记入操作记录，例如“县委组织部核对党员信息”"),
    )
