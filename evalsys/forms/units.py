"""Forms of places and party organisations."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from evalsys.forms.base import TOO_LONG, Day, Form, Needed
from evalsys.forms.choices import options


class UnitForm(Form):
    """A new unit: its name, what it stands under, where it works, since when."""

    name = StringField(_("名称"), [Needed(), Length(max=60, message=TOO_LONG)], description=_("与文件和印章一致"))
    parent_id = SelectField(_("上级"), coerce=int)
    place_id = SelectField(
        _("所在村（社区）"), coerce=int, default=0, description=_("选了以后，看这个村就能看到支部的人")
    )
    from_on = Day(_("设立日期"), [Optional()], description=_("不知道可以不填"))

    def __init__(self, *args: Any, parents: list[Any], places: list[Any] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_place = places is not None
        self.parent_id.choices = options(parents)
        self.place_id.choices = options([(0, _("不选")), *(places or [])])
        if not self.has_place:
            del self.place_id

    def place(self) -> int | None:
        """The number of the chosen place."""
        return (self.place_id.data or None) if self.has_place else None


class UnitChangeForm(Form):
    """Another name, or the last day."""

    name = StringField(_("名称"), [Needed(), Length(max=60, message=TOO_LONG)])
    until_on = Day(_("撤销日期"), [Optional()], description=_("最后存在的一天；没有撤销就留空"))
