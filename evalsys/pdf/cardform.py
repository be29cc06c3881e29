"""The form of a scorecard: everything that many cards have in common, set once, with gaps for what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from evalsys.charts import radar, trend
from evalsys.pdf.figure import place
from evalsys.pdf.marks import Form, Gap
from evalsys.pdf.sheet import LEFT, PAD, RIGHT, WIDE, Cell, Gauge, Sheet

COLUMNS = (44.0, 144.0, 277.0, WIDE - 465.0)
NOTES = (44.0, WIDE - 136.0, 92.0)
NOTE_SIZE, FACT_SIZE, GRADE_SIZE = 9.0, 9.5, 10.5
CODE_SIDE = 52.0
_HEADS = ("条款", "项目", "计算", "得分")
_NOTES_HIGH, _SIGN_HIGH, _SIGN_MOST, _MOST_HIGH = 84.0, 52.0, 90.0, 700.0
# space above and below a row's text, height of the charts: with air, or close where it saves a page
_DENSITIES = ((2.6, 128.0), (1.4, 108.0), (0.6, 96.0))


class Row(NamedTuple):
    """A line of the score table: how deep it is, what is printed, what is filled in."""

    level: int
    clause: str
    title: str
    working: tuple[Gap, ...]
    amount: tuple[Gap, ...]


class Outline(NamedTuple):
    """All that decides what the form of a card looks like. Two cards with the same outline share their form."""

    form_number: str
    title: str
    beneath: tuple[str, str, str]
    running: Gap
    facts: tuple[tuple[str, tuple[Gap, ...]], ...]
    rows: tuple[Row, ...]
    rule: str
    sums: tuple[tuple[Gap, ...], ...]  # written out, score, grade
    axes: tuple[tuple[str, bool], ...]  # of the radar; whether there is a value
    months: tuple[tuple[str, bool], ...]
    trend_title: str
    notes: tuple[tuple[Gap, Gap], ...]  # each as it stands beside the code, and in a row of its own
    code: Gap
    signatures: tuple[str, ...]
    foot: tuple[str, Gap, Gap]


class Spot(NamedTuple):
    """Where a drawing goes: the page, its lower left corner, its size."""

    page: int
    left: float
    bottom: float
    size: tuple[float, float]


@dataclass(frozen=True)
class CardForm:
    """The pages of the form and where the drawings go."""

    pages: tuple[Form, ...]
    radar: Spot
    trend: Spot
    code: Spot


@lru_cache(128)
def card_form(outline: Outline) -> CardForm:
    """The form: airy where that fits one page, else close, else on more pages."""
    beneath = _notes_height(outline.notes) + _SIGN_HIGH
    gauge = _opened(outline, Gauge())
    fits = [(pad, high) for pad, high in _DENSITIES if gauge.room_with(pad) >= high + beneath]
    row_pad, charts_high = fits[0] if fits else _DENSITIES[1]
    sheet = _opened(outline, Sheet(row_pad=row_pad))
    if not fits:
        # charts, notes and signatures stay together: a page with signatures alone could be put under anything
        sheet.need(min(charts_high + beneath, _MOST_HIGH))
    charts = _charts(sheet, outline, charts_high)
    code = _notes(sheet, outline)
    sheet.need(_SIGN_HIGH)
    sheet.signatures(outline.signatures, min(sheet.room, _SIGN_MOST))
    sheet.close()
    sheet.foot(*outline.foot)
    return CardForm(tuple(page.as_form() for page in sheet.pages), *charts, code)


def _opened(outline: Outline, sheet: Sheet) -> Sheet:
    """Heading, identity and scores: the part whose height depends on the card."""
    sheet.heading(outline.form_number, outline.title, outline.beneath, outline.running)
    sheet.facts([(label, gaps[0] if gaps else "") for label, gaps in outline.facts])
    sheet.table_head(_HEADS, COLUMNS)
    for row in outline.rows:
        sheet.row(_score_cells(row), COLUMNS)
    sheet.table_end()
    _sums(sheet, outline)
    return sheet


@lru_cache(2048)
def _score_cells(row: Row) -> tuple[Cell, ...]:
    bold = row.level == 0
    return (
        Cell.of(row.clause, align="centre"),
        Cell.of(row.title, bold=bold, indent=10.0 * row.level),
        Cell.of(*row.working),
        Cell.of(*row.amount, align="right", bold=bold),
    )


def _sums(sheet: Sheet, outline: Outline) -> None:
    if outline.rule:
        label = Cell.of("算法", align="centre", bold=True)
        sheet.row([label, Cell.of(outline.rule)], (COLUMNS[0], WIDE - COLUMNS[0]))
    written, score, grade = outline.sums
    widths = (COLUMNS[0] + COLUMNS[1], COLUMNS[2], COLUMNS[3])
    total = [Cell.of("合计", align="centre", bold=True), Cell.of(*written, bold=True)]
    sheet.row([*total, Cell.of(*score, align="right", bold=True)], widths, least=17)
    cell = Cell.of(*grade, align="centre", bold=True, size=GRADE_SIZE)
    sheet.row([Cell.of("等次", align="centre", bold=True), cell], (widths[0], WIDE - widths[0]), least=19)


def _charts(sheet: Sheet, outline: Outline, high: float) -> tuple[Spot, Spot]:
    """Their titles and what of them does not depend on values."""
    half = WIDE / 2
    top, bottom = sheet.strip(high, (half, half))
    for left, title in ((LEFT, "分项得分"), (LEFT + half, outline.trend_title)):
        sheet.page.say(title, left + PAD, top - 12, 9, bold=True)
    number, wide = len(sheet.pages) - 1, half - 2 * PAD
    web = Spot(number, LEFT + PAD, bottom + 2, (wide, high - 4))
    line = Spot(number, LEFT + half + PAD, bottom + 2, (wide, high - 18))
    for spot, chart, points in ((web, radar, outline.axes), (line, trend, outline.months)):
        anything = [(label, 50 if has_value else None) for label, has_value in points]
        place(sheet.page, chart(anything, spot.size), spot.left, spot.bottom, fixed=True)
    return web, line


def _notes(sheet: Sheet, outline: Outline) -> Spot:
    """Notes at the left, the code to check the card at the right; what finds no room goes on in rows below."""
    first, more = [], list(outline.notes)
    room = max(sheet.room - _SIGN_HIGH, _NOTES_HIGH)
    while more and _notes_height([*first, more[0]]) <= room:
        first.append(more.pop(0))
    high = _notes_height(first)
    top, bottom = sheet.strip(high, NOTES)
    sheet.cell(Cell.of("备注", align="centre", bold=True), LEFT, NOTES[0], top, high)
    sheet.cell(Cell.of(*(beside for beside, _ in first)), LEFT + NOTES[0], NOTES[1], top, high)
    spot = _code(sheet, outline.code, RIGHT - NOTES[2] / 2, (top + bottom - _NOTES_HIGH) / 2)
    for _, alone in more:
        sheet.row([Cell.of("备注", align="centre"), Cell.of(alone)], (NOTES[0], WIDE - NOTES[0]))
    return spot


def _notes_height(notes: Sequence[tuple[Gap, Gap]]) -> float:
    return max(Cell.of(*(beside for beside, _ in notes)).height(NOTES[1]) + 2 * PAD, _NOTES_HIGH)


def _code(sheet: Sheet, code: Gap, middle: float, bottom: float) -> Spot:
    sheet.page.say("扫码核验", middle, bottom + 14.5, 7.5, align="centre")
    sheet.page.say(code, middle, bottom + 4.5, 8.5, align="centre", bold=True)
    return Spot(len(sheet.pages) - 1, middle - CODE_SIDE / 2, bottom + 25, (CODE_SIDE, CODE_SIDE))
