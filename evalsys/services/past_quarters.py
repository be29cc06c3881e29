"""What if: a past quarter worked out by a draft, beside the measure that was in force; nothing is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from evalsys.models.schemes import SchemeVersion
from evalsys.scoring import Period, Scheme, SchemeMistakes, Standing, guarded, read_scheme, streams_of, tried
from evalsys.services import dossiers, evaluations, schemes
from evalsys.services.trials import BREAKS, FILE, always
from evalsys.services.write import Refused


@dataclass(frozen=True)
class Compared:
    """One person's quarter: by the measure in force, and by the draft."""

    person_id: int
    name: str
    before: Standing | None
    after: Standing

    @property
    def is_regraded(self) -> bool:
        """Would the grade be another one?"""
        return self.before is not None and self.before.grade != self.after.grade

    @property
    def is_rescored(self) -> bool:
        """Would the score be another one?"""
        return self.before is not None and self.before.score != self.after.score

    @property
    def change(self) -> Decimal | None:
        """By how much the score would rise or fall."""
        if self.before is None or self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score


@dataclass(frozen=True)
class WhatIf:
    """Everybody's quarter, those with another grade first, then those with another score."""

    rows: tuple[Compared, ...]
    in_force: SchemeVersion | None

    @property
    def regraded(self) -> int:
        """How many would get another grade."""
        return sum(row.is_regraded for row in self.rows)

    @property
    def rescored(self) -> int:
        """How many would get another score."""
        return sum(row.is_rescored for row in self.rows)


def what_if(township_id: int, text: str, quarter: Period, today: date) -> WhatIf:
    """The quarter's records worked out by this text. Raises Refused that says why they cannot be."""
    if quarter.first > today:
        raise Refused(_("这个季度还没有开始，请选过去的季度。"))
    try:
        scheme = guarded(read_scheme(text, FILE))
    except SchemeMistakes as found:
        raise Refused(_("草稿里还有 %(n)s 处要改，改好再试算。", n=len(found.mistakes))) from found
    refuse_untried(scheme, quarter)
    try:
        layout = evaluations.laid_out(township_id, quarter)
        after = tried(always(scheme, quarter.first), layout)
    except BREAKS as error:
        raise Refused(_("按现在的数字算不出结果，请检查有没有写得过大的数。")) from error
    row = held_in(township_id, quarter)
    before = tried(schemes.scheme_of(row), layout) if row else [None] * len(after)
    subjects = [dossier.subject for dossier in layout.dossiers]
    told = zip(subjects, before, after, strict=True)
    rows = [Compared(int(who.key), who.name, old, new) for who, old, new in told]
    rows.sort(key=lambda one: (not one.is_regraded, not one.is_rescored))
    return WhatIf(tuple(rows), row)


def held_in(township_id: int, quarter: Period) -> SchemeVersion | None:
    """The measure by which the quarter's results are worked out, if there was one."""
    try:
        return schemes.in_force(township_id, schemes.OFFICIALS, quarter.rule_date)
    except Refused:
        return None


def refuse_untried(scheme: Scheme, quarter: Period) -> None:
    """Only what gives a score for quarters, from records that the program keeps, can be tried."""
    if quarter.kind not in scheme.totals:
        raise Refused(_("这份办法没有规定季度得分，不能用过去的季度试算。"))
    missing = sorted(streams_of(scheme, quarter.kind) - dossiers.DELIVERED)
    if missing:
        titles = "、".join(scheme.streams[name].title for name in missing)
        raise Refused(_("这份办法要看“%(titles)s”，程序里还没有这些记录，不能试算。", titles=titles))
