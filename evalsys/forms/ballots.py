"""Forms of the masses' ballot: the round, the code, the ballot on the phone and the paper slip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.validators import Length, ValidationError

from evalsys.forms.base import TOO_LONG, Between, Count, Form, Needed
from evalsys.forms.choices import options

CHOICES = (("A", _("优秀")), ("B", _("称职")), ("C", _("基本称职")), ("D", _("不称职")), ("X", _("弃权")))
LETTERS = dict(CHOICES)
DRAWN, EVERYBODY = "drawn", "everybody"
RULES = ((DRAWN, _("抽户发票")), (EVERYBODY, _("每户一张，不抽户")))
SPOILT = "S"
LONGEST_CODE, MOST_HOUSEHOLDS = 60, 20_000


class RoundForm(Form):
    """The title, who gets slips, how many, the seed; households of each village come with `round_form`."""

    title = StringField(_("名称"), [Needed(), Length(max=60, message=TOO_LONG)])
    rule = RadioField(_("票发给谁"), choices=options(RULES), default=DRAWN)
    slips = Count(
        _("一共发多少张票"),
        description=_("抽户的必填：按各村户数分到村，再在村里抽户，一户一张。每户都发的不用填"),
    )
    seed = StringField(
        _("抽户的种子（可不填）"),
        [Length(max=60, message=TOO_LONG)],
        description=_("当众定的一个数或一句话，谁都可以用它重抽一遍核对；不填由系统随机生成"),
    )

    def validate_slips(self, field: Count) -> None:
        """A draw needs to know how many are drawn."""
        if self.rule.data == DRAWN:
            Needed()(self, field)


class MeetingForm(Form):
    """A ballot at the meeting of the year: everybody there gets a slip, counted in all or by village."""

    title = StringField(_("名称"), [Needed(), Length(max=60, message=TOO_LONG)])
    slips = Count(
        _("一共发多少张票"), description=_("到会有表决权的人数；分村填了人数的，这里可以不填，填了两处要相符")
    )


MEETING_TITLE, HOUSE_TITLE = _("%(village)s到会人数"), _("%(village)s户数")


def round_form(
    villages: Sequence[tuple[int, str]], slips: tuple[int, int], title: str, is_meeting: bool
) -> RoundForm | MeetingForm:
    """The form with a field for each village, by its number."""
    parent: type[Form] = MeetingForm if is_meeting else RoundForm

    class WithVillages(parent):  # type: ignore[valid-type, misc]
        """A round among these villages."""

    for number, name in villages:
        label = (MEETING_TITLE if is_meeting else HOUSE_TITLE) % {"village": name}
        setattr(WithVillages, f"households_{number}", Count(label, [Between(0, MOST_HOUSEHOLDS)]))
    form = WithVillages(data={"title": title})
    form.slips.validators = [*form.slips.validators, Between(*slips)]
    return form


def households(form: RoundForm | MeetingForm) -> dict[int, int]:
    """Households, or people at the meeting, by the village's number; what is left empty takes no part."""
    found = {field.name: field.data for field in form if field.name.startswith("households_")}
    return {int(name.removeprefix("households_")): number for name, number in found.items() if number}


class PressForm(Form):
    """Nothing to fill in: one button."""


class Choice(RadioField):
    """One official's five choices; on a slip that is spoilt none has to be made."""

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        super().__init__(label, choices=options(CHOICES), validate_choice=False, **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Raise ValidationError that names the official."""
        if "spoilt" in form and form.spoilt.data:
            return
        if self.data not in LETTERS:
            raise ValidationError(gettext("请给%(name)s选一项；不想评的选“弃权”。", name=self.label.text))


class OpenForm(Form):
    """A form of somebody without an account: the code in it is the authority, so it has no token."""

    class Meta(Form.Meta):
        """No session, no cookie."""

        csrf = False


class CodeForm(OpenForm):
    """The code of a slip."""

    code = StringField(_("票上的 12 个字母和数字"), [Needed(_("请填写票上的投票码")), Length(max=LONGEST_CODE)])


class PaperForm(Form):
    """One paper slip; the choices come with `with_choices`."""

    code = StringField(_("票上的 12 个字母和数字"), [Needed(_("请填写票上的投票码")), Length(max=LONGEST_CODE)])
    spoilt = BooleanField(_("整张是废票"))


class CastForm(OpenForm):
    """The ballot of a slip whose code was typed before."""

    code = HiddenField()


def with_choices(parent: type[Form], subjects: Mapping[int, str], **kwargs: Any) -> Any:
    """The form with a choice for each subject, by the place in the ballot."""

    class WithChoices(parent):  # type: ignore[valid-type, misc]
        """A ballot about these officials."""

    for place, name in subjects.items():
        setattr(WithChoices, f"choice_{place}", Choice(name))
    return WithChoices(**kwargs)


def ballot_of(form: Any) -> str:
    """The ballot as a box takes it: a letter for each subject, or that it is spoilt."""
    if "spoilt" in form and form.spoilt.data:
        return SPOILT
    return "".join(field.data for field in form if isinstance(field, Choice))
