"""The form of a meeting's minutes: the facts, the two texts, and a line for each person who may have come."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from evalsys.forms.base import TOO_LONG, Day, Form, Needed
from evalsys.forms.choices import options

NAMES = ("kind", "held_on", "place", "chaired_by", "recorder", "matters", "decisions")


class MeetingForm(Form):
    """What minutes hold besides the list of people."""

    kind = SelectField(_("会议"))
    held_on = Day(_("日期"), [Needed()])
    place = StringField(_("地点（可不填）"), [Length(max=60, message=TOO_LONG)])
    chaired_by = StringField(_("主持人"), [Needed(), Length(max=40, message=TOO_LONG)])
    recorder = StringField(_("记录人"), [Needed(), Length(max=40, message=TOO_LONG)])
    matters = TextAreaField(
        _("议了什么"),
        [Needed(_("请写议了什么，一行一件")), Length(max=2000, message=TOO_LONG)],
        description=_("一行一件"),
    )
    decisions = TextAreaField(
        _("定了什么（没有可不填）"),
        [Length(max=2000, message=TOO_LONG)],
        description=_("一行一个决定，登记后可以变成任务"),
    )

    def values(self) -> dict[str, Any]:
        """What the minutes keep; an empty line is none."""
        return {name: self[name].data or None for name in NAMES}


def meeting_form(people: list[Any], kinds: list[Any], came: dict[int, tuple[bool, str]], **given: Any) -> MeetingForm:
    """A form with a tick and a reason for each of these people, filled in as they are known."""

    class Minutes(MeetingForm):
        """Minutes with these people."""

    held: dict[str, Any] = dict(given.pop("data", {}))
    for person in people:
        setattr(Minutes, f"came_{person.id}", BooleanField(_("%(name)s到会", name=person.name)))
        reason = StringField(_("%(name)s的缺席原因", name=person.name), [Length(max=40, message=TOO_LONG)])
        setattr(Minutes, f"reason_{person.id}", reason)
        held[f"came_{person.id}"], held[f"reason_{person.id}"] = came.get(person.id, (False, ""))
    form = Minutes(data=held, **given)
    form.kind.choices = options(kinds)
    return form


def given_people(form: MeetingForm, people: list[Any]) -> dict[int, tuple[bool, str]]:
    """Who came and who gave which reason, by the person's number."""
    return {one.id: (form[f"came_{one.id}"].data, form[f"reason_{one.id}"].data or "") for one in people}
