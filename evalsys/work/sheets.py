"""Cards, registers, lists for notice boards, statements of points and of pay: the papers beside scorecards."""

from __future__ import annotations

from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from evalsys import payprinting, pointsprinting, yearprinting
from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.jobs import Job
from evalsys.models.pay import PayLine, PayRun
from evalsys.models.people import Person
from evalsys.models.units import Unit
from evalsys.scoring import period
from evalsys.sealing import Stamp
from evalsys.services import evaluations, people, points_results, sessions
from evalsys.services.write import Act, Refused
from evalsys.work.papers import Papers

Asked = dict[str, Any]
GONE = "申请这项任务的账号已经不在，请重新申请"


def stamp_of(job: Job, asked: Asked, act: Act) -> Stamp:
    """The stamp of whoever asked for the job."""
    return Stamp.of(act, job.township, asked["base_address"], current_app.config["SECRET_KEY"])


def viewer_of(act: Act) -> Account:
    """Whoever asked, with the rights of today: papers hold what that person may see."""
    if act.actor is None:
        raise Refused(GONE)
    return sessions.with_scopes(act.actor, act.today)


def of(table: Any, job: Job, numbers: list[int]) -> list[Any]:
    """Rows of the township in the order of the numbers."""
    held = db.session.scalars(select(table).where(table.id.in_(numbers), table.township_id == job.township_id))
    found = {row.id: row for row in held}
    return [found[number] for number in numbers]


def card(job: Job, number: int, asked: Asked, act: Act) -> tuple[str, bytes]:
    """The card of one official."""
    when, viewer = period(asked["period"]), viewer_of(act)
    person = people.whole(viewer, number, act.today, "result.read")
    content = yearprinting.cards(viewer, [person], when, act.today, stamp_of(job, asked, act))
    return yearprinting.card_name(person, when), content


def cards(job: Job, numbers: list[int], asked: Asked, act: Act) -> tuple[str, bytes]:
    """The cards of all."""
    when, viewer = period(asked["period"]), viewer_of(act)
    held = [people.whole(viewer, number, act.today, "result.read") for number in numbers]
    content = yearprinting.cards(viewer, held, when, act.today, stamp_of(job, asked, act))
    return yearprinting.together_name(when, job.township.name), content


def register(job: Job, number: int, asked: Asked, act: Act) -> tuple[str, bytes]:
    """One official's register."""
    return registers(job, [number], asked, act)


def registers(job: Job, numbers: list[int], asked: Asked, act: Act) -> tuple[str, bytes]:
    """The registers of these results."""
    rows, viewer = evaluations.for_papers_of(numbers), viewer_of(act)
    content = yearprinting.registers_of(viewer, rows, act.today, stamp_of(job, asked, act))
    return yearprinting.register_name(rows, job.township.name), content


def board(job: Job, number: int, asked: Asked, act: Act) -> tuple[str, bytes]:
    """The list of one branch."""
    (branch,) = of(Unit, job, [number])
    made = points_results.board(branch, period(asked["period"]))
    content = pointsprinting.board_paper(made, stamp_of(job, asked, act), act.today)
    return pointsprinting.board_name(made, "pdf"), content


def boards(job: Job, numbers: list[int], asked: Asked, act: Act) -> tuple[str, bytes]:
    """The lists of all branches."""
    when = period(asked["period"])
    made = [points_results.board(branch, when) for branch in of(Unit, job, numbers)]
    title = f"{job.township.name}{asked['title']}"
    return f"{title}.pdf", pointsprinting.board_papers(made, title, stamp_of(job, asked, act), act.today)


def points_statement(job: Job, number: int, asked: Asked, act: Act) -> tuple[str, bytes]:
    """One member's statement of points."""
    (person,), when = of(Person, job, [number]), period(asked["period"])
    stamp, is_large = stamp_of(job, asked, act), asked["is_large"]
    content = pointsprinting.statement_paper(person, when, stamp, act.today, is_large)
    return pointsprinting.statement_name(person, when), content


def points_statements(job: Job, numbers: list[int], asked: Asked, act: Act) -> tuple[str, bytes]:
    """The statements of all members."""
    members, when, title = of(Person, job, numbers), period(asked["period"]), asked["title"]
    stamp = stamp_of(job, asked, act)
    content = pointsprinting.statement_papers(members, when, title, stamp, act.today, asked["is_large"])
    return f"{title}.pdf", content


def pay_lines(job: Job, numbers: list[int]) -> list[PayLine]:
    """Lines of pay in the order of their run."""
    query = select(PayLine).join(PayLine.person).join(PayLine.run)
    query = query.options(contains_eager(PayLine.person))
    query = query.options(contains_eager(PayLine.run).joinedload(PayRun.scheme_version))
    query = query.where(PayLine.id.in_(numbers), PayRun.township_id == job.township_id)
    return list(db.session.scalars(query.order_by(PayLine.id)))


def pay_statement(job: Job, number: int, asked: Asked, act: Act) -> tuple[str, bytes]:
    """One cadre's statement of pay."""
    (row,) = pay_lines(job, [number])
    return payprinting.statement_name(row), payprinting.statement(row, stamp_of(job, asked, act))


def pay_statements(job: Job, numbers: list[int], asked: Asked, act: Act) -> tuple[str, bytes]:
    """The statements of all cadres in the run."""
    title = f"{job.township.name}{asked['title']}"
    return f"{title}.pdf", payprinting.statements(pay_lines(job, numbers), title, stamp_of(job, asked, act))


CARDS, REGISTERS = Papers(card, cards), Papers(register, registers)
BOARDS = Papers(board, boards)
POINTS_STATEMENTS, PAY_STATEMENTS = Papers(points_statement, points_statements), Papers(pay_statement, pay_statements)
