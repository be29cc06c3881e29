"""Tallies of ballots, the masses' about a quarter and a meeting's about a year, keyed from the signed sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, select

from evalsys.extensions import db
from evalsys.models.ballots import VOID, BallotRound, BallotSubject
from evalsys.models.evaluations import Evaluation
from evalsys.models.people import Person
from evalsys.models.reviews import MASSES, MEETING, Tally
from evalsys.scoring.periods import Period
from evalsys.services import closed, periods
from evalsys.services.records import of_people, refuse_future, refuse_out_of_post, refuse_self, save
from evalsys.services.write import Act, Refused
from evalsys.voting import LEAST_VALID

OPTIONS = ("excellent", "competent", "basic", "incompetent")
CHOICES = (*OPTIONS, "abstained", "spoilt")
COUNTS = ("handed_out", "returned", *CHOICES)
KIND_OF = {"quarter": MASSES, "year": MEETING}
"""The masses are asked about a quarter, the annual meeting about a year."""


def filed(table: Any, period: Period) -> ColumnElement[bool]:
    """The condition that a tally, or a round of ballots, belongs to the period."""
    return and_(table.kind == KIND_OF[period.kind], table.first_on == period.first)


def fresh(person: Person, period: Period) -> Tally:
    """An empty tally of the period."""
    return Tally(person_id=person.id, kind=KIND_OF[period.kind], first_on=period.first)


def tally(person: Person, period: Period) -> Tally | None:
    """The counted ballots of that quarter or year, if they are there."""
    return db.session.scalar(select(Tally).where(Tally.person_id == person.id, filed(Tally, period)))


def key_tally(act: Act, person: Person, period: Period, version: int, counts: dict[str, int]) -> None:
    """Key a tally sheet; the parts must add up to what came back, and no more can come back than went out."""
    refuse_self(act, person)
    refuse_future(act, period.first)
    closed.refuse_filed(person.township_id, period)
    refuse_out_of_post(person, period)
    if person.id in balloted(person.township_id, period):
        said = {"name": person.name, "period": periods.name(period)}
        raise Refused(_("%(name)s在%(period)s用测评票测评，票数由票箱计出，不用录入，也不能改。", **said))
    says = tally_mistake(counts)
    if says:
        raise Refused(says)
    held = tally(person, period)
    if held and subtracts(held, counts, period):
        raise Refused(says_subtracted(person, period))
    save(act, "tally.key", held, version, fresh(person, period), counts)


def tally_mistake(counts: dict[str, int]) -> str | None:
    """What does not add up in a tally, with the numbers; None where all is well."""
    parts = sum(counts[name] for name in CHOICES)
    if counts["returned"] > counts["handed_out"]:
        return _(
            "收回 %(back)s 张，多于发出的 %(out)s 张，请核对票数。",
            back=counts["returned"],
            out=counts["handed_out"],
        )
    if parts != counts["returned"]:
        return _(
            "各项票数加起来是 %(parts)s 张，与收回的 %(back)s 张不符，请重新清点。",
            parts=parts,
            back=counts["returned"],
        )
    return None


def of_period(people: Sequence[Person], period: Period) -> list[Tally]:
    """The tallies of the quarter or year."""
    return of_people(Tally, people, filed(Tally, period))


def balloted(township_id: int, period: Period) -> set[int]:
    """Whose counts of the period come out of a ballot box, and from nowhere else."""
    query = select(BallotSubject.person_id).join(BallotRound, BallotRound.id == BallotSubject.round_id)
    found = query.where(BallotRound.township_id == township_id, filed(BallotRound, period))
    return set(db.session.scalars(found.where(BallotRound.state != VOID)))


# The one gate before every reader


def tells(counts: Mapping[str, Any]) -> bool:
    """May these counts be read? With fewer than five valid papers a reader could tell who chose what."""
    return papers(counts, OPTIONS) >= LEAST_VALID


def readable(counts: Mapping[str, Any]) -> dict[str, Any]:
    """The counts that a reader may see, by name: of too few valid papers none of the choices."""
    return {name: value for name, value in counts.items() if name not in CHOICES or tells(counts)}


def shown(row: Tally) -> dict[str, int]:
    """What a tally shows to a reader."""
    return readable({name: getattr(row, name) for name in COUNTS})


def logged(counts: Mapping[str, Any]) -> dict[str, Any]:
    """What the log of acts shows: papers out and back alone; one line less another would tell how few chose."""
    return {name: value for name, value in counts.items() if name not in CHOICES}


def is_close(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Do two readable counts differ by one to four papers, so that their difference shows how those few chose?"""
    if not (tells(before) and tells(after)):
        return False
    apart = (abs(papers(after, names) - papers(before, names)) for names in (OPTIONS, ("returned",)))
    return any(0 < number < LEAST_VALID for number in apart)


def papers(counts: Mapping[str, Any], names: Sequence[str]) -> int:
    """So many papers these counts make together."""
    return sum(counts.get(name) or 0 for name in names)


def subtracts(held: Tally, counts: Mapping[str, int], period: Period) -> bool:
    """Would a second report stand beside one that was given out, a few papers apart? Results give counts out."""
    if not is_close({name: getattr(held, name) for name in COUNTS}, counts):
        return False
    given = select(Evaluation.id).where(Evaluation.person_id == held.person_id, Evaluation.period == period.code)
    return db.session.scalar(given.limit(1)) is not None


def says_subtracted(person: Person, period: Period) -> str:
    """Why a count stays as it is once a result was computed from it."""
    said = {"name": person.name, "period": periods.name(period), "least": LEAST_VALID}
    return _(
        "%(name)s的%(period)s结果已按原来的票数算过。新旧两份只差不到 %(least)s 张票，"
        "两份相减就看得出这几张怎么投的，所以票数不能再这样改。晚到的票不补计，以计票人签字的计票表为准。",
        **said,
    )
