"""Pay of the village cadres: the posts that the measure names, and what each is paid in the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.people import Person, Post
from evalsys.models.units import Unit
from evalsys.scoring import Dossier, Period, Result, Span, Subject, evaluate, period
from evalsys.services import dossiers, registers, schemes, scope

# Which post a measure pays for whom, the highest first; a secretary who is director too is 一肩挑.
BOTH = "一肩挑"
PAID = {
    "secretary": "支部书记",
    "director": "村主任",
    "accountant": "文书",
    "deputy_secretary": "副书记",
    "deputy_director": "副主任",
}
ROLES = (*PAID.values(), BOTH)
CADRES = (*PAID, "village_member", "branch_member")


@dataclass(frozen=True)
class Cadre:
    """A cadre of the year with all posts held in it: kinds, titles, days, and the village."""

    id: int
    name: str
    place: str
    kinds: tuple[str, ...]
    titles: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def role(self) -> str:
        """The post as measures of pay call it; empty where they know none such."""
        if {"secretary", "director"} <= set(self.kinds):
            return BOTH
        return next((PAID[kind] for kind in PAID if kind in self.kinds), "")

    @property
    def post(self) -> str:
        """The posts as the register has them."""
        return "、".join(self.titles)


def cadres(township_id: int, year: Period) -> list[Cadre]:
    """Who holds a cadre's post in the year, in the order of the register; the posts of its last day, if any."""
    query = select(Person.id, Person.name, Unit.name, Post).join(Post, Post.person_id == Person.id)
    query = query.join(Unit, Unit.id == Post.unit_id).where(
        Person.township_id == township_id, Post.kind.in_(CADRES), scope.overlapping(Post, year.first, year.last)
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(query.order_by(Post.id)):
        found.setdefault(row[0], []).append(row)
    return [cadre(rows, year) for rows in found.values()]


def cadre(rows: Sequence[Any], year: Period) -> Cadre:
    """One cadre out of the rows of her posts."""
    last = [row for row in rows if row[3].until_on is None or row[3].until_on >= year.last] or rows
    posts = [row[3] for row in last]
    spans = tuple(Span(post.from_on or dossiers.BEGINNING, post.until_on) for post in posts)
    kinds, titles = tuple(post.kind for post in posts), tuple(dict.fromkeys(post.title for post in posts))
    return Cadre(rows[0][0], rows[0][1], last[0][2], kinds, titles, spans)


def run(township_id: int, year: int) -> list[tuple[Cadre, Result | None]]:
    """Every cadre of the year with the pay; none for a post that the measure does not name. Nothing is saved.

    Raises Refused where the township adopted no measure of pay.
    """
    whole = period(str(year))
    scheme = schemes.scheme_of(schemes.for_roles(township_id, ROLES, whole.rule_date))
    people = cadres(township_id, whole)
    named = [one for one in people if one.role in scheme.scope["role"]]
    results = evaluate(scheme, filed(township_id, named), whole, dossiers.calendar())
    paid = {int(result.subject): result for result in results}
    return [(one, paid.get(one.id)) for one in people]


def filed(township_id: int, people: Sequence[Cadre]) -> Iterator[Dossier]:
    """Everybody's records, with the county's figures that all share."""
    held, incomes = registers.service(township_id), registers.incomes(township_id)
    for one in people:
        subject = Subject(str(one.id), one.name, one.spans, one.role, one.place)
        yield Dossier(subject, (*incomes, *held.get(one.id, [])))


def months(result: Result) -> list[str] | None:
    """The instalments as text, the last with the rest; None where there is no pay."""
    line = result.find("monthly")
    if result.score is None or line is None:
        return None
    return [f"{part.amount:.2f}" for part in line.parts if part.item.startswith(f"{line.item}.")]


def as_json(one: Cadre, result: Result | None) -> dict[str, Any]:
    """One cadre as the command prints her; amounts as text, null with a note where the measure names no pay."""
    if result is None or result.score is None:
        notes = list(result.notes) if result else [_("办法没有列出“%(post)s”的报酬", post=one.post)]
        return {"name": one.name, "post": one.post, "annual": None, "months": None, "notes": notes}
    annual, parts = f"{result.score:.2f}", months(result)
    return {"name": one.name, "post": one.post, "annual": annual, "months": parts, "notes": list(result.notes)}
