"""Forms of the record of a talk, in the order of the paper form."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import Length

from evalsys.forms.base import TOO_LONG, Day, Form, Needed, Prose

LONGEST = 3000
LONG = Length(max=LONGEST, message=_("请控制在 %(max)d 字以内"))


class TalkForm(Form):
    """Who talked with whom, when, where, about what, what came of it."""

    person_id = SelectField(_("谈话对象"), coerce=int)
    held_on = Day(_("谈话日期"), [Needed()])
    quarter = SelectField(_("谈的是哪个季度"))
    talker = StringField(_("谈话人"), [Needed(), Length(max=40, message=TOO_LONG)])
    place = StringField(_("地点"), [Length(max=60, message=TOO_LONG)])
    topics = StringField(
        _("谈话主题"), [Needed(), Length(max=100, message=TOO_LONG)], description=_("例如：二季度考核结果、思想生活")
    )
    content = Prose(_("谈话内容"), [Needed(), LONG])
    agreed = Prose(_("谈妥的事"), [LONG])
    own_words = Prose(_("本人意见（本人的原话）"), [LONG])

    def __init__(self, *args: Any, people: list[Any], quarters: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_id.choices = people
        self.quarter.choices = quarters

    def words(self) -> dict[str, str]:
        """What was written, by name."""
        names = ("talker", "place", "topics", "content", "agreed", "own_words")
        return {name: self[name].data or "" for name in names}


class CancelTalkForm(Form):
    """Why a record is taken back."""

    reason = StringField(
        _("撤销的原因"),
        [Needed(_("请写明为什么撤销")), Length(max=200, message=TOO_LONG)],
        description=_("例如：登错了人；这里不要写谈话的内容"),
    )
