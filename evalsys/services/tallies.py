"""Tallies of the masses' ballots, keyed from the signed sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.people import Person
from evalsys.models.reviews import Tally
from evalsys.scoring.periods import quarter_of
from evalsys.services.records import of_people, refuse_future, refuse_out_of_post, refuse_self, save
from evalsys.services.write import Act, Refused

OPTIONS = ("excellent", "competent", "basic", "incompetent")
COUNTS = ("handed_out", "returned", *OPTIONS, "abstained", "spoilt")


def tally(person: Person, quarter: date) -> Tally | None:
    """The counted ballots of that quarter, if they are there."""
    return db.session.scalar(select(Tally).where(Tally.person_id == person.id, Tally.quarter == quarter))


def key_tally(act: Act, person: Person, quarter: date, version: int, counts: dict[str, int]) -> None:
    """Key a tally sheet; the parts must add up to what came back, and no more can come back than went out."""
    refuse_self(act, person)
    refuse_future(act, quarter)
    refuse_out_of_post(person, quarter_of(quarter))
    says = tally_mistake(counts)
    if says:
        raise Refused(says)
    save(act, "tally.key", tally(person, quarter), version, Tally(person_id=person.id, quarter=quarter), counts)


def tally_mistake(counts: dict[str, int]) -> str | None:
    """What does not add up in a tally, with the numbers; None where all is well."""
    parts = sum(counts[name] for name in (*OPTIONS, "abstained", "spoilt"))
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
