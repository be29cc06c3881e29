"""Forms for signing in, setting up and keeping accounts."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from evalsys.forms.base import TOO_LONG, Form, Needed
from evalsys.forms.choices import options

# Roles that are given for one branch.
OF_BRANCH = frozenset(("secretary", "group_leader"))


def is_login_name(_form: Any, field: Any) -> None:
    """Plain letters and digits, so that it can be typed on every keyboard."""
    if field.data and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]{2,30}", field.data):
        raise ValidationError(gettext("登录名请用字母开头的 3 至 31 个字母或数字"))


class SignInForm(Form):
    """Name and password."""

    login_name = StringField(_("登录名"), [Needed(), Length(max=40, message=TOO_LONG)])
    password = PasswordField(_("密码"), [Needed()])


class CodeForm(Form):
    """A one-time code."""

    code = StringField(_("一次性登录码"), [Needed(), Length(max=60, message=TOO_LONG)])


class PasswordForm(Form):
    """A new password, typed twice."""

    old = PasswordField(_("原密码"), description=_("第一次设置密码时不用填"))
    new = PasswordField(_("新密码"), [Needed()], description=_("至少 12 个字符，可以用一句话"))
    again = PasswordField(_("再输一遍新密码"), [Needed(_("请再输一遍新密码"))])

    def validate_again(self, field: Any) -> None:
        """Both must be the same."""
        if field.data != self.new.data:
            raise ValidationError(gettext("两遍输入的新密码不一样，请重新输入"))


class SetupForm(Form):
    """A township's first start."""

    code = StringField(_("设置码"), [Needed()], description=_("启动程序时屏幕上显示的那一串"))
    county = StringField(_("县（市、区）"), [Needed(), Length(max=40, message=TOO_LONG)])
    township = StringField(_("乡镇"), [Needed(), Length(max=40, message=TOO_LONG)])
    shown_name = StringField(_("您的姓名"), [Needed(), Length(max=40, message=TOO_LONG)])
    login_name = StringField(_("登录名"), [Needed(), is_login_name])
    password = PasswordField(_("密码"), [Needed()], description=_("至少 12 个字符，可以用一句话"))
    again = PasswordField(_("再输一遍密码"), [Needed(_("请再输一遍密码"))])

    def validate_again(self, field: Any) -> None:
        """Both must be the same."""
        if field.data != self.password.data:
            raise ValidationError(gettext("两遍输入的密码不一样，请重新输入"))


class AccountForm(Form):
    """An account's name, roles and branch. Login name and person are chosen once and then stay."""

    shown_name = StringField(_("姓名"), [Needed(), Length(max=40, message=TOO_LONG)])
    login_name = StringField(_("登录名"), [Needed(), is_login_name])
    person_id = SelectField(
        _("对应名册中的人"),
        coerce=int,
        default=0,
        description=_("书记、导师、村官、党员的账号必须对应到人。选好以后不能再改。"),
    )
    roles = SelectMultipleField(
        _("岗位"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_("可以多选"),
    )
    branch_id = SelectField(_("所管支部"), coerce=int, default=0, description=_("支部书记、党小组组长需要选"))
    is_disabled = BooleanField(_("停用这个账号"))

    def __init__(
        self,
        *args: Any,
        people: list[Any],
        branches: list[Any],
        roles: list[Any],
        has_login_name: bool = False,
        has_person: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.has_person = has_person
        self.person_id.choices = options([(0, _("不对应")), *people])
        self.branch_id.choices = options([(0, _("不选")), *branches])
        self.roles.choices = options(roles)
        if has_login_name:
            del self.login_name
        if has_person:
            del self.person_id

    def person(self) -> int:
        """The number of the chosen person; 0 for none."""
        return 0 if self.has_person else self.person_id.data

    def validate_roles(self, field: Any) -> None:
        """At least one, and what a role needs."""
        if not field.data:
            raise ValidationError(gettext("请至少选一个岗位"))
        if OF_BRANCH & set(field.data) and not self.branch_id.data:
            raise ValidationError(gettext("支部书记请选定所管支部，党小组组长也一样"))
        bound = {*OF_BRANCH, "mentor", "official", "member"} & set(field.data)
        if bound and not self.has_person and not self.person():
            raise ValidationError(gettext("这个岗位的账号请先选“对应名册中的人”"))
