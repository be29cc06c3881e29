"""Takes the books of the four mirrors: logs, weekly, monthly and committee marks, tallies, leave and conduct."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from evalsys.books import Row, SheetReading
from evalsys.books.problems import N_
from evalsys.extensions import db
from evalsys.models.people import Person
from evalsys.models.reviews import MASSES, CommitteeMark, Conduct, Leave, LogEntry, MonthlyMark, Tally, WeeklyMark
from evalsys.scoring import Limits, period, quarter_of
from evalsys.services import closed, periods, schemes, tallies
from evalsys.services.books.outcomes import Outcome, RowRefused
from evalsys.services.books.registry import Registry
from evalsys.services.write import Refused

MOST_SLIPS = 1_000_000
MARK_COLUMNS = {"德": "virtue", "能": "ability", "勤": "diligence", "绩": "achievement", "廉": "integrity"}
VOTE_COLUMNS = {"优秀": "excellent", "称职": "competent", "基本称职": "basic", "不称职": "incompetent"}
CONDUCT_WORDS = (
    ("县", "表彰", "county-commendation"),
    ("镇", "表彰", "township-commendation"),
    ("乡", "表彰", "township-commendation"),
    ("", "通报批评", "criticism"),
    ("", "批评", "criticism"),
    ("", "处分", "discipline"),
)


class Records:
    """The rows that a book may meet again, loaded once for each table; `reading` is the sheet at hand."""

    reading: SheetReading

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.held: dict[tuple[Any, ...], Any] = {}
        self.loaded: set[Any] = set()
        self.put_by: dict[tuple[Any, ...], Row] = {}
        self.limits: dict[tuple[str, date], Limits] = {}
        self.boxed: dict[date, set[int]] = {}
        self.closed = closed.all_closed(registry.township_id)

    def load(self, table: Any, key: Callable[[Any], tuple[Any, ...]]) -> None:
        """Index a table's rows of this township's people."""
        if table in self.loaded:
            return
        self.loaded.add(table)
        query = select(table).join(Person, Person.id == table.person_id)
        for row in db.session.scalars(query.where(Person.township_id == self.registry.township_id)):
            self.held[(table, *key(row))] = row

    def put(
        self, table: Any, key: tuple[Any, ...], make: Callable[[], Any], values: dict[str, Any], o: Outcome
    ) -> None:
        """Add the row or change the one with that key. Who recorded it, and when, follows a change."""
        row = self.held.get((table, *key))
        if row is None or differs(row, values):
            self.refuse_closed([part for part in key if isinstance(part, date)])
        signed = {"recorded_by": self.registry.actor_name, "recorded_at": self.registry.now}
        if row is None:
            row = make()
            for name, value in {**signed, **values}.items():
                setattr(row, name, value)
            db.session.add(row)
            self.held[(table, *key)] = row
            o.added += 1
            return
        before = len(o.changes)
        o.update(row, values)
        if len(o.changes) > before and "recorded_by" not in values:
            row.recorded_by, row.recorded_at = signed["recorded_by"], signed["recorded_at"]

    def balloted(self, quarter: date) -> set[int]:
        """Whose tallies of that quarter come out of a ballot box."""
        if quarter not in self.boxed:
            self.boxed[quarter] = tallies.balloted(self.registry.township_id, quarter_of(quarter))
        return self.boxed[quarter]

    def refuse_closed(self, days: list[date]) -> None:
        """Refuse what would add to a closed period or change it; a book that says the same again is welcome."""
        found = closed.touched(self.closed, min(days), max(days))
        if found:
            says = N_("%(period)s已经关账，不能再导入这一季度的记录。请从工作簿里去掉这一行，或先申请重新打开。")
            raise RowRefused("period_closed", says, period=periods.name(found))

    def official(self, row: Row) -> Person:
        """The village official whom the row is about."""
        unit = self.registry.known_village(row.fields.get("village"))
        return self.registry.only(str(row.fields["name"]), unit, "official")

    def once(self, row: Row, *key: Any) -> None:
        """Two rows about the same thing in one book: the same words again are nothing new, other ones a question."""
        first = self.put_by.setdefault(key, row)
        if first is not row and dict(first.fields) != dict(row.fields):
            says = N_("与工作表“%(sheet)s”第 %(first)s 行是同一件事（同一人、同一天），内容不同。请核对，只留一行。")
            raise RowRefused("row_twice", says, sheet=first.sheet, first=first.number)

    def quarter(self) -> date:
        """The first day of the quarter that the sheet's title names."""
        code = self.reading.layout.context.period if self.reading.layout else ""
        try:
            found = period(code)
        except ValueError:
            found = None
        if found is None or found.kind not in ("quarter", "month"):
            says = N_("看不出是哪个季度。请在标题、工作表名或文件名里写明，如“2026年第二季度”。")
            raise RowRefused("quarter_unknown", says)
        return quarter_of(found.first).first

    def check(self, stream: str, day: date, what: str, mark: Decimal) -> None:
        """Refuse a mark outside the measure's limits."""
        limits = self.limits_on(stream, quarter_of(day).last)
        if not limits.allow(mark):
            says = N_("%(what)s %(mark)s 不合办法：应在 %(low)s 至 %(high)s 之间，以 %(step)s 为一档。")
            raise RowRefused(
                "mark_out_of_range", says, what=what, mark=mark, low=limits.low, high=limits.high, step=limits.step
            )

    def limits_on(self, stream: str, day: date) -> Limits:
        """The measure's limits; without a measure on that day the row says so."""
        if (stream, day) not in self.limits:
            try:
                self.limits[stream, day] = schemes.limits(self.registry.township_id, stream, day)
            except Refused as refusal:
                raise RowRefused("no_measure", "%(why)s", why=refusal.says) from refusal
        return self.limits[stream, day]

    def not_himself(self, person: Person, by: object) -> None:
        """Nobody marks himself."""
        if by and str(by) == person.name:
            says = N_("“%(name)s”不能给自己评分。请核对评价人。")
            raise RowRefused("marks_himself", says, name=person.name)


def differs(row: Any, values: dict[str, Any]) -> bool:
    """Would these values change the row? An empty one changes nothing."""
    return any(value not in (None, "") and getattr(row, name) != value for name, value in values.items())


def take_log(records: Records, row: Row, outcome: Outcome) -> None:
    """One entry; the same words on the same day are the same entry."""
    fields, person = row.fields, records.official(row)
    records.load(LogEntry, lambda entry: (entry.person.uid, entry.day, entry.text))
    day: date = fields["on"]
    text = str(fields["text"])
    records.once(row, LogEntry, person.uid, day, text)
    held = records.held.get((LogEntry, person.uid, day, text))
    values = {"place": fields.get("place"), "outcome": fields.get("outcome")}
    if held is None:
        # Without a time of writing the book itself is the proof that it was written that day.
        written = fields.get("recorded_at") or datetime.combine(day, time(23, 59))
        values |= {"kind": fields.get("category") or "其他", "recorded_at": written, "recorded_by": person.name}
    else:
        # Who wrote an entry that is there, and when, stays as it is unless the book tells the time.
        values |= {"kind": fields.get("category"), "recorded_by": held.recorded_by}
        values["recorded_at"] = fields.get("recorded_at") or held.recorded_at
    make = maker(LogEntry, person=person, day=day, text=text)
    records.put(LogEntry, (person.uid, day, text), make, values, outcome)


def take_weekly(records: Records, row: Row, outcome: Outcome) -> None:
    """One mentor's mark."""
    fields, person = row.fields, records.official(row)
    monday, mark = fields["week"], fields["mark"]
    records.check("weekly-mark", monday, "评分", mark)
    records.not_himself(person, fields.get("by"))
    records.load(WeeklyMark, lambda held: (held.person.uid, held.monday))
    values = {"mark": mark, "comment": fields.get("comment"), "marked_by": fields.get("by") or "导师"}
    records.put(WeeklyMark, (person.uid, monday), lambda: WeeklyMark(person=person, monday=monday), values, outcome)


def take_monthly(records: Records, row: Row, outcome: Outcome) -> None:
    """The branch's five marks."""
    fields, person = row.fields, records.official(row)
    month, marks = fields["month"], dict(fields["marks"])
    absent = [name for name in MARK_COLUMNS if marks.get(name) is None]
    if absent:
        raise RowRefused("mark_missing", N_("缺“%(names)s”的评分。五项都要有，请补上。"), names="、".join(absent))
    for name, mark in marks.items():
        records.check("branch-mark", month, name, mark)
    records.not_himself(person, fields.get("by"))
    records.load(MonthlyMark, lambda held: (held.person.uid, held.month))
    values = {column: marks[name] for name, column in MARK_COLUMNS.items()}
    values["marked_by"] = fields.get("by")
    records.put(MonthlyMark, (person.uid, month), lambda: MonthlyMark(person=person, month=month), values, outcome)


def take_committee(records: Records, row: Row, outcome: Outcome) -> None:
    """Every member's mark of one official."""
    person, quarter = records.official(row), records.quarter()
    given = {str(name): mark for name, mark in row.fields["marks"].items() if mark is not None}
    for name, mark in given.items():
        records.check("committee-mark", quarter, name, mark)
        records.not_himself(person, name)
    records.load(CommitteeMark, lambda held: (held.person.uid, held.quarter, held.member.uid))
    for name in given:
        records.registry.holder(name, "committee_member", "committee")
    for name, mark in given.items():
        member = records.registry.in_office(name, "committee_member", "committee", "党委委员", outcome)
        make = maker(CommitteeMark, person=person, quarter=quarter, member=member)
        records.put(CommitteeMark, (person.uid, quarter, member.uid), make, {"mark": mark}, outcome)


def maker(table: Any, **columns: Any) -> Callable[[], Any]:
    """Something that makes a row with these columns when it is needed."""
    return lambda: table(**columns)


def take_tally(records: Records, row: Row, outcome: Outcome) -> None:
    """One counted ballot."""
    fields, person, quarter = row.fields, records.official(row), records.quarter()
    votes = dict(fields["votes"])
    others = [name for name in votes if name not in VOTE_COLUMNS]
    if others:
        says = N_("办法里没有“%(names)s”这一档。请改成优秀、称职、基本称职、不称职。")
        raise RowRefused("option_unknown", says, names="、".join(others))
    records.load(Tally, lambda held: (held.person.uid, held.kind, held.first_on))
    values = {column: votes.get(name) or 0 for name, column in VOTE_COLUMNS.items()}
    for name in ("handed_out", "returned", "abstained", "spoilt"):
        values[name] = fields.get(name) or 0
    if max(values.values()) > MOST_SLIPS:
        raise RowRefused("number_too_big", N_("票数大得不合情理。请照计票单核对。"))
    if person.id in records.balloted(quarter):
        says = N_("%(name)s这个季度用测评票测评，票数由票箱计出，不能再导入。请去掉这一行。")
        raise RowRefused("balloted", says, name=person.name)
    key = (person.uid, MASSES, quarter)
    held = records.held.get((Tally, *key))
    if held and tallies.subtracts(held, values, quarter_of(quarter)):
        says = N_(
            "%(name)s这个季度的结果已按原来的票数算过，只差几张票的不能再改，以签字的计票表为准。请去掉这一行。"
        )
        raise RowRefused("few_papers_apart", says, name=person.name)
    secret = set() if held is None or tallies.tells(tallies.shown(held)) else set(tallies.CHOICES)
    records.put(Tally, key, maker(Tally, person=person, kind=MASSES, first_on=quarter), values, outcome)
    outcome.changes = [(name, "" if name in secret else was, now) for name, was, now in outcome.changes]


def take_event(records: Records, row: Row, outcome: Outcome) -> None:
    """A leave, or a commendation, criticism or disciplinary measure."""
    fields, person = row.fields, records.official(row)
    word, first, by = str(fields["category"]), fields["first"], fields.get("by") or ""
    reason = str(fields.get("reason") or word)
    if by == person.name:
        raise RowRefused("approves_himself", N_("批准人不能是本人。请填实际批准的领导。"))
    if "假" in word:
        last = fields.get("last") or first
        records.load(Leave, lambda held: (held.person.uid, held.from_on, held.until_on))
        records.once(row, Leave, person.uid, first, last)
        make = maker(Leave, person=person, from_on=first, until_on=last)
        records.put(Leave, (person.uid, first, last), make, {"reason": reason, "approved_by": by}, outcome)
        return
    kind = conduct_kind(word)
    records.load(Conduct, lambda held: (held.person.uid, held.kind, held.happened_on, held.reason))
    records.once(row, Conduct, person.uid, kind, first, reason)
    make = maker(Conduct, person=person, kind=kind, happened_on=first, reason=reason)
    records.put(Conduct, (person.uid, kind, first, reason), make, {"approved_by": by}, outcome)


def conduct_kind(word: str) -> str:
    """The kind of a conduct entry by the office's word for it."""
    for level, act, kind in CONDUCT_WORDS:
        if level in word and act in word:
            return kind
    says = N_("不认识类别“%(word)s”。请写成请假、镇级表彰、县级表彰、通报批评或处分。")
    raise RowRefused("category_unknown", says, word=word)
