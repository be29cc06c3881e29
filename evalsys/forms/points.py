"""Forms of points: an entry by hand, a claim, a reason, an answer, an event with its list of members."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from evalsys.forms.base import TOO_LONG, Day, Form, Needed, Number
from evalsys.forms.choices import options
from evalsys.forms.private import Impersonal

# What may stand beside a tick, and what beside none.
LATE, LEAVE, ABSENT, CAME = "late", "leave", "absent", "came"
DECISIONS = (("pass", _("属实，同意")), ("refuse", _("退回")))
VERDICTS = (("no", _("不成立，这一条照旧")), ("yes", _("成立，冲销这一条")))
BESIDE = (("", _("—")), (LATE, _("迟到")), (LEAVE, _("请假")), (ABSENT, _("无故缺席")))


class ClaimForm(Form):
    """Who, what, when, and in a few words how it was; evidence is never demanded."""

    person_id = SelectField(_("党员"), coerce=int)
    item = SelectField(_("做了什么"))
    points = Number(_("分值（只有没有定分的项目要填）"), digits=3)
    happened_on = Day(_("日期"), [Needed()])
    reason = StringField(_("简单说一句"), [Needed(), Length(max=100, message=TOO_LONG), Impersonal()])
    evidence = TextAreaField(
        _("谁能证明（可不填）"),
        [Length(max=300, message=TOO_LONG), Impersonal()],
        description=_("写证明人的名字或在场的人就行，不用传照片"),
    )
    file = FileField(
        _("照片或 PDF（可不传）"),
        description=_("不传也照样核。一个 JPG、PNG 或 PDF 文件，最大 5 MB；照片里的拍摄地点不保存"),
    )

    def __init__(self, *args: Any, people: list[Any], items: list[Any], asks_points: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_id.choices = options(people)
        self.item.choices = options(items)
        if not asks_points:
            del self.points

    def worth(self) -> Decimal | None:
        """The points that the member asks for, where the measure leaves them open."""
        return self.points.data if "points" in self else None


class EntryForm(Form):
    """An entry from the clerk's hand."""

    item = SelectField(_("事由"))
    points = Number(_("分值（只有没有定分的项目要填）"), digits=3)
    happened_on = Day(_("日期"), [Needed()])
    reason = StringField(_("说明"), [Needed(), Length(max=100, message=TOO_LONG), Impersonal()])
    evidence = StringField(_("依据（可不填）"), [Length(max=100, message=TOO_LONG), Impersonal()])
    declared_by = StringField(_("申报人或证明人（可不填）"), [Length(max=40, message=TOO_LONG)])
    file = FileField(
        _("照片或 PDF（可不传）"), description=_("一个 JPG、PNG 或 PDF 文件，最大 5 MB；照片里的拍摄地点不保存")
    )

    def __init__(self, *args: Any, items: list[Any], asks_points: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item.choices = options(items)
        if not asks_points:
            del self.points

    def worth(self) -> Decimal | None:
        """The points that the clerk gives or takes, where the measure leaves them open."""
        return self.points.data if "points" in self else None


class WhyForm(Form):
    """A reason that somebody will read."""

    reason = StringField(_("原因"), [Needed(), Length(max=100, message=TOO_LONG), Impersonal()])


class CheckForm(Form):
    """Pass a claim on, or give it back with a reason."""

    decision = RadioField(_("处理"), choices=options(DECISIONS), default="pass")
    reason = StringField(_("退回的原因（本人看得到）"), [Length(max=100, message=TOO_LONG), Impersonal()])

    def validate_reason(self, field: Any) -> None:
        """Who gives back says why."""
        if self.decision.data == "refuse" and not field.data:
            raise ValidationError(gettext("退回请写明原因，本人会看到"))


class AnswerForm(Form):
    """The branch's answer to an objection."""

    is_upheld = RadioField(_("异议是否成立"), choices=options(VERDICTS), default="no")
    answer = StringField(_("答复（本人看得到）"), [Needed(), Length(max=100, message=TOO_LONG), Impersonal()])


class AssignForm(Form):
    """What a line of a register is by the measure."""

    item = SelectField(_("归到哪一项"))

    def __init__(self, *args: Any, items: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item.choices = options(items)


class EventForm(Form):
    """What an event's page holds besides the list of members."""

    kind = SelectField(_("活动"), description=_("办法里没有定分的活动只登记到会，不记分"))
    held_on = Day(_("日期"), [Needed()])
    topic = StringField(_("主题（可不填）"), [Length(max=60, message=TOO_LONG), Impersonal()])


def event_form(people: list[Any], kinds: list[Any], held: dict[int, str], **given: Any) -> EventForm:
    """A form with a tick and a word for each member, filled in as they are known."""

    class Event(EventForm):
        """An event with these members."""

    data: dict[str, Any] = dict(given.pop("data", {}))
    for one in people:
        setattr(Event, f"came_{one.id}", BooleanField(_("%(name)s到会", name=one.name)))
        setattr(
            Event,
            f"word_{one.id}",
            SelectField(_("%(name)s的情况", name=one.name), choices=options(BESIDE), default=""),
        )
        attendance = held.get(one.id, "")
        data[f"came_{one.id}"] = attendance in (CAME, LATE)
        data[f"word_{one.id}"] = "" if attendance == CAME else attendance
    form = Event(data=data, **given)
    form.kind.choices = options(kinds)
    return form


def attendance(form: EventForm, people: list[Any]) -> dict[int, str]:
    """How each member attended; who has neither tick nor word was not expected."""
    found = {}
    for one in people:
        came, word = form[f"came_{one.id}"].data, form[f"word_{one.id}"].data
        if came or word:
            found[one.id] = word or CAME
    return found


def crossed(form: EventForm, people: list[Any]) -> str:
    """The first name whose tick and word contradict each other; empty if there is none."""
    for one in people:
        came, word = form[f"came_{one.id}"].data, form[f"word_{one.id}"].data
        if (came and word in (LEAVE, ABSENT)) or (not came and word == LATE):
            return str(one.name)
    return ""


def tick_all(form: EventForm, people: list[Any]) -> None:
    """Everybody came who is not marked otherwise."""
    for one in people:
        if form[f"word_{one.id}"].data not in (LEAVE, ABSENT):
            form[f"came_{one.id}"].data = True


class ExemptForm(Form):
    """From when until when a member is long ill, and a word why; never which illness."""

    first_on = Day(_("从哪天起"), [Needed()])
    last_on = Day(_("到哪天为止（不知道可不填）"), [Optional()])
    reason = StringField(
        _("依据"),
        [Needed(), Length(max=100, message=TOO_LONG), Impersonal()],
        description=_("例如：支部会议认定、医院证明。不写病名"),
    )


class LastDayForm(Form):
    """The last day."""

    last_on = Day(_("最后一天"), [Needed()])
