"""The ledger of stars: a rating of a year is put forward, confirmed by a second person, and then fixed."""

from __future__ import annotations

import json
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select

from evalsys.extensions import db
from evalsys.models.stars import StarRating, StarRun
from evalsys.models.units import Unit
from evalsys.scoring import as_data, digest
from evalsys.services import closing, stars_moves
from evalsys.services.records import refuse_future
from evalsys.services.stars_preview import Preview, Standing, current, preview
from evalsys.services.write import Act, Refused, check_version, hold, refuse_second, write


def waiting(township_id: int) -> StarRun | None:
    """The rating that waits for its second person."""
    query = select(StarRun).where(StarRun.township_id == township_id, StarRun.confirmed_at.is_(None))
    return db.session.scalar(query.where(StarRun.dropped_at.is_(None)).order_by(StarRun.id.desc()))


def ask(act: Act, township_id: int, year: int, day: date, seen: str, reason: str) -> StarRun:
    """Put a rating forward as it was seen on the page; nothing is fixed before somebody else confirms it."""
    hold(Unit, township_id)
    refuse_second(act)
    refuse_future(act, day)
    if waiting(township_id):
        raise Refused(_("已经有一次评星在等确认，请先确认或者退回那一次。"))
    found = preview(township_id, year, day)
    if found.digest != seen:
        raise Refused(_("预览以后登记有变动，下面是新的结果。请再看一遍，再提交。"))
    refuse_nothing(found, reason)
    row = StarRun(
        township_id=township_id,
        year=year,
        rated_on=day,
        scheme_version_id=found.measure.id,
        people=len(found.rows),
        digest=found.digest,
        reason=reason,
        asked_by_id=act.actor.id if act.actor else None,
        asked_by=act.name,
        asked_at=act.at,
    )
    after = {"year": year, "rated_on": day, "people": row.people, "reason": reason}
    with write(act, "star.ask", row, after=after) as session:
        session.add(row)
    return row


def refuse_nothing(found: Preview, reason: str) -> None:
    """A rating is of somebody, says something new, and a second one of the year says why."""
    if not found.rows:
        raise Refused(_("评定日那天没有在任的村党支部书记，不能评星。请核对任职登记。"))
    if found.is_again and not any(row.is_changed for row in found.rows):
        raise Refused(_("%(year)s年度已经评过星，结果和原来一样，不用重评。", year=found.year))
    if found.is_again and not reason:
        raise Refused(_("%(year)s年度已经评过星。要重评，请写明原因。", year=found.year))


def confirm(act: Act, row: StarRun, version: int) -> None:
    """Fix a rating: whoever's stars or reasons changed gets a new number; the former one stays."""
    hold(Unit, row.township_id)
    refuse_ended(act, row, version)
    if closing.is_asker(act, row):
        raise Refused(_("这次评星是您自己提交的，要由另一位有权限的人确认。"))
    found = preview(row.township_id, row.year, row.rated_on, row.reason)
    if found.digest != row.digest:
        raise Refused(_("提交以后登记有变动，结果已经不同。请退回这一次，重新预览、提交。"))
    last, now = numbers(row.township_id, row.year), current(row.township_id, row.year)
    with write(act, "star.confirm", row, after={"year": row.year, "people": row.people}) as session:
        for one in found.rows:
            if one.is_changed:
                session.add(frozen(act, row, one, last.get(one.id, 0) + 1))
        for number in gone(now, found):
            now[number].is_current = False
        row.confirmed_by, row.confirmed_at = act.name, act.at


def gone(now: dict[int, StarRating], found: Preview) -> set[int]:
    """Whose ratings hold no longer: those that changed, and of people who are no secretaries on the day."""
    return {number for number in now if number not in {one.id for one in found.rows if not one.is_changed}}


def drop(act: Act, row: StarRun, version: int) -> None:
    """Send a rating back, or take back one's own; nothing was fixed."""
    refuse_ended(act, row, version)
    with write(act, "star.drop", row, after={"year": row.year}):
        row.dropped_by, row.dropped_at = act.name, act.at


def refuse_ended(act: Act, row: StarRun, version: int) -> None:
    """A rating is answered once, and as the reader saw it."""
    refuse_second(act)
    if row.confirmed_at or row.dropped_at:
        raise Refused(_("这次评星已经有了结论，不用再办。"))
    check_version(row, version)


def numbers(township_id: int, year: int) -> dict[int, int]:
    """The number of each person's newest rating of the year, current or not."""
    query = select(StarRating.person_id, func.max(StarRating.number)).where(
        StarRating.township_id == township_id, StarRating.year == year
    )
    return dict(db.session.execute(query.group_by(StarRating.person_id)).all())


def frozen(act: Act, run: StarRun, one: Standing, number: int) -> object:
    """A rating as a row that is never edited, with its moves."""
    data = as_data(one.result)
    rating = StarRating(
        township_id=run.township_id,
        person_id=one.id,
        run=run,
        scheme_version_id=run.scheme_version_id,
        year=run.year,
        rated_on=run.rated_on,
        number=number,
        place=one.dossier.subject.place,
        stars=one.stars,
        grade=one.result.grade,
        data=json.dumps(data, ensure_ascii=False, sort_keys=True),
        digest=digest(data),
        reason=run.reason,
        rated_at=act.at,
    )
    rating.moves = stars_moves.as_rows(one.id, run.rated_on, one.moves)
    return rating
