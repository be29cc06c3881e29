"""Cards and papers: gathers what a sheet shows and hands it to the drawing room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from evalsys.charts import Figure, radar, trend
from evalsys.models.ballots import BallotRound
from evalsys.models.closings import PeriodClose
from evalsys.models.evaluations import Evaluation
from evalsys.models.meetings import Meeting
from evalsys.models.people import Person
from evalsys.models.stars import StarRating
from evalsys.models.summaries import Summary
from evalsys.pdf import stars as star_sheets
from evalsys.pdf import summary as summary_sheet
from evalsys.pdf.ballotsheet import BallotSheet, ballot_sheet
from evalsys.pdf.minutes import Minutes, minutes
from evalsys.pdf.reminders import TITLE as REMINDERS
from evalsys.pdf.reminders import Reminder, Reminders, reminders
from evalsys.pdf.scorecard import Scorecard, scorecard, scorecards
from evalsys.pdf.slips import Slip, slips
from evalsys.scoring import Period, Result, period, rollup
from evalsys.sealing import Stamp
from evalsys.services import (
    careers,
    closed,
    dossiers,
    evaluations,
    meetings,
    people,
    schemes,
    stars_filing,
    summaries,
)
from evalsys.services.ballots import rounds
from evalsys.services.ballots.results import Outcome, Standing

FORM_NUMBER = "表1"
SUMMARY_TITLES = {"month": "大学生村官月小结", "quarter": "大学生村官季小结", "year": "大学生村官年度述职报告"}
MEETING_TITLES = {"weekly": "碰头会"}
NOBODY = "组织干事"
BALLOT_PAPERS = {"slips": "测评票", "sheet": "计票表"}


def card_of(row: Evaluation, township: str, base_address: str, about: About | None = None) -> Scorecard:
    """Everything that one person's scorecard shows."""
    result, about = evaluations.result_of(row), about or about_of(row)
    scheme, when = schemes.scheme_of(row.scheme_version), period(row.period)
    return Scorecard(
        township=township,
        scheme_title=scheme.title,
        scheme_version=f"第{scheme.version}版",
        document_number=scheme.document,
        form_number=FORM_NUMBER,
        period_title=when.title,
        facts=facts_of(row),
        result=result,
        mirrors=summaries.mirrors(result),
        months=trend_of(result),
        trend_title=trend_title(when),
        rule=rollup(scheme, when),
        notes=[*notes_of(row, result, about)],
        close_code=about.close.code if about.close and row.is_current else "",
        verify_url=f"{base_address}/v/{row.verify_code}",
        verify_code=row.verify_code,
        computed_on=row.computed_at.date(),
        fingerprint=row.digest,
    )


def facts_of(row: Evaluation) -> list[tuple[str, str]]:
    """The identity grid: as the office's own form has it."""
    person, when = row.person, period(row.period)
    post = people.official_post(person, when.last)
    mentor = people.mentor_on(person, when.last)
    return [
        ("姓名", person.name),
        ("性别", person.sex or ""),
        ("学历", person.education or ""),
        ("任职村", post.unit.name if post else ""),
        ("职务", post.title if post else ""),
        ("到村任职", post.from_on.isoformat() if post and post.from_on else ""),
        ("导师", mentor.name if mentor else ""),
        ("考核时段", f"{day_of(when.first)}至{day_of(when.last)}"),
        ("支部书记", people.secretary_of(person, when.last)),
    ]


def day_of(day: date) -> str:
    """4月1日; the year stands above, with the period."""
    return f"{day.month}月{day.day}日"


def charts_of(result: Result) -> tuple[Figure, Figure]:
    """The radar of the sides and the months' trend."""
    return (
        radar(summaries.mirrors(result)),
        trend(trend_of(result), title=trend_title(period(result.period))),
    )


def trend_of(result: Result) -> list[tuple[str, Decimal | None]]:
    """The months of a quarter, the quarters of a year."""
    return [(short_name(part), amount) for part, amount in summaries.over_time(result)]


def short_name(part: Period) -> str:
    """4月, 二季度."""
    return f"{'一二三四'[part.first.month // 3]}季度" if part.kind == "quarter" else f"{part.first.month}月"


def trend_title(when: Period) -> str:
    """What the line through the parts is called."""
    return "逐季得分" if when.kind == "year" else "逐月得分"


@dataclass(frozen=True)
class About:
    """What holds for all cards of a period: the close, and whether the workdays are only estimated."""

    close: PeriodClose | None
    is_estimated: bool


def about_of(row: Evaluation) -> About:
    """The same for every card of the row's period."""
    when = period(row.period)
    return About(closed.in_force(row.township_id, when), dossiers.is_estimated(when))


def notes_of(row: Evaluation, result: Result, about: About) -> Iterator[str]:
    """What a card says beside the result's own notes: posts, the calendar, former results."""
    when = period(row.period)
    yield from (note for note in careers.notes(row.person, when) if not careers.is_said(note, result.notes))
    if about.is_estimated:
        yield f"{when.last.year}年工作日按周一至周五估算，国务院办公厅通知发布后会变。"
    if row.number > 1:
        yield f"本表为第{row.number}次计算结果：{row.reason}。"


def one(row: Evaluation, township: str, base_address: str) -> bytes:
    """One person's scorecard as a PDF."""
    return scorecard(card_of(row, township, base_address))


def together(rows: Sequence[Evaluation], township: str, base_address: str) -> bytes:
    """All scorecards in one PDF."""
    return scorecards(cards_of(rows, township, base_address))


def cards_of(rows: Sequence[Evaluation], township: str, base_address: str) -> list[Scorecard]:
    """The cards of one period."""
    about = about_of(rows[0]) if rows else None
    return [card_of(row, township, base_address, about) for row in rows]


def print_scorecards(rows: Sequence[Evaluation], township: str, base_address: str, folder: Path) -> list[Path]:
    """One PDF each and one of all; a file that would be the same is left alone."""
    if not rows:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    names = [file_name(row) for row in rows]
    cards = cards_of(rows, township, base_address)
    made = [
        put(folder / (name if names.count(name) == 1 else f"{number:02d}_{name}"), scorecard(card))
        for number, (name, card) in enumerate(zip(names, cards, strict=True), start=1)
    ]
    return [*made, put(folder / combined_name(rows, township), scorecards(cards))]


def file_name(row: Evaluation) -> str:
    """顾文拴_2026年第二季度考核评分表.pdf."""
    safe = "".join(c for c in row.person.name if c.isalnum() or c == "·")
    return f"{safe}_{period(row.period).title}考核评分表.pdf"


def combined_name(rows: Sequence[Evaluation], township: str) -> str:
    """The name of the file that holds all of them."""
    return f"{township}{period(rows[0].period).title}考核评分表_合订本.pdf"


def put(path: Path, content: bytes) -> Path:
    """Write a file, whole or not at all."""
    if not path.exists() or path.read_bytes() != content:
        fresh = path.with_suffix(".new")
        fresh.write_bytes(content)
        fresh.replace(path)
    return path


def summary(row: Summary, person: Person, stamp: Stamp) -> bytes:
    """The paper of a summary; `person` comes with posts and mentors loaded."""
    when = period(row.period)
    post, mentor = people.official_post(person, when.last), people.mentor_on(person, when.last)
    card = summary_sheet.SummaryPaper(
        title=SUMMARY_TITLES[when.kind],
        township=stamp.township,
        period=when.title,
        name=person.name,
        facts=[
            ("姓名", person.name),
            ("任职村", post.unit.name if post else ""),
            ("职务", post.title if post else ""),
            ("导师", mentor.name if mentor else ""),
            ("填写", row.recorded_by),
            ("提交", row.submitted_on.isoformat() if row.submitted_on else ""),
        ],
        sections=[("主要工作", row.main_work), ("存在不足", row.shortcomings), ("下步打算", row.next_steps)],
        state="" if row.submitted_on else "草稿，未提交",
    )
    seen = [("姓名", card.name), ("时段", card.period), ("状态", card.state or "已提交")]
    return summary_sheet.summary(stamp.on(card, f"summary:{row.id}", card.title, seen))


def summary_name(row: Summary) -> str:
    """李晓_2026年6月月小结.pdf."""
    safe = "".join(c for c in row.person.name if c.isalnum() or c == "·")
    when = period(row.period)
    return f"{safe}_{when.title}{SUMMARY_TITLES[when.kind].removeprefix('大学生村官')}.pdf"


def ballot_slips(row: BallotRound, township: str, base_address: str, codes: Sequence[tuple[str, str]]) -> bytes:
    """The slips, from each code and how it is shown. The code stands behind #, so that no log holds it."""
    names = [subject.person.name for subject in row.subjects]
    return slips(row.title, township, names, [Slip(f"{base_address}/vote#{code}", shown) for code, shown in codes])


def counted(one: Standing) -> tuple[int, ...] | None:
    """The numbers of one official in the order of the sheet."""
    return None if one.options is None else (*one.options, one.valid, one.abstained, one.spoilt)


def ballot_paper(row: BallotRound, outcome: Outcome, stamp: Stamp) -> bytes:
    """The tally sheet of a closed round."""
    rows = [(one.name, counted(one)) for one in outcome.subjects]
    ended = row.closed_on.isoformat() if row.closed_on else ""
    when = rounds.period_of(row).title
    card = BallotSheet(row.title, stamp.township, when, ended, outcome.handed_out, outcome.returned, rows)
    seen = [("考核期", when), ("结束", ended), ("发出", f"{card.handed_out} 张"), ("收回", f"{card.returned} 张")]
    return ballot_sheet(stamp.on(card, f"ballot_round:{row.id}", f"{row.title}计票表", seen))


def ballot_name(row: BallotRound, paper: str) -> str:
    """The name of a paper of a round: its slips, or the sheet of its counts."""
    safe = "".join(c for c in row.title if c.isalnum())
    return f"{safe}_{BALLOT_PAPERS[paper]}.pdf"


def reminder_list(stamp: Stamp, day: date, groups: Sequence[tuple[str, Sequence[tuple[str, ...]]]]) -> bytes:
    """What is missing under the name of each who owes it, from (form, time, whom, since)."""
    lines = [(by or NOBODY, [Reminder(*texts) for texts in missing]) for by, missing in groups]
    card = Reminders(stamp.township, day, lines)
    seen = [("截至", day.isoformat()), ("份数", str(sum(len(missing) for _by, missing in lines)))]
    return reminders(stamp.on(card, f"day:{day.isoformat()}", REMINDERS, seen))


def reminders_name(township: str, day: date) -> str:
    """演示镇催办单_2026-06-30.pdf."""
    return f"{township}催办单_{day.isoformat()}.pdf"


def minutes_paper(meeting: Meeting, stamp: Stamp) -> bytes:
    """The minutes of a meeting as a PDF."""
    cancelled = f"本次会议登记已于 {meeting.cancelled_on} 撤销：{meeting.cancelled_why}"
    card = Minutes(
        title=f"{stamp.township}{MEETING_TITLES[meeting.kind]}纪要",
        unit=meeting.unit.name,
        held_on=meeting.held_on.isoformat(),
        facts=[("主持人", meeting.chaired_by), ("记录人", meeting.recorder), ("地点", meeting.place or "")],
        came=[row.person.name for row in meeting.people if row.came],
        away=[(row.person.name, row.reason or "") for row in meeting.people if not row.came],
        matters=meetings.lines(meeting.matters),
        decisions=meetings.lines(meeting.decisions),
        notes=[cancelled] if meeting.cancelled_on else [],
    )
    seen = [("单位", card.unit), ("日期", card.held_on), ("主持人", meeting.chaired_by)]
    return minutes(stamp.on(card, f"meeting:{meeting.id}", card.title, seen))


def minutes_name(meeting: Meeting) -> str:
    """碰头会纪要_2026-06-29_演示镇.pdf."""
    return f"{MEETING_TITLES[meeting.kind]}纪要_{meeting.held_on.isoformat()}_{meeting.unit.name}.pdf"


def star_paper(row: StarRating, stamp: Stamp) -> bytes:
    """The certificate of one secretary's stars."""
    said = stars_filing.told(row)
    facts = [
        ("姓名", said.name),
        ("村（支部）", said.place),
        ("评定日", row.rated_on.isoformat()),
        ("年度考核等次", said.grade),
        ("任职年限", said.tenure),
        ("颗数", str(row.stars)),
    ]
    about = star_measure(row)
    card = star_sheets.StarCertificate(
        stamp.township, row.year, said.name, facts, said.level, said.lines, said.notes, about, row.digest[:16]
    )
    seen = [("姓名", said.name), ("村（支部）", said.place), ("年度", f"{row.year}年度"), ("星级", said.level)]
    about_whom = f"stars:{row.person_id}:{row.year}"
    return star_sheets.certificate(stamp.on(card, about_whom, star_sheets.CERTIFICATE, seen))


def star_measure(row: StarRating) -> str:
    """The measure by which stars were given."""
    return f"《{row.scheme_version.title}》第{row.scheme_version.number}版"


def star_name(row: StarRating) -> str:
    """邱凤彩_2025年度星级证书.pdf."""
    safe = "".join(c for c in row.person.name if c.isalnum() or c == "·")
    return f"{safe}_{row.year}年度星级证书.pdf"


def star_filing(year: int, rows: Sequence[StarRating], stamp: Stamp) -> bytes:
    """The filing list of a year."""
    about, listed = star_measure(rows[0]), stars_filing.filing(rows)
    title, rated_on = stars_filing.title(year), max(row.rated_on for row in rows).isoformat()
    card = star_sheets.StarFiling(stamp.township, title, stars_filing.HEADS, listed, about, rated_on)
    seen = [("人数", f"{len(rows)} 人"), ("评定日", rated_on)]
    return star_sheets.filing(stamp.on(card, f"year:{year}", title, seen))
