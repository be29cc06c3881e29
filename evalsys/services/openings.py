"""Opening the forms of a period for everybody at once; the next period's are opened by themselves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.closings import PeriodClose
from evalsys.models.openings import FORMS, Opening
from evalsys.models.people import Mentoring, Person, Post
from evalsys.models.units import Unit
from evalsys.scoring.periods import Period, period
from evalsys.services import closed, periods, schemes, scope
from evalsys.services.write import Act, Refused, hold, write

# Which stream of the measure a form feeds; forms without one are papers that the measure does not count.
FEEDS = {
    "day": "log",
    "week": "weekly-mark",
    "month": "branch-mark",
    "sheet": "committee-mark",
    "tally": "ballots",
    "meeting": "meeting-ballots",
}
KINDS = ("quarter", "year")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """An official of a period with her village, mentor and secretary, for the look before the forms are opened."""

    name: str
    place: str
    mentor: str
    from_on: date | None
    until_on: date | None


def of_township(township_id: int) -> list[Opening]:
    """Every period that was opened, the newest first."""
    query = select(Opening).where(Opening.township_id == township_id)
    return list(db.session.scalars(query.order_by(Opening.last_on.desc(), Opening.id.desc())))


def standing(township_id: int) -> list[tuple[Opening, bool]]:
    """Every period that was opened, the earliest first, with whether it is closed by now."""
    shut = select(PeriodClose.id).where(
        PeriodClose.township_id == Opening.township_id,
        PeriodClose.period == Opening.period,
        PeriodClose.reopened_at.is_(None),
    )
    query = select(Opening, shut.exists()).where(Opening.township_id == township_id)
    return [(row, is_closed) for row, is_closed in db.session.execute(query.order_by(Opening.first_on, Opening.id))]


def forms_of(kind: str) -> list[str]:
    """The forms that a period of that kind may ask for."""
    yearly = [form for form, on in FORMS.items() if on == "year"]
    return yearly if kind == "year" else [form for form in FORMS if form not in yearly]


def usual(township_id: int, whole: Period) -> list[str]:
    """The forms of the last period of that kind; before the first, those that the measure counts, and the papers."""
    earlier = [one for one in of_township(township_id) if period(one.period).kind == whole.kind]
    if earlier:
        return list(earlier[0].asked)
    scheme = schemes.scheme_of(schemes.in_force(township_id, schemes.OFFICIALS, whole.rule_date))
    return [form for form in forms_of(whole.kind) if form not in FEEDS or FEEDS[form] in scheme.streams]


def preview(township_id: int, whole: Period) -> list[Asked]:
    """Everybody who would be asked, in the order of entry."""
    query = select(Post, Person, Unit).join(Person, Person.id == Post.person_id).join(Unit, Unit.id == Post.unit_id)
    query = query.where(
        Person.township_id == township_id, Post.kind == "official", scope.overlapping(Post, whole.first, whole.last)
    )
    mentors = mentors_of(township_id, whole)
    return [
        Asked(person.name, unit.name, mentors.get(person.id, ""), post.from_on, post.until_on)
        for post, person, unit in db.session.execute(query.order_by(Person.id, Post.id))
    ]


def mentors_of(township_id: int, whole: Period) -> dict[int, str]:
    """The mentors of the period by the official's number."""
    query = select(Mentoring.person_id, Person.name).join(Person, Person.id == Mentoring.mentor_id)
    query = query.where(Person.township_id == township_id, scope.overlapping(Mentoring, whole.first, whole.last))
    return dict(db.session.execute(query.order_by(Mentoring.id)).all())


def open_period(act: Act, township_id: int, whole: Period, forms: Collection[str]) -> Opening:
    """Open the period's forms for everybody. Raises Refused for a closed or opened period, and for no form."""
    hold(Unit, township_id)
    refuse_closed(township_id, whole)
    if any(one.period == whole.code for one in of_township(township_id)):
        raise Refused(_("%(period)s的表已经开过，不用再开。", period=periods.name(whole)))
    wanted = [form for form in forms_of(whole.kind) if form in forms]
    if not wanted:
        raise Refused(_("一张表也没有选，请至少选一张。"))
    row = fresh(act, township_id, whole, wanted)
    with write(act, "period.open", row, after={"period": whole.code, "forms": row.forms}) as session:
        session.add(row)
    return row


def refuse_closed(township_id: int, whole: Period) -> None:
    """Nothing can be filled in for a closed period."""
    if closed.in_force(township_id, whole):
        raise Refused(_("%(period)s已经关账，不能再开表。", period=periods.name(whole)))


def fresh(act: Act, township_id: int, whole: Period, forms: Sequence[str]) -> Opening:
    """The row of an opened period."""
    return Opening(
        township_id=township_id,
        period=whole.code,
        first_on=whole.first,
        last_on=whole.last,
        forms=",".join(forms),
        opened_on=act.today,
        opened_by=act.name,
        opened_at=act.at,
    )


def change(act: Act, row: Opening, forms: Collection[str]) -> None:
    """Ask for other forms; records that are there stay. Raises Refused for a closed period, and for no form."""
    refuse_closed(row.township_id, period(row.period))
    wanted = [form for form in forms_of(period(row.period).kind) if form in forms]
    if not wanted:
        raise Refused(_("一张表也没有选，请至少选一张。"))
    with write(act, "period.forms", row, {"forms": row.forms}, {"forms": ",".join(wanted)}):
        row.forms = ",".join(wanted)


def follow(act: Act, township_id: int) -> list[Opening]:
    """Open whatever follows on the last opened quarter and year, up to today, with the same forms."""
    made = []
    for last in newest(township_id):
        whole = following(period(last.period))
        while whole.first <= act.today:
            if closed.in_force(township_id, whole) is None:
                made.append(open_period(act, township_id, whole, last.asked))
            whole = following(whole)
    return made


def newest(township_id: int) -> list[Opening]:
    """The last opened period of each kind."""
    rows = of_township(township_id)
    found = [next((row for row in rows if period(row.period).kind == kind), None) for kind in KINDS]
    return [row for row in found if row]


def following(whole: Period) -> Period:
    """The period after this one."""
    return periods.of_kind(whole.kind, whole.last + ONE_DAY)


def get(township_id: int, whole: Period) -> Opening | None:
    """The opening of that period, if there is one."""
    return next((row for row in of_township(township_id) if row.period == whole.code), None)
