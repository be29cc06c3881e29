"""The scorecard: one person's result for one period, with the sums written out, as the office files it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evalsys.charts import radar, trend
from evalsys.pdf.faces import clean
from evalsys.pdf.marks import Squares
from evalsys.pdf.press import press
from evalsys.pdf.qr import matrix
from evalsys.pdf.sheet import LEFT, PAD, RIGHT, WIDE, Cell, Sheet
from evalsys.scoring.periods import period
from evalsys.scoring.results import Line, Result

NONE = "无"
DEPTH = 4
SIGNATURES = ("被考核人（签字）", "导师（签字）", "支部书记（签字）", "党委（盖章）")
_COLUMNS = (44.0, 144.0, 277.0, WIDE - 465.0)
_NOTES = (44.0, WIDE - 136.0, 92.0)
_HEADS = ("条款", "项目", "计算", "得分")
_NOTES_HIGH, _SIGN_HIGH, _SIGN_MOST, _MOST_HIGH = 84.0, 52.0, 90.0, 700.0
# space above and below a row's text, height of the charts: with air, or close where it saves a page
_DENSITIES = ((2.6, 128.0), (1.4, 108.0), (0.6, 96.0))


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
    """Every string on the card, whole, in the order of drawing."""
    return laid_out(card, depth).texts()


def card_problems(card: Scorecard, depth: int = DEPTH) -> list[str]:
    """The characters on the card that no font has."""
    return laid_out(card, depth).problems()


def shown(amount: Decimal | None) -> str:
    """An amount with the digits that it was settled to, or that there is none."""
    return NONE if amount is None else format(amount, "f")


def laid_out(card: Scorecard, depth: int = DEPTH) -> Sheet:
    """The card's pages, ready for the press: airy where that fits one page, else close, else on more pages."""
    beneath = _notes_height(_noted(card)) + _SIGN_HIGH
    for row_pad, charts_high in _DENSITIES:
        sheet = _opening(card, depth, row_pad)
        if len(sheet.pages) == 1 and sheet.room >= charts_high + beneath:
            break
    else:
        row_pad, charts_high = _DENSITIES[1]
        sheet = _opening(card, depth, row_pad)
        # charts, notes and signatures stay together: a page with signatures alone could be put under anything
        sheet.need(min(charts_high + beneath, _MOST_HIGH))
    _charts(sheet, card, charts_high)
    _notes(sheet, card)
    _signatures(sheet, card.signatures)
    sheet.close()
    version = f"《{card.scheme_title}》{card.scheme_version}"
    sheet.foot(
        version,
        f"校验码 {card.verify_code}",
        f"计算日期 {_day(card.computed_on)}　{_closed(card)}数据指纹 {card.fingerprint}",
    )
    return sheet


def _opening(card: Scorecard, depth: int, row_pad: float) -> Sheet:
    """Heading, identity and scores: the part whose height depends on the card."""
    sheet = Sheet(row_pad=row_pad)
    title = _title(card)
    beneath = (f"单位：{card.township}", f"考核期：{card.period_title}", card.document_number)
    sheet.heading(card.form_number, title, beneath, f"{title}（续）　{card.result.name}　{card.period_title}")
    sheet.facts(card.facts)
    _score_table(sheet, card, depth)
    return sheet


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


def _score_table(sheet: Sheet, card: Scorecard, depth: int) -> None:
    result = card.result
    sheet.table_head(_HEADS, _COLUMNS)
    for line in result.lines:
        for step in _steps(line, result.period, depth):
            sheet.row(_score_cells(*step, result.notes, depth), _COLUMNS)
    sheet.table_end()
    total = [Cell.of("合计", align="centre", bold=True), Cell.of(_sum(result), bold=True)]
    widths = (_COLUMNS[0] + _COLUMNS[1], _COLUMNS[2], _COLUMNS[3])
    if card.rule:
        sheet.row([Cell.of("算法", align="centre", bold=True), Cell.of(card.rule)], (_COLUMNS[0], WIDE - _COLUMNS[0]))
    sheet.row([*total, Cell.of(shown(result.score), align="right", bold=True)], widths, least=17)
    grade = Cell.of(result.grade or "不定等次", align="centre", bold=True, size=10.5)
    sheet.row([Cell.of("等次", align="centre", bold=True), grade], (widths[0], WIDE - widths[0]), least=19)


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


def _score_cells(level: int, title: str, line: Line, said_below: Sequence[str], depth: int) -> list[Cell]:
    """A line as a row; a note that stands among the result's notes is not said twice."""
    bold = level == 0
    reason = line.why_none if line.amount is None else ""
    notes = [note for note in line.notes if note not in said_below]
    return [
        Cell.of(line.clause, align="centre"),
        Cell.of(title, bold=bold, indent=10.0 * level),
        Cell.of(_working(line, level + 1 == depth), reason, *notes),
        Cell.of(shown(line.amount), align="right", bold=bold),
    ]


def _charts(sheet: Sheet, card: Scorecard, high: float) -> None:
    half = WIDE / 2
    top, bottom = sheet.strip(high, (half, half))
    for left, title in ((LEFT, "分项得分"), (LEFT + half, card.trend_title)):
        sheet.page.say(title, left + PAD, top - 12, 9, bold=True)
    wide = half - 2 * PAD
    sheet.drawing(radar(card.mirrors, (wide, high - 4)), LEFT + PAD, bottom + 2)
    sheet.drawing(trend(card.months, (wide, high - 18)), LEFT + half + PAD, bottom + 2)


def _notes(sheet: Sheet, card: Scorecard) -> None:
    """Notes at the left, the code to check the card at the right; what finds no room goes on in rows below."""
    first, more = [], _noted(card)
    room = max(sheet.room - _SIGN_HIGH, _NOTES_HIGH)
    while more and _notes_height([*first, more[0]]) <= room:
        first.append(more.pop(0))
    high = _notes_height(first)
    top, bottom = sheet.strip(high, _NOTES)
    sheet.cell(Cell.of("备注", align="centre", bold=True), LEFT, _NOTES[0], top, high)
    sheet.cell(Cell.of(*first), LEFT + _NOTES[0], _NOTES[1], top, high)
    _code(sheet, card, RIGHT - _NOTES[2] / 2, (top + bottom - _NOTES_HIGH) / 2)
    for note in more:
        sheet.row([Cell.of("备注", align="centre"), Cell.of(note)], (_NOTES[0], WIDE - _NOTES[0]))


def _noted(card: Scorecard) -> list[str]:
    """All notes, numbered, each once."""
    said = [*card.result.notes, *(problem.says for problem in card.result.problems), *card.notes]
    return [clean(f"{number}. {text}") for number, text in enumerate(dict.fromkeys(said), 1)] or [NONE]


def _notes_height(notes: Sequence[str]) -> float:
    return max(Cell.of(*notes).height(_NOTES[1]) + 2 * PAD, _NOTES_HIGH)


def _code(sheet: Sheet, card: Scorecard, middle: float, bottom: float) -> None:
    squares = matrix(card.verify_url)
    side = 52.0 / len(squares)
    sheet.page.shapes.append(Squares(middle - 26, bottom + 25, side, squares))
    sheet.page.say("扫码核验", middle, bottom + 14.5, 7.5, align="centre")
    sheet.page.say(card.verify_code, middle, bottom + 4.5, 8.5, align="centre", bold=True)


def _signatures(sheet: Sheet, places: Sequence[str]) -> None:
    sheet.need(_SIGN_HIGH)
    sheet.signatures(places, min(sheet.room, _SIGN_MOST))
