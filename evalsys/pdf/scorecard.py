"""The scorecard: one person's result for one period, with the sums written out, as the office files it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evalsys.charts import radar, trend
from evalsys.pdf.cardform import (
    COLUMNS,
    FACT_SIZE,
    GRADE_SIZE,
    NOTE_SIZE,
    NOTES,
    CardForm,
    Outline,
    Row,
    card_form,
)
from evalsys.pdf.figure import place
from evalsys.pdf.marks import Entries, Gap, Page, Paper, Squares
from evalsys.pdf.press import press
from evalsys.pdf.qr import matrix
from evalsys.pdf.sheet import FACT_LABEL, PAD, WIDE
from evalsys.scoring.periods import period
from evalsys.scoring.results import Line, Result

NONE = "无"
DEPTH = 4
_FACT_ROOM = WIDE / 3 - FACT_LABEL - 2 * PAD
_WORKING_ROOM, _AMOUNT_ROOM = COLUMNS[2] - 2 * PAD, COLUMNS[3] - 2 * PAD
_GRADE_ROOM = WIDE - COLUMNS[0] - COLUMNS[1] - 2 * PAD
_BESIDE, _ALONE = NOTES[1] - 2 * PAD, WIDE - NOTES[0] - 2 * PAD
SIGNATURES = ("被考核人（签字）", "导师（签字）", "支部书记（签字）", "党委（盖章）")


@dataclass(frozen=True)
class Scorecard:
    """Everything that a scorecard shows; nothing is looked up or worked out while drawing."""

    township: str
    scheme_title: str
    scheme_version: str
    document_number: str
    form_number: str
    period_title: str
    facts: Sequence[tuple[str, str]]
    result: Result
    mirrors: Sequence[tuple[str, Decimal | None]]
    months: Sequence[tuple[str, Decimal | None]]
    notes: Sequence[str]
    verify_url: str
    verify_code: str
    computed_on: date
    fingerprint: str
    title: str = ""
    rule: str = ""
    close_code: str = ""
    trend_title: str = "逐月得分"
    signatures: Sequence[str] = SIGNATURES


def scorecard(card: Scorecard, depth: int = DEPTH) -> bytes:
    """One card as a PDF."""
    return scorecards([card], depth)


def scorecards(cards: Iterable[Scorecard], depth: int = DEPTH) -> bytes:
    """Many cards in one PDF; each numbers its own pages."""
    cards = list(cards)
    pages = [page for card in cards for page in laid_out(card, depth).pages]
    return press(pages, _title(cards[0]), cards[0].township) if cards else press((), "")


def card_texts(card: Scorecard, depth: int = DEPTH) -> list[str]:
    """Every string on the card, whole, in the order of reading."""
    return laid_out(card, depth).texts()


def card_problems(card: Scorecard, depth: int = DEPTH) -> list[str]:
    """The characters on the card that no font has."""
    return laid_out(card, depth).problems()


def shown(amount: Decimal | None) -> str:
    """An amount with the digits that it was settled to, or that there is none."""
    return NONE if amount is None else format(amount, "f")


def laid_out(card: Scorecard, depth: int = DEPTH) -> Paper:
    """The card's pages, ready for the press: its form, with what is its own filled in."""
    entries = Entries()
    form = card_form(_outline(card, depth, entries))
    pages = [Page.filled(page, entries) for page in form.pages]
    _draw(pages, form, card)
    return Paper(pages)


def _outline(card: Scorecard, depth: int, entries: Entries) -> Outline:
    """What is printed on the card's form; what differs between cards goes to the entries."""
    title, result = _title(card), card.result
    return Outline(
        form_number=card.form_number,
        title=title,
        beneath=(f"单位：{card.township}", f"考核期：{card.period_title}", card.document_number),
        running=entries.word(f"{title}（续）　{result.name}　{card.period_title}"),
        facts=tuple((label, entries.words((text,), _FACT_ROOM, FACT_SIZE)) for label, text in card.facts),
        rows=tuple(_rows(card, depth, entries)),
        rule=card.rule,
        sums=(
            entries.words((_sum(result),), _WORKING_ROOM, 9, bold=True),
            entries.words((shown(result.score),), _AMOUNT_ROOM, 9, bold=True),
            entries.words((result.grade or "不定等次",), _GRADE_ROOM, GRADE_SIZE, bold=True),
        ),
        axes=tuple((label, value is not None) for label, value in card.mirrors),
        months=tuple((label, value is not None) for label, value in card.months),
        trend_title=card.trend_title,
        notes=tuple((_noted(note, _BESIDE, entries), _noted(note, _ALONE, entries)) for note in _notes(card)),
        code=entries.word(card.verify_code),
        signatures=tuple(card.signatures),
        foot=(
            f"《{card.scheme_title}》{card.scheme_version}",
            entries.word(f"校验码 {card.verify_code}"),
            entries.word(f"计算日期 {_day(card.computed_on)}　{_closed(card)}数据指纹 {card.fingerprint}"),
        ),
    )


def _title(card: Scorecard) -> str:
    if card.title:
        return card.title
    stem, aside, rest = card.scheme_title.partition("（")
    return f"{stem.removesuffix('办法').removesuffix('考核')}考核评分表{aside}{rest}"


def _closed(card: Scorecard) -> str:
    """That the period is closed, with the code to compare with the page."""
    return f"已关账，关账校验码 {card.close_code}　" if card.close_code else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _rows(card: Scorecard, depth: int, entries: Entries) -> Iterator[Row]:
    """The lines as rows; a note that stands among the result's notes is not said twice."""
    result = card.result
    for line in result.lines:
        for level, title, step in _steps(line, result.period, depth):
            reason = step.why_none if step.amount is None else ""
            notes = [note for note in step.notes if note not in result.notes]
            working = entries.words((_working(step, level + 1 == depth), reason, *notes), _WORKING_ROOM, 9)
            amount = entries.words((shown(step.amount),), _AMOUNT_ROOM, 9, bold=level == 0)
            yield Row(level, step.clause, title, working, amount)


def _sum(result: Result) -> str:
    """The sum as the lines above it print it."""
    written = " + ".join(shown(line.amount) for line in result.lines if line.amount is not None)
    return f"{written.replace('+ -', '- ')} = {shown(result.score)}" if written else ""


def _steps(line: Line, within: str, depth: int, level: int = 0) -> Iterator[tuple[int, str, Line]]:
    """The lines down to that depth, in reading order: how deep, the title, the line.

    A line of another period than the one above it is titled with its period: the months of a quarter.
    """
    yield level, line.title if line.period == within else f"{line.title}（{period(line.period).title}）", line
    if level + 1 < depth:
        for part in line.parts:
            yield from _steps(part, line.period, depth, level + 1)


def _working(line: Line, is_last: bool) -> str:
    """The arithmetic; where the card goes no deeper, that of a single part stands before it, so none is hidden."""
    single = line.parts[0].arithmetic if is_last and len(line.parts) == 1 and line.parts[0].amount is not None else ""
    return "；".join(filter(None, (single, line.arithmetic)))


def _notes(card: Scorecard) -> list[str]:
    """All notes, numbered, each once."""
    said = [*card.result.notes, *(problem.says for problem in card.result.problems), *card.notes]
    return [f"{number}. {text}" for number, text in enumerate(dict.fromkeys(said), 1)] or [NONE]


def _noted(note: str, room: float, entries: Entries) -> Gap:
    return entries.words((note,), room, NOTE_SIZE)[0]


def _draw(pages: list[Page], form: CardForm, card: Scorecard) -> None:
    """The values in the charts, and the code to check the card."""
    for spot, chart, points in ((form.radar, radar, card.mirrors), (form.trend, trend, card.months)):
        place(pages[spot.page], chart(points, spot.size), spot.left, spot.bottom, fixed=False)
    squares, spot = matrix(card.verify_url), form.code
    side = spot.size[0] / len(squares)
    pages[spot.page].shapes.append(Squares(spot.left, spot.bottom, side, squares))
