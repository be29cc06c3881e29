"""The form that opens a comparison: how, to whom, how long, by whose decision."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField
from wtforms.validators import Length

from evalsys.forms.base import TOO_LONG, Day, Form, Needed


class OpenForm(Form):
    """What the clerk was told by the committee."""

    shows = RadioField(_("看到什么"), [Needed(_("请选择看到什么"))])
    readers = RadioField(_("谁可以看"), [Needed(_("请选择谁可以看"))])
    from_on = Day(_("从哪天起"), [Needed()])
    until_on = Day(_("到哪天止"), [Needed()], description=_("这一天还能看，第二天起只有组织干事和党委委员能看"))
    decision = StringField(
        _("谁决定的"),
        [Needed(_("请写明是谁、哪次会议决定的")), Length(max=200, message=TOO_LONG)],
        description=_("例如：2026年7月3日党委会决定"),
    )

    def __init__(self, *args: Any, shows: list[Any], readers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shows.choices = shows
        self.readers.choices = readers


class CloseForm(Form):
    """Nothing to fill in: a page that asks once more."""
