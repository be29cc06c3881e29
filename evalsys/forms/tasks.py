"""Forms of a task and of its tick."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Length, Optional

from evalsys.forms.base import TOO_LONG, Day, Form, Needed
from evalsys.forms.choices import options

WHOLE = 0
KEPT = ("title", "every", "from_on", "due_on", "until_on", "post_kind", "source")


class TaskForm(Form):
    """What is to be done, by which post of which village, how often and until when."""

    title = StringField(_("任务"), [Needed(_("请写要做什么")), Length(max=100, message=TOO_LONG)])
    post_kind = SelectField(_("由谁来做"))
    village_id = SelectField(_("哪个村"), coerce=int)
    every = RadioField(_("多久一次"))
    from_on = Day(_("从哪天起"), [Needed()])
    due_on = Day(_("完成期限（没有可不填）"), [Optional()])
    until_on = Day(_("到哪天停止（没有可不填）"), [Optional()])
    source = StringField(
        _("依据（没有可不填）"),
        [Length(max=100, message=TOO_LONG)],
        description=_("哪份文件、哪一条，或者哪次会议的决定"),
    )

    def __init__(
        self, *args: Any, posts: list[Any], villages: list[tuple[int, str]], rhythms: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.post_kind.choices = options([("", _("所有岗位")), *posts])
        self.village_id.choices = options([(WHOLE, _("全镇各村")), *villages])
        self.every.choices = options(rhythms)

    def values(self) -> dict[str, Any]:
        """What the task keeps; an empty line is none."""
        found = {name: self[name].data or None for name in KEPT}
        return {**found, "village_id": self.village_id.data or None}


class TickForm(Form):
    """On which day a task was done, and a word about it."""

    day = Day(_("哪天做的"), [Needed()])
    note = StringField(_("说明（可不填）"), [Length(max=100, message=TOO_LONG)])


class UndoForm(Form):
    """Nothing to fill in: a page that asks once more."""
