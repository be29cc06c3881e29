"""The form of a tally sheet, in the order of the paper."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from evalsys.forms.base import Between, Count, Form, Needed

MOST = 100_000
LIMIT = Between(0, MOST)


class TallyForm(Form):
    """Slips handed out and returned, then how many for each option."""

    handed_out = Count(_("发出"), [Needed(), LIMIT])
    returned = Count(_("收回"), [Needed(), LIMIT])
    excellent = Count(_("优秀"), [Needed(), LIMIT])
    competent = Count(_("称职"), [Needed(), LIMIT])
    basic = Count(_("基本称职"), [Needed(), LIMIT])
    incompetent = Count(_("不称职"), [Needed(), LIMIT])
    abstained = Count(_("弃权"), [Needed(), LIMIT])
    spoilt = Count(_("废票"), [Needed(), LIMIT])

    def counts(self) -> dict[str, int]:
        """The numbers by name."""
        return {field.name: field.data for field in self if isinstance(field, Count)}
