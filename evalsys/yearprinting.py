"""Papers of one official's year: the card of a week, the card of a month, the annual register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from evalsys import printing
from evalsys.models.accounts import Account
from evalsys.models.evaluations import Evaluation
from evalsys.models.people import Person
from evalsys.models.reviews import LogEntry
from evalsys.models.summaries import Summary
from evalsys.pdf.periodcard import PeriodCard, Step, period_cards
from evalsys.pdf.register import TITLE as REGISTER
from evalsys.pdf.register import Register, registers
from evalsys.scoring import Line, Period, period, plain, quarter_of, year_of
from evalsys.sealing import Stamp
from evalsys.services import (
    consequences,
    evaluations,
    logs,
    marks,
    nest,
    people,
    period_summaries,
    schemes,
    summaries,
)
from evalsys.services.write import Refused

TITLES = {"week": "大学生村官周评价卡", "month": "大学生村官月考评卡"}
STATES = {
    "done": "已记",
    "late": "迟录",
    "leave": "请假",
    "missing": "没记",
    "ahead": "还没到",
    "free": "不用记",
    "out": "不在岗",
}
WEEKDAYS = "一二三四五六日"
COUNTED = ("done", "late", "leave", "missing")
SIGNED = {
    "week": ("本人（签字）", "导师（签字）"),
    "month": ("本人（签字）", "导师（签字）", "支部书记（签字）"),
}
DEPTH = 3
NONE = "无"


def cards(viewer: Account, persons: Sequence[Person], when: Period, today: date, stamp: Stamp) -> bytes:
    """The cards of a week or a month in one PDF; the people come with posts and mentors loaded."""
    make = week_card if when.kind == "week" else month_card
    found = []
    for person in persons:
        card = make(viewer, person, when, today, stamp.township)
        seen = [("姓名", card.name), ("时段", card.period)]
        found.append(stamp.on(card, f"{when.kind}:{person.id}:{when.code}", card.title, seen))
    return period_cards(found)


def card_name(person: Person, when: Period) -> str:
    """李晓_2026年6月月考评卡.pdf."""
    safe = "".join(c for c in person.name if c.isalnum() or c == "·")
    return f"{safe}_{when.title}{TITLES[when.kind].removeprefix('大学生村官')}.pdf"


def together_name(when: Period, township: str) -> str:
    """演示镇2026年6月月考评卡_合订本.pdf."""
    return f"{township}{when.title}{TITLES[when.kind].removeprefix('大学生村官')}_合订本.pdf"


def week_card(viewer: Account, person: Person, week: Period, today: date, township: str) -> PeriodCard:
    """Each day of the week with what was written, and the mentor's mark."""
    states, entries = days_of(viewer, person, week, today), entries_of(person, week)
    rows = [(day_said(day), STATES[states.get(day, "out")], said(entries.get(day, []))) for day in week.days()]
    mark = marks.weekly_mark(person, week.first)
    texts = [
        ("周评价", f"{plain(mark.mark)} 分（{mark.marked_by}）" if mark else "还没有评"),
        ("评语", (mark.comment if mark else "") or NONE),
    ]
    notes = []
    if week.last.month != week.first.month:
        notes.append(
            f"本周从{week.first.month}月跨到{week.last.month}月，因为周一在{week.first.month}月，归{week.first.month}月。"
        )
    return card_of(person, week, township, rows, [], texts, notes)


def month_card(viewer: Account, person: Person, month: Period, today: date, township: str) -> PeriodCard:
    """The weeks of the month with their marks, and how the month's sides were worked out."""
    quarter = quarter_of(month.first)
    reader = nest.Reader(viewer, person, year_of(month.first), today)
    part, book = reader.part(quarter), reader.book(quarter)
    seen = tuple(nest.until(day, today) for day in book.days)
    one = nest.month_of(part.result, month, book, seen, today)
    rows = [week_row(person, week) for week in one.weeks]
    counted = "，".join(f"{STATES[state]} {one.counts[state]} 天" for state in COUNTED)
    texts = [("日志", counted), *own_account(person, month)]
    notes = [part.why] if part.why else []
    if one.missing:
        notes.append(f"没记日志的：{'、'.join(printing.day_of(day) for day in one.missing)}。")
    if part.is_provisional:
        notes.append("本季结果还没有定下来，以上为按现有材料的暂算。")
    steps = [step for line in one.lines for step in steps_of(line)]
    return card_of(person, month, township, rows, steps, texts, notes)


def card_of(
    person: Person,
    when: Period,
    township: str,
    rows: Sequence[Sequence[str]],
    steps: Sequence[Step],
    texts: Sequence[tuple[str, str]],
    notes: Sequence[str],
) -> PeriodCard:
    """A card with its head: who, where, with whom."""
    post, mentor = people.official_post(person, when.last), people.mentor_on(person, when.last)
    facts = [
        ("姓名", person.name),
        ("任职村", post.unit.name if post else ""),
        ("导师", mentor.name if mentor else ""),
    ]
    about = (when.kind, TITLES[when.kind], township, when.title, person.name)
    return PeriodCard(*about, facts, rows, steps, texts, notes, SIGNED[when.kind], measure_of(person, when))


def measure_of(person: Person, when: Period) -> str:
    """The measure in force, with its version; nothing where none is."""
    try:
        scheme = evaluations.measure(person.township_id, quarter_of(when.first))
    except Refused:
        return ""
    return f"《{scheme.title}》第{scheme.version}版"


def days_of(viewer: Account, person: Person, week: Period, today: date) -> dict[date, str]:
    """How each day of a week came out; a week may reach into another quarter or year."""
    found: dict[date, str] = {}
    for quarter in dict.fromkeys((quarter_of(week.first), quarter_of(week.last))):
        book = nest.Reader(viewer, person, year_of(quarter.first), today).book(quarter)
        found |= {day.day: nest.until(day, today).state for day in book.days if day.day in week}
    return found


def entries_of(person: Person, week: Period) -> dict[date, list[LogEntry]]:
    """The entries of each day, the first one first."""
    found: dict[date, list[LogEntry]] = {}
    for entry in reversed(logs.log_entries([person], week.first, week.last)):
        found.setdefault(entry.day, []).append(entry)
    return found


def said(entries: Sequence[LogEntry]) -> str:
    """What a day's entries say, a line each."""
    lines = []
    for entry in entries:
        aside = "，".join(filter(None, (entry.place, entry.outcome)))
        lines.append(f"{entry.kind}：{entry.text}{f'（{aside}）' if aside else ''}")
    return "\n".join(lines)


def day_said(day: date) -> str:
    """6月29日 周一."""
    return f"{printing.day_of(day)} 周{WEEKDAYS[day.weekday()]}"


def week_row(person: Person, week: nest.Week) -> tuple[str, str, str]:
    """One week of a month: its days, the mark, the mentor's words."""
    first, last = week.period.first, week.period.last
    row = marks.weekly_mark(person, first) if week.mark is not None else None
    mark = "缺评" if week.is_missing else "还没评" if week.mark is None else plain(week.mark)
    return f"{printing.day_of(first)}—{printing.day_of(last)}", mark, (row.comment if row else "") or ""


def own_account(person: Person, month: Period) -> list[tuple[str, str]]:
    """The submitted summary of the month, section by section."""
    row = period_summaries.of_period([person], month).get(person.id)
    return submitted(row, "主要工作") or [("月小结", "还没有提交")]


def submitted(row: Summary | None, first: str) -> list[tuple[str, str]]:
    """The sections of a summary that was handed in, the first one under that heading."""
    if row is None or row.submitted_on is None:
        return []
    sections = ((first, row.main_work), ("存在不足", row.shortcomings), ("下步打算", row.next_steps))
    return [(name, text) for name, text in sections if text.strip()]


def steps_of(line: Line, level: int = 0) -> Iterator[Step]:
    """A line and what it is made of."""
    amount = NONE if line.amount is None else format(line.amount, "f")
    yield Step(level, line.clause, line.title, line.arithmetic or line.why_none, amount)
    if level + 1 < DEPTH:
        for part in line.parts:
            yield from steps_of(part, level + 1)


# The annual register


def registers_of(viewer: Account, rows: Sequence[Evaluation], today: date, stamp: Stamp) -> bytes:
    """The registers of a year's results in one PDF."""
    if not rows:
        return registers([])
    year = period(rows[0].period)
    accounts = period_summaries.of_period([row.person for row in rows], year)
    found = []
    for row in rows:
        sections = submitted(accounts.get(row.person_id), "个人总结") or [("个人总结", "")]
        card = register_card(viewer, row, sections, today, stamp.township)
        seen = [("姓名", card.name), ("年度", card.year), ("得分", shown(row.score)), ("等次", card.grade)]
        found.append(stamp.on(card, f"register:{row.person_id}:{row.period}", REGISTER, seen))
    return registers(found)


def register_card(
    viewer: Account, row: Evaluation, sections: Sequence[tuple[str, str]], today: date, township: str
) -> Register:
    """One person's register, from the frozen result of the year."""
    scheme, when = schemes.scheme_of(row.scheme_version), period(row.period)
    quarters = {one.period: one for one in evaluations.of_person(viewer, row.person_id, today) if one.is_current}
    parts = [quarters[one.code] for one in summaries.quarters_of(when) if one.code in quarters]
    return Register(
        township=township,
        year=when.title,
        name=row.person.name,
        facts=printing.facts_of(row),
        sections=sections,
        results=[(period(one.period).title, shown(one.score), one.grade or "不定等次") for one in (*parts, row)],
        grade=row.grade or "不定等次",
        follows=[one.text for one in consequences.of_result(viewer, row, today)],
        measure=f"《{scheme.title}》第{scheme.version}版",
    )


def shown(score: Decimal | None) -> str:
    """A score with two decimals, or that there is none."""
    return NONE if score is None else f"{score:.2f}"


def register_name(rows: Sequence[Evaluation], township: str) -> str:
    """The file's name: the person's, or the township's where there are several."""
    title = f"{period(rows[0].period).title}考核登记表"
    return f"{printing.file_name(rows[0]).split('_')[0]}_{title}.pdf" if len(rows) == 1 else f"{township}{title}.pdf"
