"""Forms of a household visit and of what came of it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from evalsys.forms.base import TOO_LONG, Day, Form, Needed
from evalsys.forms.private import Impersonal

LONG = Length(max=400, message=_("请控制在 400 字以内"))


class VisitForm(Form):
    """Whose house, what was seen, what is needed, what comes next; and a log entry of the same words."""

    person_id = SelectField(_("走访人"), coerce=int)
    day = Day(_("走访日期"), [Needed()])
    household = StringField(
        _("哪一户"),
        [Needed(_("请写是哪一户，例如“东头老李家”或门牌号")), Length(max=20, message=TOO_LONG), Impersonal()],
        description=_("写称呼或门牌号就行，不写身份证号码和电话"),
    )
    situation = TextAreaField(_("情况"), [Needed(_("请写一句看到、听到的情况")), LONG, Impersonal()])
    needs = TextAreaField(_("诉求（没有可不填）"), [LONG, Impersonal()])
    follow_up = TextAreaField(_("打算怎么办（没有可不填）"), [LONG, Impersonal()])
    with_log = BooleanField(_("当天还没有日志的，顺便记成当天的日志（类别：串门子），不用再写一遍"), default=True)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_id.choices = people

    def values(self) -> dict[str, Any]:
        """What the visit keeps; an empty line is none."""
        names = ("day", "household", "situation", "needs", "follow_up")
        return {name: self[name].data or None for name in names}


class FollowForm(Form):
    """What was done about a visit, and when."""

    follow_up = TextAreaField(_("后续办得怎样"), [Needed(_("请写一句办得怎样")), LONG, Impersonal()])
    followed_up_on = Day(_("办结日期"), [Needed()])
