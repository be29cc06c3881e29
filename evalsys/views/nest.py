"""One year of one person on one page: year, quarters, months, weeks and days, every number with its way to more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from evalsys.services import careers, nest, people
from evalsys.views.acting import today
from evalsys.views.choosing import chosen_period

bp = Blueprint("nest", __name__, url_prefix="/nest")
STATES = {
    "done": lazy_gettext("已记"),
    "late": lazy_gettext("迟录"),
    "leave": lazy_gettext("请假"),
    "missing": lazy_gettext("没记"),
    "ahead": lazy_gettext("还没到"),
    "free": lazy_gettext("不用记"),
    "out": lazy_gettext("不在岗"),
}
SIGNS = {"late": lazy_gettext("迟"), "leave": lazy_gettext("假"), "missing": lazy_gettext("缺")}
COUNTED = ("done", "late", "leave", "missing")


@bp.get("/<int:person_id>")
def show(person_id: int) -> str:
    """The year; who may not read the logs does not read it either."""
    year = chosen_period("year")
    person = people.whole(current_user, person_id, today(), "result.read", "log.read")
    found = nest.of_person(current_user, person, year, today())
    return render_template(
        "nest/show.html",
        person=person,
        period=year,
        nest=found,
        weeks=list(weeks_of(found.days)),
        states=STATES,
        signs=SIGNS,
        counted=COUNTED,
        spoken=spoken(found),
        notes=careers.notes(person, year),
        is_estimated=found.is_estimated,
    )


def weeks_of(days: Sequence[nest.Day]) -> Iterator[tuple[str, list[nest.Day | None]]]:
    """The days in weeks from Monday to Sunday, and the month's number where one begins."""
    if not days:
        return
    held = {day.day: day for day in days}
    monday = days[0].day - timedelta(days=days[0].day.weekday())
    while monday <= days[-1].day:
        week = [held.get(monday + timedelta(days=number)) for number in range(7)]
        begun = next((day.day.month for day in week if day and day.day.day == 1), None)
        yield (_("%(n)s月", n=begun) if begun else ""), week
        monday += timedelta(days=7)


def spoken(found: nest.Nest) -> str:
    """The strip in words, for whoever does not see it."""
    told = [month for quarter in found.quarters for month in quarter.months]
    total = sum((month.counts for month in told), start=nest.Counter())
    return _("全年：%(counts)s", counts=listed(total))


def listed(counts: nest.Counter[str]) -> str:
    """已记 18 天、迟录 1 天."""
    return "、".join(_("%(state)s %(n)s 天", state=STATES[state], n=counts[state]) for state in COUNTED)
