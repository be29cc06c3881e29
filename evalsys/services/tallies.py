"""Tallies of the masses' ballots, keyed from the signed sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.ballots import VOID, BallotRound, BallotSubject
from evalsys.models.people import Person
from evalsys.models.reviews import Tally
from evalsys.scoring.periods import quarter_of
from evalsys.services.records import of_people, refuse_day, refuse_out_of_post, refuse_self, save
from evalsys.services.write import Act, Refused
from evalsys.voting import LEAST_VALID

OPTIONS = ("excellent", "competent", "basic", "incompetent")
CHOICES = (*OPTIONS, "abstained", "spoilt")
COUNTS = ("handed_out", "returned", *CHOICES)


def tally(person: Person, quarter: date) -> Tally | None:
    """The counted ballots of that quarter, if they are there."""
    return db.session.scalar(select(Tally).where(Tally.person_id == person.id, Tally.quarter == quarter))


def key_tally(act: Act, person: Person, quarter: date, version: int, counts: dict[str, int]) -> None:
    """Key a tally sheet; the parts must add up to what came back, and no more can come back than went out."""
    refuse_self(act, person)
    refuse_day(act, person, quarter)
    refuse_out_of_post(person, quarter_of(quarter))
    if person.id in balloted(person.township_id, quarter):
        raise Refused(_("%(name)s这个季度用测评票测评，票数由票箱计出，不用录入，也不能改。", name=person.name))
    says = tally_mistake(counts)
    if says:
        raise Refused(says)
    save(act, "tally.key", tally(person, quarter), version, Tally(person_id=person.id, quarter=quarter), counts)


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


def of_quarter(people: Sequence[Person], quarter: date) -> list[Tally]:
    """The tallies of the quarter."""
    return of_people(Tally, people, Tally.quarter == quarter)


def balloted(township_id: int, quarter: date) -> set[int]:
    """Whose counts of the quarter come out of a ballot box, and from nowhere else."""
    query = select(BallotSubject.person_id).join(BallotRound, BallotRound.id == BallotSubject.round_id)
    found = query.where(BallotRound.township_id == township_id, BallotRound.quarter == quarter)
    return set(db.session.scalars(found.where(BallotRound.state != VOID)))


# The one gate before every reader


def tells(counts: Mapping[str, Any]) -> bool:
    """May these counts be read? With fewer than five valid papers a reader could tell who chose what."""
    return sum(counts.get(name) or 0 for name in OPTIONS) >= LEAST_VALID


def readable(counts: Mapping[str, Any]) -> dict[str, Any]:
    """The counts that a reader may see, by name: of too few valid papers none of the choices."""
    return {name: value for name, value in counts.items() if name not in CHOICES or tells(counts)}


def shown(row: Tally) -> dict[str, int]:
    """What a tally shows to a reader."""
    return readable({name: getattr(row, name) for name in COUNTS})
