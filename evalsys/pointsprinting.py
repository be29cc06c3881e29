"""Papers of points: gathers what the board and a member's statement show and hands it to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from evalsys.books.pointsbook import points_book
from evalsys.models.people import Person
from evalsys.models.points import PointsEntry
from evalsys.models.schemes import SchemeVersion
from evalsys.pdf.pointsboard import BoardCard, points_board, points_boards
from evalsys.pdf.pointsstatement import TITLE as STATEMENT
from evalsys.pdf.pointsstatement import Entry, StatementCard, points_statement, points_statements
from evalsys.scoring import Period
from evalsys.sealing import Stamp
from evalsys.services import points, points_measure, points_reach, points_results
from evalsys.services.write import Refused

NO_GRADE = "不定档"
SHOWN = ("以上各条相加", "历年累计")
HEADS, ORDER_HEADS = ("序号", "姓名", "档次", "记录条数"), ("名次", "姓名", "得分", "档次", "记录条数")
BANDS_SAID = "只公布档次，不排名次；同一档按姓名排列。每个党员可以向支部要本人的对账单。"
ORDER_SAID = "按办法的规定公布名次。每个党员可以向支部要本人的对账单。"
OBJECT = "对本人积分有异议的，请向党小组长或者支部书记提出，支部书面答复。"


def title_of(board: points_results.Board) -> str:
    """What the list is called."""
    return f"党员积分{'年度评定' if board.period.kind == 'year' else '季度'}公示表"


def board_name(board: points_results.Board, ending: str) -> str:
    """What the file of the list is called."""
    return f"{board.branch.name}_积分公示_{board.period.code}.{ending}"


def statement_name(person: Person, period: Period) -> str:
    """What the file of a statement is called."""
    return f"{person.name}_积分对账单_{period.code}.pdf"


def rows_of(board: points_results.Board) -> list[tuple[str, ...]]:
    """The lines of the list as texts; an ID number is nowhere near."""
    found: list[tuple[str, ...]] = []
    for number, place in enumerate(board.places, 1):
        grade, count = place.result.grade or NO_GRADE, str(place.count)
        if board.is_order:
            found.append((str(place.number), place.member.name, written(place.result.score), grade, count))
        else:
            found.append((str(number), place.member.name, grade, count))
    return found


def written(amount: Decimal | None) -> str:
    """A number without zeros at its end; 无 where there is none."""
    return "无" if amount is None else f"{amount.normalize():f}"


def notes_of(board: points_results.Board) -> tuple[str, ...]:
    """What stands below the list."""
    return (ORDER_SAID if board.is_order else BANDS_SAID, OBJECT)


def board_paper(board: points_results.Board, stamp: Stamp, day: date) -> bytes:
    """The list on paper."""
    return points_board(board_card(board, stamp, day))


def board_papers(boards: Sequence[points_results.Board], title: str, stamp: Stamp, day: date) -> bytes:
    """The lists of many branches in one PDF."""
    return points_boards([board_card(board, stamp, day) for board in boards], title)


def board_card(board: points_results.Board, stamp: Stamp, day: date) -> BoardCard:
    """Everything on the list of a branch."""
    heads = ORDER_HEADS if board.is_order else HEADS
    about = (title_of(board), f"{stamp.township}{board.branch.name}", board.period.title, day.isoformat())
    card = BoardCard(*about, heads, rows_of(board), notes_of(board), told(board.version))
    seen = [("支部", board.branch.name), ("时段", card.period), ("人数", f"{len(card.rows)} 人"), ("张榜", card.day)]
    return stamp.on(card, f"board:{board.branch.id}:{board.period.code}", card.title, seen)


def board_book(board: points_results.Board) -> bytes:
    """The list as a workbook."""
    title = f"{board.branch.name}{title_of(board)}（{board.period.title}）"
    return points_book(title, ORDER_HEADS if board.is_order else HEADS, rows_of(board), notes_of(board))


def statement_paper(person: Person, period: Period, stamp: Stamp, day: date, is_large: bool) -> bytes:
    """A member's statement."""
    return points_statement(statement_card(person, period, stamp, day), is_large)


def statement_papers(
    people: Sequence[Person], period: Period, title: str, stamp: Stamp, day: date, is_large: bool
) -> bytes:
    """The statements of many members in one PDF."""
    return points_statements([statement_card(one, period, stamp, day) for one in people], title, is_large)


def statement_card(person: Person, period: Period, stamp: Stamp, day: date) -> StatementCard:
    """Everything on a member's statement."""
    membership = points_reach.membership(person, period.last)
    rows = points.lines(person, period.first, period.last)
    card = StatementCard(
        name=person.name,
        branch=membership.branch.name if membership else "",
        kind=points_measure.role_of(membership),
        period=period.title,
        day=day.isoformat(),
        township=stamp.township,
        entries=[entry_of(row) for row in rows],
        sums=sums_of(person, period, rows),
        notes=[OBJECT],
        measure=measure_on(person, period),
    )
    whole = dict(card.sums)
    seen = [
        ("姓名", card.name),
        ("支部", card.branch),
        ("时段", card.period),
        *((name, whole[name]) for name in SHOWN),
    ]
    return stamp.on(card, f"points:{person.id}:{period.code}", STATEMENT, seen)


def measure_on(person: Person, period: Period) -> str:
    """The measure of points in force at the end of the period; nothing where none is."""
    try:
        return told(points_measure.version(person.township_id, period.last))
    except Refused:
        return ""


def told(version: SchemeVersion) -> str:
    """A measure with its version."""
    return f"《{version.title}》第{version.number}版"


def entry_of(row: PointsEntry) -> Entry:
    """One line; a reversal says what it is."""
    title = f"冲销：{row.title}" if row.reverses_id else row.title
    by = row.declared_by if row.declared_by == row.checked_by else f"{row.declared_by}、{row.checked_by}"
    said = "" if row.reason == row.title else row.reason
    reason = f"{said}（{row.evidence}）" if row.evidence else said
    return Entry(row.happened_on.isoformat(), title, f"{row.points.normalize():+f}", row.clause, reason, by)


def sums_of(person: Person, period: Period, rows: list[PointsEntry]) -> list[tuple[str, str]]:
    """The sum of the lines, all that was ever recorded, and what the measure makes of the period."""
    found = [
        (SHOWN[0], written(sum((row.points for row in rows), Decimal(0)))),
        (SHOWN[1], written(points.balance(person))),
    ]
    try:
        _version, result = points_results.of_one(person, period)
    except Refused:
        return found
    if result is not None:
        found.append((f"{period.title}按办法折算（基础分加封顶后的各项）", written(result.score)))
        found.append(("档次", result.grade or NO_GRADE))
        found += [(f"{line.title}（另列，不计入得分）", written(line.amount)) for line in result.beside]
    return found
