"""Results: computed from the books, frozen with their lines, found again by person, period and code."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.evaluations import Evaluation
from evalsys.models.people import Person, Post
from evalsys.models.reviews import CONDUCT
from evalsys.models.schemes import SchemeVersion
from evalsys.models.units import Unit
from evalsys.scoring import (
    Calendar,
    Dossier,
    Fact,
    Layout,
    Period,
    Result,
    Scheme,
    as_data,
    digest,
    evaluate,
    from_data,
    settle,
)
from evalsys.services import closed, dossiers, papers, periods, schemes, scope
from evalsys.services.write import Act, Refused, hold, write

COMPUTED = ("quarter", "year")
CHUNK = 100
FIRST_TIME, CHANGED = "首次计算", "材料有变动，重新计算"


def run(township_id: int, period: Period, calendar: Calendar | None = None) -> list[Result]:
    """Compute everybody's result of the period from what the books hold now; nothing is saved."""
    scheme, workdays = measure(township_id, period), calendar or dossiers.calendar()
    return evaluate(scheme, filed(township_id, period), period, workdays)


def measure(township_id: int, period: Period, known: Sequence[SchemeVersion] | None = None) -> Scheme:
    """The measure of the period's last day. Raises Refused where it gives no result for such a period.

    `known` are all versions of the measure, the newest first, where they have been read already.
    """
    if period.kind not in COMPUTED:
        raise Refused(_("目前只计算季度和年度的结果，请写成 2026Q2 或 2026。"))
    day = period.rule_date
    row = schemes.in_force(township_id, schemes.OFFICIALS, day) if known is None else schemes.among(known, day)
    scheme = schemes.scheme_of(row)
    if period.kind not in scheme.totals:
        said = {"title": row.title, "period": periods.name(period)}
        raise Refused(_("《%(title)s》没有规定%(period)s怎样计分，不能计算。请到“考核办法”里核对。", **said))
    return scheme


def filed(township_id: int, period: Period) -> Iterator[Dossier]:
    """Everybody's records of the period, so many people at a time."""
    people = dossiers.officials_of(township_id, period)
    for start in range(0, len(people), CHUNK):
        yield from dossiers.dossiers(people[start : start + CHUNK], period)


def laid_out(township_id: int, period: Period) -> Layout:
    """Everybody's records of the period, for measures that are only tried on them."""
    return Layout(list(filed(township_id, period)), period, dossiers.calendar())


def stored(township_id: int, period: Period) -> dict[int, Evaluation]:
    """The current results of a period by the person's number."""
    query = select(Evaluation).where(
        Evaluation.township_id == township_id, Evaluation.period == period.code, Evaluation.is_current
    )
    return {row.person_id: row for row in db.session.scalars(query)}


def stale(
    township_id: int,
    period: Period,
    rows: Collection[Evaluation] | None = None,
    calendar: Calendar | None = None,
) -> int:
    """How many results of the period differ from what the books say now; a closed period's are final: none.

    `rows` are the current results of an open period, if they are at hand, as the calendar may be.
    """
    held = open_digests(township_id, period) if rows is None else {row.person_id: row.digest for row in rows}
    if held is None:
        return 0
    fresh = {int(result.subject): digest(as_data(result)) for result in run(township_id, period, calendar)}
    return sum(fresh.get(number) != said for number, said in held.items()) + len(fresh.keys() - held.keys())


def open_digests(township_id: int, period: Period) -> dict[int, str] | None:
    """The digests of the current results by the person's number; None where the period is closed over them."""
    query = select(Evaluation.person_id, Evaluation.digest, closed.holds(township_id, period)).where(
        Evaluation.township_id == township_id, Evaluation.period == period.code, Evaluation.is_current
    )
    found = db.session.execute(query).all()
    if any(is_closed for _number, _said, is_closed in found):
        return None
    return {number: said for number, said, _is_closed in found}


def compute(act: Act, township_id: int, period: Period) -> int:
    """Compute and freeze the period. A result that differs becomes a new version; the old one stays.

    Returns how many results are new or changed; 0 leaves the books as they are.
    """
    hold(Unit, township_id)
    closed.refuse_compute(township_id, period)
    results = run(township_id, period)
    scheme_row = schemes.in_force(township_id, schemes.OFFICIALS, period.rule_date)
    held, numbers = stored(township_id, period), last_numbers(township_id, period)
    changed = [(result, data) for result in results if differs(held, result, data := as_data(result))]
    gone = held.keys() - {int(result.subject) for result in results}
    if not changed and not gone:
        return 0
    with write(act, "result.compute", f"period:{period.code}", after={"changed": len(changed)}) as session:
        for number in gone:
            held[number].is_current = False
        for result, data in changed:
            before = held.get(int(result.subject))
            if before:
                before.is_current = False
            number = numbers.get(int(result.subject), 0) + 1
            session.add(frozen(act, township_id, period, scheme_row.id, result, data, number))
    return len(changed)


def differs(held: dict[int, Evaluation], result: Result, data: dict[str, Any]) -> bool:
    """Is there no current result, or another one?"""
    before = held.get(int(result.subject))
    return before is None or before.digest != digest(data)


def frozen(
    act: Act,
    township_id: int,
    period: Period,
    scheme_id: int,
    result: Result,
    data: dict[str, Any],
    number: int,
) -> Evaluation:
    """A result as a row that is never edited."""
    return Evaluation(
        township_id=township_id,
        person_id=int(result.subject),
        period=period.code,
        number=number,
        scheme_version_id=scheme_id,
        score=result.score,
        grade=result.grade,
        data=json.dumps(data, ensure_ascii=False, sort_keys=True),
        digest=digest(data),
        verify_code=papers.as_printed("".join(secrets.choice(papers.LETTERS) for _n in range(papers.LONG))),
        reason=FIRST_TIME if number == 1 else CHANGED,
        computed_at=act.at,
    )


def last_numbers(township_id: int, period: Period) -> dict[int, int]:
    """The number of each person's newest version, current or not: who left and came back has one."""
    query = select(Evaluation.person_id, func.max(Evaluation.number)).where(
        Evaluation.township_id == township_id, Evaluation.period == period.code
    )
    return dict(db.session.execute(query.group_by(Evaluation.person_id)).all())


def result_of(row: Evaluation) -> Result:
    """The frozen result with all its lines."""
    return from_data(json.loads(row.data))


def is_intact(row: Evaluation) -> bool:
    """Does the frozen result still have the fingerprint that it was frozen with?"""
    return digest(json.loads(row.data)) == row.digest


# Finding results


def listed(viewer: Account, period: Period, day: date) -> list[Evaluation]:
    """The current results of a period that the viewer may see, the best known village order first."""
    query = (
        select(Evaluation)
        .join(Evaluation.person)
        .where(Evaluation.period == period.code, Evaluation.is_current, scope.visible(viewer, "result.read", day))
        .options(contains_eager(Evaluation.person).selectinload(Person.posts).joinedload(Post.unit))
    )
    return list(db.session.scalars(query.order_by(Person.id)))


def of_person(viewer: Account, person_id: int, day: date) -> list[Evaluation]:
    """Every version of every result of one person, newest period and version first."""
    query = (
        select(Evaluation)
        .join(Evaluation.person)
        .where(Evaluation.person_id == person_id, scope.visible(viewer, "result.read", day))
        .options(joinedload(Evaluation.scheme_version))
    )
    return list(db.session.scalars(query.order_by(Evaluation.period.desc(), Evaluation.number.desc())))


def get(viewer: Account, evaluation_id: int, day: date) -> Evaluation:
    """One result that the viewer may see, or Unknown."""
    query = (
        select(Evaluation)
        .join(Evaluation.person)
        .where(Evaluation.id == evaluation_id, scope.visible(viewer, "result.read", day))
        .options(contains_eager(Evaluation.person), joinedload(Evaluation.scheme_version))
    )
    found = db.session.scalar(query)
    if found is None:
        raise scope.Unknown
    return found


def by_code(code: str) -> Evaluation | None:
    """The result that a paper's verification code names."""
    return db.session.scalar(
        select(Evaluation)
        .where(Evaluation.verify_code == papers.as_printed(code))
        .options(joinedload(Evaluation.person), joinedload(Evaluation.scheme_version))
    )


def for_papers(township_id: int, period: Period) -> list[Evaluation]:
    """The current results of a period with everything that a paper prints, in the order of entry."""
    query = with_papers().where(Evaluation.township_id == township_id, Evaluation.period == period.code)
    return list(db.session.scalars(query.where(Evaluation.is_current).order_by(Person.id)))


def names(township_id: int, period: Period) -> list[tuple[int, str]]:
    """The numbers of the current results of a period with the names of their people, in the same order."""
    query = select(Evaluation.id, Person.name).join(Evaluation.person).where(Evaluation.township_id == township_id)
    query = query.where(Evaluation.period == period.code, Evaluation.is_current).order_by(Person.id)
    return [(number, name) for number, name in db.session.execute(query)]


def for_papers_of(numbers: Collection[int]) -> list[Evaluation]:
    """These results, current or not, in the same way and order."""
    return list(db.session.scalars(with_papers().where(Evaluation.id.in_(numbers)).order_by(Person.id)))


def with_papers() -> Select[tuple[Evaluation]]:
    """Results with everything that a paper prints."""
    return (
        select(Evaluation)
        .join(Evaluation.person)
        .options(
            contains_eager(Evaluation.person).options(
                selectinload(Person.posts).joinedload(Post.unit), selectinload(Person.mentorings)
            ),
            joinedload(Evaluation.scheme_version),
        )
    )


# What committee members see beside their sheet


@dataclass(frozen=True)
class Basis:
    """What the marks rest on: number of entries, mean of the weeks, the months' totals, conduct."""

    logs: int = 0
    weekly: Decimal | None = None
    monthly: tuple[Decimal, ...] = ()
    conduct: tuple[str, ...] = ()


def basis(people: Sequence[Person], quarter: Period) -> dict[int, Basis]:
    """For each person, what was recorded in the quarter so far."""
    facts: dict[int, list[Fact]] = {person.id: [] for person in people}
    for number, fact in dossiers.facts_of(list(facts), quarter):
        facts[number].append(fact)
    return {number: basis_of(found) for number, found in facts.items()}


def basis_of(facts: list[Fact]) -> Basis:
    """One person's facts in short."""
    weeks = [fact.values["mark"] for fact in facts if fact.kind == "weekly-mark"]
    return Basis(
        logs=sum(fact.kind == "log" for fact in facts),
        weekly=settle(sum(weeks, Decimal(0)) / len(weeks)) if weeks else None,
        monthly=tuple(sum(fact.values.values(), Decimal(0)) for fact in facts if fact.kind == "branch-mark"),
        conduct=tuple(fact.text for fact in facts if fact.kind in CONDUCT),
    )
