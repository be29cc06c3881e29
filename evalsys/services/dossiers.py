"""Rows into records: everything that a measure may look at, all kinds of facts in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Row,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from evalsys.extensions import db
from evalsys.models.evaluations import Evaluation
from evalsys.models.people import Person, Post
from evalsys.models.reviews import (
    CONDUCT,
    MASSES,
    MEETING,
    CommitteeMark,
    Conduct,
    Leave,
    LogEntry,
    MonthlyMark,
    Tally,
    WeeklyMark,
)
from evalsys.models.schemes import CalendarDay, CalendarYear
from evalsys.models.types import THOUSAND
from evalsys.scoring import Calendar, Dossier, Fact, Period, Span, Subject
from evalsys.services.scope import overlapping
from evalsys.services.summaries import quarters_of

# The names that the measure's streams use for the columns of our tables.
FIVE = {"德": "virtue", "能": "ability", "勤": "diligence", "绩": "achievement", "廉": "integrity"}
COUNTS = {
    "handed-out": "handed_out",
    "returned": "returned",
    "优秀": "excellent",
    "称职": "competent",
    "基本称职": "basic",
    "不称职": "incompetent",
    "弃权": "abstained",
    "废票": "spoilt",
}
# The kinds of facts that the tables can give; a measure that looks at another one cannot be worked out from them.
TALLIES = {MASSES: "ballots", MEETING: "meeting-ballots"}
MARKS = {
    "weekly-mark": ("mark",),
    "committee-mark": ("mark",),
    "branch-mark": tuple(FIVE),
    "quarter-score": ("score",),
}
DELIVERED = frozenset(("log", "leave", *MARKS, *TALLIES.values(), *CONDUCT))
BEGINNING = date.min
ONE_DAY = timedelta(days=1)
WIDEST = len(COUNTS)


@dataclass(frozen=True)
class Official:
    """A village official of a period: number, name, and the days in post, the first ones first."""

    id: int
    name: str
    in_post: list[Span] = field(default_factory=list)


def calendar() -> Calendar:
    """The workdays as the township keeps them."""
    years = select(cast(null(), Date), literal("official"), CalendarYear.year).where(CalendarYear.state == "official")
    days = select(CalendarDay.day, CalendarDay.kind, literal(0))
    found = db.session.execute(union_all(days, years)).all()
    return Calendar(
        holidays=frozenset(day for day, kind, _year in found if kind == "holiday"),
        makeup=frozenset(day for day, kind, _year in found if kind == "makeup"),
        official=frozenset(year for _day, kind, year in found if kind == "official"),
    )


def is_estimated(period: Period, kept: Calendar | None = None) -> bool:
    """Are workdays of the period only guessed from the weekday, as the State Council's notice is not there yet?"""
    return period.last.year not in (kept or calendar()).official


def count_officials(township_id: int, period: Period) -> int:
    """How many they are."""
    wanted = select(Post.person_id).where(Post.kind == "official", overlapping(Post, period.first, period.last))
    query = select(func.count()).where(Person.township_id == township_id, Person.id.in_(wanted))
    return db.session.scalar(query) or 0


def officials_of(township_id: int, period: Period) -> list[Official]:
    """Who held the post of village official on any day of the period, in the order of entry, with every such post."""
    wanted = select(Post.person_id).where(Post.kind == "official", overlapping(Post, period.first, period.last))
    query = (
        select(Person.id, Person.name, Post.from_on, Post.until_on)
        .join(Post, Post.person_id == Person.id)
        .where(Person.township_id == township_id, Post.kind == "official", Person.id.in_(wanted))
    )
    found: dict[int, Official] = {}
    for number, name, from_on, until_on in db.session.execute(query.order_by(Person.id, Post.id)):
        found.setdefault(number, Official(number, name)).in_post.append(Span(from_on or BEGINNING, until_on))
    for official in found.values():
        official.in_post[:] = without_seams(official.in_post)
    return list(found.values())


def official_of(person: Person, period: Period) -> Official | None:
    """The same of one person whose posts are loaded; None for who held no such post in the period."""
    posts = sorted((post for post in person.posts if post.kind == "official"), key=attrgetter("id"))
    spans = [Span(post.from_on or BEGINNING, post.until_on) for post in posts]
    if not any(span.first <= period.last and (span.last or date.max) >= period.first for span in spans):
        return None
    return Official(person.id, person.name, without_seams(spans))


def without_seams(spans: Sequence[Span]) -> list[Span]:
    """Posts that follow each other without a day between are one time in post: a transfer is no leaving."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: span.first):
        before = joined[-1] if joined else None
        if before and (before.last is None or span.first <= before.last + ONE_DAY):
            open_end = before.last is None or span.last is None
            joined[-1] = Span(before.first, None if open_end else max(before.last, span.last))
        else:
            joined.append(span)
    return joined


def dossiers(people: Sequence[Official], period: Period) -> list[Dossier]:
    """One dossier a person, in the given order, with the facts of the period."""
    facts: dict[int, list[Fact]] = defaultdict(list)
    for person_id, fact in facts_of([person.id for person in people], period):
        facts[person_id].append(fact)
    return [
        Dossier(Subject(str(person.id), person.name, tuple(person.in_post)), tuple(facts[person.id]))
        for person in people
    ]


def facts_of(people: Sequence[int], period: Period) -> Iterator[tuple[int, Fact]]:
    """Every fact of these people in the period, with whose it is; plain columns, as there are many of them."""
    found = db.session.execute(union_all(*parts(people, period)))
    for row in sorted(found, key=in_order):
        yield (
            row.person_id,
            Fact(
                row.kind,
                row.on,
                values_of(row),
                row.text,
                row.by,
                row.until,
                row.recorded_at.date(),
                f"{row.source}:{row.id}",
            ),
        )


def in_order(row: Row[Any]) -> tuple[int, date, int]:
    """Kind after kind; logs by day, everything else as it was entered."""
    return row.place, row.on if row.kind == "log" else BEGINNING, row.id


def values_of(row: Row[Any]) -> dict[str, Decimal]:
    """The numbers of a fact by the names that the measure has for them."""
    if row.kind in TALLIES.values():
        return {name: Decimal(getattr(row, f"v{n}")) for n, name in enumerate(COUNTS)}
    return {name: Decimal(getattr(row, f"v{n}")) / THOUSAND for n, name in enumerate(MARKS.get(row.kind, ()))}


def parts(people: Sequence[int], period: Period) -> Iterator[Select[Any]]:
    """The tables' columns brought to one form, so that one query reads them all."""
    first, last = period.first, period.last
    log = part(0, LogEntry, literal("log"), LogEntry.day, (), LogEntry.text)
    yield log.where(LogEntry.person_id.in_(people), LogEntry.day.between(first, last))
    weekly = part(1, WeeklyMark, literal("weekly-mark"), WeeklyMark.monday, (WeeklyMark.mark,), WeeklyMark.comment)
    yield weekly.where(WeeklyMark.person_id.in_(people), WeeklyMark.monday.between(first, last))
    five = [getattr(MonthlyMark, column) for column in FIVE.values()]
    monthly = part(2, MonthlyMark, literal("branch-mark"), MonthlyMark.month, five)
    yield monthly.where(MonthlyMark.person_id.in_(people), MonthlyMark.month.between(first, last))
    member = aliased(Person)
    sheets = part(
        3, CommitteeMark, literal("committee-mark"), CommitteeMark.quarter, (CommitteeMark.mark,), by=member.name
    )
    sheets = sheets.join(member, member.id == CommitteeMark.member_id)
    yield sheets.where(CommitteeMark.person_id.in_(people), CommitteeMark.quarter.between(first, last))
    counts = [getattr(Tally, column) for column in COUNTS.values()]
    ballots = part(4, Tally, case(TALLIES, value=Tally.kind), Tally.first_on, counts)
    yield ballots.where(Tally.person_id.in_(people), counted_in(period))
    leave = part(5, Leave, literal("leave"), Leave.from_on, (), Leave.reason, Leave.approved_by, Leave.until_on)
    yield leave.where(Leave.person_id.in_(people), overlapping(Leave, first, last), Leave.cancelled_on.is_(None))
    conduct = part(6, Conduct, Conduct.kind, Conduct.happened_on, (), Conduct.reason, Conduct.approved_by)
    span = Conduct.happened_on.between(first, last)
    yield conduct.where(Conduct.person_id.in_(people), span, Conduct.cancelled_on.is_(None))
    if period.kind == "year":
        yield quarter_scores(people, period)


def counted_in(period: Period) -> ColumnElement[bool]:
    """The condition for tallies: those of the quarters inside, and the meeting's of a whole year."""
    masses = and_(Tally.kind == MASSES, Tally.first_on.between(period.first, period.last))
    if period.kind != "year":
        return masses
    return or_(masses, and_(Tally.kind == MEETING, Tally.first_on == period.first))


def quarter_scores(people: Sequence[int], year: Period) -> Select[Any]:
    """The current results of the year's quarters, as far as there is a score."""
    quarters = quarters_of(year)
    on = case({one.code: literal(one.first, Date) for one in quarters}, value=Evaluation.period)
    title = case({one.code: one.title for one in quarters}, value=Evaluation.period)
    found = part(7, Evaluation, literal("quarter-score"), on, (Evaluation.score,), title, literal(""))
    codes = [one.code for one in quarters]
    found = found.where(Evaluation.person_id.in_(people), Evaluation.period.in_(codes))
    return found.where(Evaluation.is_current, Evaluation.score.is_not(None))


def part(
    place: int,
    table: Any,
    kind: Any,
    on: Any,
    values: Sequence[Any],
    text: Any = None,
    by: Any = None,
    until: Any = None,
) -> Select[Any]:
    """One table's share of the query: who, what, when, the numbers as they are kept, the words."""
    if by is None:
        by = table.recorded_by
        if hasattr(table, "marked_by"):
            by = func.coalesce(func.nullif(table.marked_by, ""), by)
    whole: list[ColumnElement[Any]] = [type_coerce(value, BigInteger) for value in values]
    whole += [cast(null(), BigInteger)] * (WIDEST - len(values))
    return select(
        literal(place).label("place"),
        literal(table.__tablename__).label("source"),
        table.id.label("id"),
        table.person_id.label("person_id"),
        kind.label("kind"),
        on.label("on"),
        (cast(null(), Date) if until is None else until).label("until"),
        (literal("") if text is None else func.coalesce(text, "")).label("text"),
        by.label("by"),
        (table.computed_at if table is Evaluation else table.recorded_at).label("recorded_at"),
        *(value.label(f"v{number}") for number, value in enumerate(whole)),
    )
